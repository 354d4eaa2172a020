/** The names of character classes that Go's regexp takes, and what they stand for. */

import type { Range } from './regex-tree.ts';

const digit: Range = [0x30, 0x39];
const upper: Range = [0x41, 0x5a];
const lower: Range = [0x61, 0x7a];
const underscore: Range = [0x5f, 0x5f];

/** `\d` and its like: ASCII alone. Their upper case letters are their opposites. */
export const perlClasses: Readonly<Record<string, readonly Range[]>> = {
  d: [digit],
  s: [
    [0x9, 0xa],
    [0xc, 0xd],
    [0x20, 0x20],
  ],
  w: [digit, upper, underscore, lower],
};

/** `[:alpha:]` and its like. */
export const posixClasses: Readonly<Record<string, readonly Range[]>> = {
  alnum: [digit, upper, lower],
  alpha: [upper, lower],
  ascii: [[0, 0x7f]],
  blank: [
    [0x9, 0x9],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [digit],
  graph: [[0x21, 0x7e]],
  lower: [lower],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x9, 0xd],
    [0x20, 0x20],
  ],
  upper: [upper],
  word: [digit, upper, underscore, lower],
  xdigit: [digit, [0x41, 0x46], [0x61, 0x66]],
};

export interface UnicodeClass {
  readonly name: string;
  readonly property: string;
}

/** What `\p{name}` stands for; `undefined` where Go knows no such class. */
export const findUnicodeClass = (name: string): UnicodeClass | undefined => unicodeClasses.get(toCanonical(name));

/** Go compares names without case, spaces, hyphens and underscores. */
const toCanonical = (name: string): string => {
  const letters = name.replace(/[_ -]/g, '');
  return (
    letters.slice(0, 1).replace(/[a-z]/, (letter) => letter.toUpperCase()) +
    letters.slice(1).replace(/[A-Z]+/g, (text) => text.toLowerCase())
  );
};

const categories =
  'C Cc Cf Cn Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs';

const categoryNames =
  'Cased_Letter LC Close_Punctuation Pe Combining_Mark M Connector_Punctuation Pc Control Cc Currency_Symbol Sc Dash_Punctuation Pd ' +
  'Decimal_Number Nd Enclosing_Mark Me Final_Punctuation Pf Format Cf Initial_Punctuation Pi Letter L Letter_Number Nl Line_Separator Zl ' +
  'Lowercase_Letter Ll Mark M Math_Symbol Sm Modifier_Letter Lm Modifier_Symbol Sk Nonspacing_Mark Mn Number N Open_Punctuation Ps ' +
  'Other C Other_Letter Lo Other_Number No Other_Punctuation Po Other_Symbol So Paragraph_Separator Zp Private_Use Co Punctuation P ' +
  'Separator Z Space_Separator Zs Spacing_Mark Mc Surrogate Cs Symbol S Titlecase_Letter Lt Unassigned Cn Uppercase_Letter Lu ' +
  'cntrl Cc digit Nd punct P';

/** Those of two words are missing as they are in Go, which looks for them by one. */
const scripts =
  'Adlam Ahom Arabic Armenian Avestan Balinese Bamum Batak Bengali Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Carian Chakma Cham ' +
  'Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari Dogra Duployan Elbasan Elymaic Ethiopic Georgian ' +
  'Glagolitic Gothic Grantha Greek Gujarati Gurmukhi Han Hangul Hanunoo Hatran Hebrew Hiragana Inherited Javanese Kaithi Kannada Katakana ' +
  'Kawi Kharoshthi Khmer Khojki Khudawadi Lao Latin Lepcha Limbu Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen ' +
  'Medefaidrin Miao Modi Mongolian Mro Multani Myanmar Nabataean Nandinagari Newa Nko Nushu Ogham Oriya Osage Osmanya Palmyrene Phoenician ' +
  'Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sinhala Sogdian Soyombo Sundanese Syriac Tagalog Tagbanwa Takri Tamil Tangsa ' +
  'Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho Yezidi Yi';

const pairsOf = (text: string): readonly (readonly [string, string])[] =>
  Array.from(text.matchAll(/(\S+) (\S+)/g), ([, name = '', short = '']) => [name, short] as const);

const unicodeClasses: ReadonlyMap<string, UnicodeClass> = new Map([
  ...pairsOf(categoryNames).map(([name, short]) => [toCanonical(name), { name: short, property: short }] as const),
  ...scripts.split(' ').map((name) => [name, { name, property: `Script=${name}` }] as const),
  ...categories.split(' ').map((name) => [toCanonical(name), { name, property: name }] as const),
  ['Any', { name: 'Any', property: 'Any' }],
  ['Ascii', { name: 'Ascii', property: 'ASCII' }],
  ['Assigned', { name: 'Assigned', property: 'Assigned' }],
]);
