/** Draws what a terminal shows as an SVG, so that the README's picture is always the program's own words. */

const lineHeight = 19;
const characterWidth = 8.4;
const margin = 18;

/** The text must be plain: no colour, no control characters. Severity words are tinted as in a terminal. */
export const renderTerminalPicture = (command: string, text: string): string => {
  const lines = [`$ ${command}`, '', ...text.trimEnd().split('\n')];
  const columns = Math.max(...lines.map((line) => line.length));
  const width = Math.ceil(columns * characterWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const rows = lines.map((line, index) => {
    const y = margin + 14 + index * lineHeight;
    return line === '' ? '' : `  <text x="${margin}" y="${y}" xml:space="preserve">${tint(escape(line))}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="What ${escape(command)} prints">
  <style>text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d7dce2 } .high { fill: #ff8f80 } .medium { fill: #e6c46a } .head { fill: #ffffff; font-weight: 600 }</style>
  <rect width="100%" height="100%" rx="8" fill="#16202b"/>
${rows.join('')}</svg>
`;
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const tint = (line: string): string =>
  /^\S/.test(line) && !line.startsWith('$')
    ? `<tspan class="head">${line}</tspan>`
    : line.replace(/^( +)(high|medium)\b/, '$1<tspan class="$2">$2</tspan>');
