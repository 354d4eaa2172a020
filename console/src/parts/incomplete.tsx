/** Says plainly that an answer is not the whole one, and what could not be read. */

import './incomplete.css';

export interface IncompleteProps {
  readonly title: string;
  readonly texts: readonly string[];
}

export const Incomplete = ({ title, texts }: IncompleteProps) => (
  <details className="incomplete" open={texts.length < 4}>
    <summary>{title}</summary>
    <ul>
      {texts.map((text) => (
        <li key={text}>
          <bdi>{text}</bdi>
        </li>
      ))}
    </ul>
  </details>
);
