/** Times as people read them, in the browser's own zone. */

export const showTime = (at: string, now = new Date()): string => {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return time.toDateString() === now.toDateString() ? clock : `${showDay(at)} ${clock}`;
};

export const showDay = (at: string): string => {
  const time = new Date(at.length === 10 ? `${at}T12:00:00Z` : at);
  return Number.isNaN(time.getTime()) ? at : time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
};
