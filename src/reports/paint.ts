/** Colours of the terminal, or none: the text is the same without them. */

import type { Severity } from '../model/severity.ts';

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

/** Only the sixteen colours every terminal has, so that the person's own palette decides how they look. */
const codes = {
  bold: ['1', '22'],
  dim: ['2', '22'],
  red: ['31', '39'],
  green: ['32', '39'],
  yellow: ['33', '39'],
  cyan: ['36', '39'],
} as const;

const severityCodes: Readonly<Record<Severity, readonly (keyof typeof codes)[]>> = {
  critical: ['bold', 'red'],
  high: ['red'],
  medium: ['yellow'],
  low: ['cyan'],
  info: ['dim'],
};

export const createPaint = ({ colour }: { readonly colour: boolean }): Paint => {
  const paint = (text: string, ...names: readonly (keyof typeof codes)[]): string =>
    colour ? names.reduce((inner, name) => `\u001b[${codes[name][0]}m${inner}\u001b[${codes[name][1]}m`, text) : text;
  return {
    bold: (text) => paint(text, 'bold'),
    dim: (text) => paint(text, 'dim'),
    good: (text) => paint(text, 'green'),
    warn: (text) => paint(text, 'bold', 'yellow'),
    severity: (severity, text) => paint(text, ...severityCodes[severity]),
  };
};
