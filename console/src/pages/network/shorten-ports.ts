/** Ports in the room of one cell: the first of them and how many more. */

export const shortenPorts = (ports: string): string => {
  if (ports.startsWith('every port')) return 'all';
  const numbers = ports.match(/\d+(?:-\d+)?/g) ?? [];
  const [first] = numbers;
  if (first === undefined) return '•';
  const shown = first.includes('-') ? `${first.slice(0, first.indexOf('-'))}…` : first;
  return numbers.length === 1 ? shown : `${shown} +${numbers.length - 1}`;
};
