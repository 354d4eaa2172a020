/** What Go's JSON scanner says of a text that is no JSON. */

/** For a text that JSON.parse refused. */
export const explainGoJson = (text: string): string => {
  // Go's scanner goes byte by byte, and quotes a byte.
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const scanner = new Scanner();
  for (const byte of bytes) {
    const problem = scanner.step(byte);
    if (problem !== null) return `invalid character ${quote(byte)} ${problem}`;
  }
  // At the end Go's scanner is given one space more.
  const problem = scanner.step(' ');
  return problem === null ? 'unexpected end of JSON input' : `invalid character ' ' ${problem}`;
};

type State =
  | 'value'
  | 'value-or-end'
  | 'key'
  | 'key-or-end'
  | 'colon'
  | 'after-value'
  | 'text'
  | 'escape'
  | 'hex'
  | 'minus'
  | 'zero'
  | 'digits'
  | 'point'
  | 'fraction'
  | 'exponent'
  | 'exponent-sign'
  | 'exponent-digits'
  | 'word'
  | 'end';

/** What the next byte makes of the state; a problem's words where it makes nothing. */
class Scanner {
  private state: State = 'value';
  private readonly open: ('list' | 'key' | 'object')[] = [];
  private word = '';
  private wordAt = 0;
  private hexLeft = 0;

  step(byte: string): string | null {
    const isSpace = byte === ' ' || byte === '\t' || byte === '\r' || byte === '\n';
    switch (this.state) {
      case 'value-or-end':
        if (byte === ']') return this.close();
        return isSpace ? null : this.begin(byte);
      case 'value':
        return isSpace ? null : this.begin(byte);
      case 'key-or-end':
        if (byte === '}') return this.close();
        return this.key(byte, isSpace);
      case 'key':
        return this.key(byte, isSpace);
      case 'colon':
        if (isSpace) return null;
        if (byte !== ':') return 'after object key';
        this.open[this.open.length - 1] = 'object';
        return this.go('value');
      case 'after-value':
        return isSpace ? null : this.afterValue(byte);
      case 'end':
        return isSpace ? null : 'after top-level value';
      case 'text':
        if (byte === '"') return this.endValue();
        if (byte === '\\') return this.go('escape');
        return byte < ' ' ? 'in string literal' : null;
      case 'escape':
        if (byte === 'u') {
          this.hexLeft = 4;
          return this.go('hex');
        }
        return 'bfnrt\\/"'.includes(byte) ? this.go('text') : 'in string escape code';
      case 'hex':
        if (!/[0-9a-fA-F]/.test(byte)) return 'in \\u hexadecimal character escape';
        this.hexLeft -= 1;
        return this.hexLeft === 0 ? this.go('text') : null;
      case 'word':
        return this.letter(byte);
      default:
        return this.number(byte, isSpace);
    }
  }

  private begin(byte: string): string | null {
    switch (byte) {
      case '{':
        this.open.push('key');
        return this.go('key-or-end');
      case '[':
        this.open.push('list');
        return this.go('value-or-end');
      case '"':
        return this.go('text');
      case '-':
        return this.go('minus');
      case '0':
        return this.go('zero');
      case 't':
      case 'f':
      case 'n':
        this.word = byte === 't' ? 'true' : byte === 'f' ? 'false' : 'null';
        this.wordAt = 1;
        return this.go('word');
    }
    return /[1-9]/.test(byte) ? this.go('digits') : 'looking for beginning of value';
  }

  private key(byte: string, isSpace: boolean): string | null {
    if (isSpace) return null;
    return byte === '"' ? this.go('text') : 'looking for beginning of object key string';
  }

  private letter(byte: string): string | null {
    const wanted = this.word.charAt(this.wordAt);
    if (byte !== wanted) return `in literal ${this.word} (expecting ${quote(wanted)})`;
    this.wordAt += 1;
    return this.wordAt === this.word.length ? this.endValue() : null;
  }

  private number(byte: string, isSpace: boolean): string | null {
    const isDigit = byte >= '0' && byte <= '9';
    switch (this.state) {
      case 'minus':
        if (isDigit) return this.go(byte === '0' ? 'zero' : 'digits');
        return 'in numeric literal';
      case 'point':
        return isDigit ? this.go('fraction') : 'after decimal point in numeric literal';
      case 'exponent':
        if (byte === '+' || byte === '-') return this.go('exponent-sign');
        return isDigit ? this.go('exponent-digits') : 'in exponent of numeric literal';
      case 'exponent-sign':
        return isDigit ? this.go('exponent-digits') : 'in exponent of numeric literal';
      case 'zero':
      case 'digits':
        if (isDigit && this.state === 'digits') return null;
        if (byte === '.') return this.go('point');
        if (byte === 'e' || byte === 'E') return this.go('exponent');
        break;
      case 'fraction':
        if (isDigit) return null;
        if (byte === 'e' || byte === 'E') return this.go('exponent');
        break;
      default:
        if (isDigit) return null;
    }
    this.endValue();
    return this.step(isSpace ? ' ' : byte);
  }

  private afterValue(byte: string): string | null {
    const isObject = this.open.at(-1) === 'object';
    if (byte === (isObject ? '}' : ']')) return this.close();
    if (byte !== ',') return isObject ? 'after object key:value pair' : 'after array element';
    if (!isObject) return this.go('value');
    this.open[this.open.length - 1] = 'key';
    return this.go('key');
  }

  private close(): null {
    this.open.pop();
    return this.endValue();
  }

  private endValue(): null {
    const top = this.open.at(-1);
    return this.go(top === undefined ? 'end' : top === 'key' ? 'colon' : 'after-value');
  }

  private go(state: State): null {
    this.state = state;
    return null;
  }
}

const quote = (byte: string): string => {
  if (byte === "'") return `'\\''`;
  if (byte === '"') return `'"'`;
  const quoted = JSON.stringify(byte).slice(1, -1);
  const code = byte.charCodeAt(0);
  if (code === 7 || code === 11) return code === 7 ? "'\\a'" : "'\\v'";
  const isHidden = (code < 32 && quoted.startsWith('\\u')) || code === 127;
  if (isHidden) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return (code > 127 && code < 161) || code === 173 ? `'\\u${code.toString(16).padStart(4, '0')}'` : `'${quoted}'`;
};
