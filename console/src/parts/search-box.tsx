/** A search that is kept in the URL while it is typed; `/` goes to it. */

import { useEffect, useRef, useState } from 'react';
import { changeQuery, go, useRoute } from '../router/route.ts';

export const SearchBox = ({ name = 'text', label }: { readonly name?: string; readonly label: string }) => {
  const route = useRoute();
  const inUrl = route.query.get(name) ?? '';
  const [typed, setTyped] = useState(inUrl);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(inUrl), [inUrl]);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
        return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  useEffect(() => {
    if (typed === inUrl) return undefined;
    const wait = setTimeout(() => go(changeQuery(route, { [name]: typed }), 'replace'), 200);
    return () => clearTimeout(wait);
  }, [typed, inUrl, name, route]);
  return (
    <input
      ref={box}
      type="search"
      aria-label={label}
      placeholder={`${label}  /`}
      maxLength={200}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
};
