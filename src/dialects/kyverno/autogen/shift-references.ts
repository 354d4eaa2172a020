/** Moves the references of a message, `$(./pattern/spec/x)`, to where autogen moved what they refer to. */

/** `pivot` is the field after which the path continues in the template. */
export const shiftReferences = (message: string, shift: string, pivot: string): string => {
  let at = pivot;
  let shifted = message;
  for (const [found] of message.matchAll(reference)) {
    const start = found.startsWith('$(') ? 0 : 1;
    const path = found.slice(start);
    const index = path.indexOf(at);
    if (at === 'anyPattern' && index >= 0) at = `${at}/${path.slice(index + at.length + 1).split('/')[0] ?? ''}`;
    shifted = shifted.replace(found, () => found.slice(0, start) + path.replaceAll(at, () => `${at}/${shift}`));
  }
  return shifted;
};

/** As Kyverno finds them: up to the last parenthesis before a space. Linear: a blank ends every attempt. */
const reference = /^\$\(.[^ ]*\)|[^\\]\$\(.[^ ]*\)/g;
