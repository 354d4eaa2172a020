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
      return [toResponse(entries.flatMap((entry) => images.map((image) => verify(entry, image))), options)];
    },
  };
};

interface Entry {
  readonly isMeant: TextTest;
  readonly isSkipped: TextTest;
  /** It asks for signatures or attestations, not for digests alone. */
  readonly asksForSignatures: boolean;
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
    mutateDigest: flag(written, 'mutateDigest', true),
    verifyDigest: flag(written, 'verifyDigest', true),
  };
};

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
  const [registry, path, tag, digest] = [text(info, 'registry'), text(info, 'path'), text(info, 'tag'), text(info, 'digest')];
  const repository = registry === '' ? path : `${registry}/${path}`;
  return { reference: digest === '' ? `${repository}:${tag}` : `${repository}@${digest}`, hasDigest: digest !== '' };
};

interface Verified {
  readonly kind: 'nothing-asked' | 'skipped' | 'unverified' | 'missing-digest';
  readonly reference: string;
}

const verify = (entry: Entry, { reference, hasDigest }: Image): Verified => {
  if (!entry.isMeant(reference)) return { kind: 'skipped', reference };
  if (entry.asksForSignatures)
    return entry.isSkipped(reference) ? { kind: 'skipped', reference } : { kind: 'unverified', reference };
  if (hasDigest) return { kind: 'nothing-asked', reference };
  // The registry would name the digest, and nobody asks it here.
  if (entry.mutateDigest) return { kind: 'unverified', reference };
  return entry.verifyDigest ? { kind: 'missing-digest', reference } : { kind: 'nothing-asked', reference };
};

const toResponse = (
  verified: readonly Verified[],
  { allowUnverified }: { readonly allowUnverified: boolean },
): RuleResponse => {
  const missing = verified.find((each) => each.kind === 'missing-digest');
  if (missing !== undefined)
    return { status: 'fail', message: `missing digest for ${missing.reference}`, path: '' };
  const unverified = verified.flatMap((each) => (each.kind === 'unverified' ? [each.reference] : []));
  if (unverified.length > 0) {
    const message = `The signature of ${[...new Set(unverified)].join(', ')} cannot be verified here: no registry was asked.`;
    return { status: allowUnverified ? 'skip' : 'error', reason: 'no-evidence', message, path: '' };
  }
  const skipped = verified.flatMap((each) => (each.kind === 'skipped' ? [each.reference] : []));
  return verified.length > 0 && skipped.length === verified.length
    ? { status: 'skip', message: `image skipped, skipped images: ${[...new Set(skipped)].join(' ')}`, path: '' }
    : { status: 'pass', message: 'image verified', path: '' };
};
