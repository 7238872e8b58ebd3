import { escapeHatch, kitSteps, kitWarning } from './kit-instructions.ts';
import { kitFields, linesToFill, type KitPage } from './kit-page.ts';

const width = 80;
const wordsInRow = 4;

/** The kit as a page of text. `readKit` reads it back, whatever mail programs do to it. */
export function renderKitText({ kit, madeOn, program }: KitPage): string {
  const steps = kitSteps(kit).flatMap(({ text, commands = [] }, index) => [
    ...wrap(text.replaceAll('`', ''), `${index + 1}. `),
    ...commands.map((command) => `     ${command}`),
  ]);
  return [
    'HOLDFAST RECOVERY KIT',
    `made on ${madeOn.toISOString().slice(0, 10)} by ${program}`,
    '',
    ...wrap(kitWarning),
    '',
    'Recovery words (24, in this order):',
    '',
    ...wordRows(kit.words),
    '',
    ...kitFields(kit).map(([name, value]) => `${`${name}:`.padEnd(15)}${value}`),
    '',
    ...linesToFill.map((name) => `${`${name}:`.padEnd(32)}`.padEnd(width, '_')),
    '',
    'After an attack or a loss:',
    '',
    ...steps,
    '',
    ...wrap(escapeHatch),
    '',
  ].join('\n');
}

function wordRows(words: readonly string[]): readonly string[] {
  const cells = words.map((word, index) => `${String(index + 1).padStart(4)} ${word.padEnd(10)}`);
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += wordsInRow)
    rows.push(
      cells
        .slice(at, at + wordsInRow)
        .join('')
        .trimEnd(),
    );
  return rows;
}

function wrap(text: string, mark = ''): readonly string[] {
  const lines: string[] = [];
  let line = mark.trimEnd();
  for (const word of text.replaceAll('’', "'").split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(mark.length) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
