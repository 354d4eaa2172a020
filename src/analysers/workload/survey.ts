/** Surveys images: which containers name theirs by digest. */

import { parseImageName } from '../../lang/image/parse-image-name.ts';
import { textAt } from '../../model/read-object.ts';
import { readStandingWorkloads } from '../standing-workloads.ts';
import type { Survey } from '../survey.ts';
import { renderAbout, toItem } from '../to-item.ts';

export const imageSurvey: Survey = {
  id: 'images',
  kinds: [],
  keep: () => null,
  observe: (snapshot, where) => [
    {
      criterion: 'image/pinned',
      items: readStandingWorkloads(snapshot).map(({ resource, prefix, containers }) => {
        const loose = containers.filter(({ object }) => !isPinned(textAt(object, 'image')));
        const [first] = loose;
        return toItem(
          {
            about: resource,
            what: renderAbout(resource),
            state: first === undefined ? 'met' : 'unmet',
            why:
              first === undefined
                ? 'names every image by its digest'
                : `names ${loose.map(({ object }) => textAt(object, 'image') || 'no image').join(', ')} without a digest`,
            path:
              first === undefined ? '' : [...prefix, 'spec', `${first.list}[name=${first.name}]`, 'image'].join('.'),
          },
          where,
        );
      }),
      doubt: null,
    },
  ],
};

const isPinned = (image: string): boolean => {
  const parsed = parseImageName(image);
  return parsed.kind === 'name' && parsed.name.digest !== '';
};
