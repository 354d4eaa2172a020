/** What the disk said, in words: one sentence for each code that people meet. */

export const describeFailure = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return sentences[code] ?? `cannot be read (${code === '' ? messageOf(error) : code})`;
};

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'this is a folder',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'unknown';
