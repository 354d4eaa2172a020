/** Light, dark, or as the system has it; kept in this browser. */

import { useEffect, useState } from 'react';

const themes = ['auto', 'light', 'dark'] as const;

type Theme = (typeof themes)[number];

const read = (): Theme => themes.find((theme) => theme === localStorage.getItem('vauban:theme')) ?? 'auto';

export const ThemeSwitch = () => {
  const [theme, setTheme] = useState<Theme>(read);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem('vauban:theme', theme);
  }, [theme]);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
  return (
    <button
      type="button"
      className="quiet theme"
      onClick={() => setTheme(next)}
      aria-label={`Colours: ${theme}; change to ${next}`}
    >
      {theme}
    </button>
  );
};
