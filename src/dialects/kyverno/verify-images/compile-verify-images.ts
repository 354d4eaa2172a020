/** What can be said of a `verifyImages` rule where no registry is asked: which images it is about, and that nobody verified them. */

import { compileQuery } from '../../../lang/jmespath/compile-query.ts';
import type { Query } from '../../../lang/jmespath/query.ts';
import { QueryFault } from '../../../lang/jmespath/query.ts';
import { compileWildcard, type TextTest } from '../../../lang/pattern/wildcard.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { flag, list, text, texts } from '../parse/read-field.ts';
import type { RuleContext } from '../rule-context.ts';
import type { HandlerCompilation, RuleResponse } from '../rule-response.ts';

export const compileVerifyImages = (
  verifyImages: readonly JsonObject[],
  options: { readonly allowUnverified: boolean },
): HandlerCompilation => {
  const entries = verifyImages.map(toEntry);
  return {
    kind: 'handler',
    warnings: [],
    handle: (context) => {
      // What is deleted runs nothing.
      if (context.subject.operation === 'DELETE') return [];
      const images = readImages(context).filter(({ reference }) => entries.some(({ isMeant }) => isMeant(reference)));
      if (images.length === 0) return [];
      if (!entries.some(asksForAnything)) return [];
      return [
        toResponse(
          entries.flatMap((entry) => images.flatMap((image) => verify(entry, image))),
          options,
        ),
      ];
    },
  };
};

interface Entry {
  readonly isMeant: TextTest;
  readonly isSkipped: TextTest;
  /** It asks for signatures or attestations, not for digests alone. */
  readonly asksForSignatures: boolean;
  /** Only what some rule verified may run. */
  readonly isRequired: boolean;
  readonly mutateDigest: boolean;
  readonly verifyDigest: boolean;
}

const toEntry = (written: JsonObject): Entry => {
  const legacy = text(written, 'image');
  return {
    isMeant: anyOf([...texts(written, 'imageReferences'), ...(legacy === '' ? [] : [legacy])]),
    isSkipped: anyOf(texts(written, 'skipImageReferences')),
    asksForSignatures:
      list(written, 'attestors').length > 0 ||
      list(written, 'attestations').length > 0 ||
      text(written, 'key') !== '' ||
      text(written, 'issuer') !== '',
    isRequired: flag(written, 'required', true),
    mutateDigest: flag(written, 'mutateDigest', true),
    verifyDigest: flag(written, 'verifyDigest', true),
  };
};

const asksForAnything = ({ asksForSignatures, isRequired, verifyDigest, mutateDigest }: Entry): boolean =>
  asksForSignatures || isRequired || verifyDigest || mutateDigest;

const anyOf = (patterns: readonly string[]): TextTest => {
  const tests = patterns.map(compileWildcard);
  return (reference) => tests.some((test) => test(reference));
};

interface Image {
  /** With its registry, and its digest or tag. */
  readonly reference: string;
  readonly hasDigest: boolean;
}

const readImages = (context: RuleContext): readonly Image[] => {
  const found = context.tryQuery(imagesQuery());
  if (found instanceof QueryFault || !isJsonObject(found)) return [];
  return Object.values(found).flatMap((containers) =>
    isJsonObject(containers) ? Object.values(containers).filter(isJsonObject).map(toImage) : [],
  );
};

let compiled: Query | undefined;

const imagesQuery = (): Query => {
  if (compiled !== undefined) return compiled;
  const compilation = compileQuery('images');
  if (compilation.kind === 'defect') throw new Error(compilation.message);
  compiled = compilation.query;
  return compiled;
};

const toImage = (info: JsonObject): Image => {
  const [registry, path, tag, digest] = [
    text(info, 'registry'),
    text(info, 'path'),
    text(info, 'tag'),
    text(info, 'digest'),
  ];
  const repository = registry === '' ? path : `${registry}/${path}`;
  return { reference: digest === '' ? `${repository}:${tag}` : `${repository}@${digest}`, hasDigest: digest !== '' };
};

interface Verified {
  readonly kind: 'nothing-asked' | 'has-digest' | 'skipped' | 'not-looked-up' | 'required' | 'missing-digest';
  readonly reference: string;
}

const verify = (entry: Entry, { reference, hasDigest }: Image): readonly Verified[] => {
  const { isMeant, isSkipped, asksForSignatures, isRequired, mutateDigest, verifyDigest } = entry;
  if (!isMeant(reference)) return [];
  const found = (kind: Verified['kind']): readonly Verified[] => [{ kind, reference }];
  if (asksForSignatures) return found(isSkipped(reference) ? 'skipped' : 'not-looked-up');
  // The registry would name the digest, and nobody asks it here.
  if (!hasDigest && mutateDigest) return found('not-looked-up');
  if (!hasDigest && verifyDigest) return found('missing-digest');
  // It has to be verified and nobody says how: Kyverno refuses it as nobody's.
  if (isRequired) return found('required');
  return found(verifyDigest ? 'has-digest' : 'nothing-asked');
};

/** The worst of what was found. Only a digest can be seen without a registry: nothing else is ever passed. */
const toResponse = (
  verified: readonly Verified[],
  { allowUnverified }: { readonly allowUnverified: boolean },
): RuleResponse => {
  const referencesOf = (kind: Verified['kind']): readonly string[] => [
    ...new Set(verified.filter((each) => each.kind === kind).map(({ reference }) => reference)),
  ];
  const [missing] = referencesOf('missing-digest');
  if (missing !== undefined) return { status: 'fail', message: `missing digest for ${missing}`, path: '' };
  const [required] = referencesOf('required');
  if (required !== undefined) return { status: 'fail', message: `unverified image ${required}`, path: '' };
  const unseen = referencesOf('not-looked-up');
  if (unseen.length > 0) {
    const message = `The signature of ${unseen.join(', ')} cannot be verified here: no registry was asked.`;
    return { status: allowUnverified ? 'skip' : 'error', reason: 'no-evidence', message, path: '' };
  }
  const digested = referencesOf('has-digest');
  if (digested.length > 0) return { status: 'pass', message: `has a digest: ${digested.join(', ')}`, path: '' };
  const message = `image skipped, skipped images: ${[...referencesOf('skipped'), ...referencesOf('nothing-asked')].join(' ')}`;
  return { status: 'skip', message, path: '' };
};
