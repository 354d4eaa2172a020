/** `parseImageReference()` and what it tells: registry, repository, tag, digest. */

import { global, libraryOf, member } from '../../../../kube/cel/declare-overload.ts';
import type { Library } from '../../../../lang/cel/overload.ts';
import { boolType, opaqueType, stringType } from '../../../../lang/cel/type.ts';
import { EvaluationFault, OpaqueValue, type Value } from '../../../../lang/cel/value.ts';
import { refuse } from '../kyverno-world.ts';
import { parseImageReference, type ImageReference } from './parse-image-reference.ts';

const imageType = opaqueType('kyverno.image');

class ImageValue extends OpaqueValue {
  readonly typeName = 'kyverno.image';
  readonly text: string;
  readonly image: ImageReference;
  constructor(text: string, image: ImageReference) {
    super();
    this.text = text;
    this.image = image;
  }
  equals(other: OpaqueValue): boolean {
    // Two spellings of one image are two, as Kyverno has it.
    if (!(other instanceof ImageValue)) throw new EvaluationFault('no such overload');
    return this.text === other.text;
  }
}

const parse = (text: Value): Value => {
  const parsed = parseImageReference(text as string);
  return parsed.kind === 'image' ? new ImageValue(text as string, parsed.image) : refuse(parsed.message);
};

const reader =
  (read: (image: ImageReference) => Value) =>
  (value: Value): Value =>
    read((value as ImageValue).image);

const identify = ({ tag, digest }: ImageReference): string =>
  digest !== '' && tag !== '' ? `${tag}@${digest}` : digest || tag;

const readers: readonly (readonly [id: string, name: string, read: (image: ImageReference) => string])[] = [
  ['image_registry', 'registry', ({ registry }) => registry],
  ['image_repository', 'repository', ({ repository }) => repository],
  ['image_identifier', 'identifier', identify],
  [
    'image_identifier_with_separator',
    'identifierWithSeparator',
    ({ tag, digest }) => (digest === '' ? `:${tag}` : `@${digest}`),
  ],
  ['image_tag', 'tag', ({ tag }) => tag],
  ['image_digest', 'digest', ({ digest }) => digest],
];

export const imageLibrary: Library = libraryOf('kyverno.image', [
  global('string_to_image_deprecated', 'image', [stringType], imageType, parse),
  global('string_to_image', 'parseImageReference', [stringType], imageType, parse),
  global(
    'is_image_string',
    'isImage',
    [stringType],
    boolType,
    (text) => parseImageReference(text as string).kind === 'image',
  ),
  member(
    'image_contains_digest',
    'containsDigest',
    [imageType],
    boolType,
    reader(({ digest }) => digest !== ''),
  ),
  ...readers.map(([id, name, read]) => member(id, name, [imageType], stringType, reader(read))),
]);
