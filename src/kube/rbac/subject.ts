/** Who is bound, as people write it: `user:ann`, `group:system:masters`, `serviceaccount:shop:web`. */

export type AccessSubject =
  | { readonly kind: 'user'; readonly name: string }
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'serviceaccount'; readonly namespace: string; readonly name: string };

export const renderSubject = (subject: AccessSubject): string =>
  subject.kind === 'serviceaccount'
    ? `serviceaccount:${subject.namespace}:${subject.name}`
    : `${subject.kind}:${subject.name}`;

/** `undefined` for a text of another form. A user called `system:serviceaccount:NS:NAME` is that service account. */
export const parseSubject = (text: string): AccessSubject | undefined => {
  const [, kind = '', rest = ''] = /^(user|group|serviceaccount):(.+)$/s.exec(text) ?? [];
  switch (kind) {
    case 'group':
      return { kind, name: rest };
    case 'user':
      return (
        parseAccount(rest.startsWith(accountPrefix) ? rest.slice(accountPrefix.length) : '') ?? { kind, name: rest }
      );
    case 'serviceaccount':
      return parseAccount(rest);
    default:
      return undefined;
  }
};

const accountPrefix = 'system:serviceaccount:';

const parseAccount = (text: string): AccessSubject | undefined => {
  const [, namespace = '', name = ''] = /^([^:]+):([^:]+)$/.exec(text) ?? [];
  return name === '' ? undefined : { kind: 'serviceaccount', namespace, name };
};
