/** One place on a way in: what it is, what it is called, and a link to the page that tells more of it. */

import type { AttackPlace } from '../../../../src/hosts/console/api/attacks.ts';
import { Link } from '../../router/link.tsx';
import { PlaceMark } from './place-mark.tsx';
import { tellPlace, toPlaceHref } from './tell-place.ts';

export interface StationBoxProps {
  readonly place: AttackPlace;
  readonly estate: string;
  readonly isLast: boolean;
}

export const StationBox = ({ place, estate, isLast }: StationBoxProps) => {
  const { kind, name, of } = tellPlace(place);
  const href = toPlaceHref(estate, place);
  const className = `station${isLast ? ' last' : ''}`;
  const content = (
    <>
      <span className="station-kind">
        <PlaceMark kind={place.kind} /> {kind}
      </span>
      <span className={`station-name${of === '' ? ' long' : ''}`}>{name}</span>
      {of === '' ? null : <span className="station-of">{of}</span>}
    </>
  );
  return href === null ? (
    <span className={className} title={place.title}>
      {content}
    </span>
  ) : (
    <Link to={href} className={className} title={place.title}>
      {content}
    </Link>
  );
};
