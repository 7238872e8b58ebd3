import type { SeededRandom } from '../../simulation/seeded-random.ts';

const words = (
  'the of and to in a is that for it was on are as with his they at be this from have or by one had not but what all were when we ' +
  'there can an your which their said if do will each about how up out them then she many some so these would other into has more ' +
  'her two like him see time could no make than first been its who now people my made over did down only way find use may water long ' +
  'little very after words called just where most know get through back much before go good new write our used me man too any day ' +
  'same right look think also around another came come work three word must because does part even place well such here take why ' +
  'invoice contract meeting budget quarter customer delivery holiday recipe garden school insurance repair kitchen doctor letter'
).split(' ');
const cyrillic =
  'и в не на я быть он с что а по это она этот к но они мы весь который дом время год человек день'.split(
    ' ',
  );
const german =
  'der die und in den von zu das mit sich für über Größe Straße Rechnung Vertrag Prüfung wäre schön nächste'.split(
    ' ',
  );
const names =
  'value index result total count name path entry config options user item list map state event node next'.split(
    ' ',
  );

/** Common words often, rare ones rarely. */
function word(random: SeededRandom, from: readonly string[] = words): string {
  return from[Math.floor(random.share() ** 2 * from.length)]!;
}

function upTo(size: number, line: (number: number) => string): Buffer {
  const lines: string[] = [];
  let length = 0;
  for (let number = 0; length < size; number++) {
    const text = line(number);
    lines.push(text);
    length += text.length;
  }
  return Buffer.from(lines.join('').slice(0, size));
}

function sentence(random: SeededRandom, from?: readonly string[]): string {
  const said = Array.from({ length: random.between(4, 16) }, () => word(random, from)).join(' ');
  return `${said[0]!.toUpperCase()}${said.slice(1)}${random.chance(0.1) ? ',\n' : '. '}`;
}

export function prose(random: SeededRandom, size: number): Buffer {
  const language = random.between(0, 9);
  if (language === 0) return upTo(size / 2, () => sentence(random, cyrillic));
  if (language === 1) return upTo(size, () => sentence(random, german));
  if (language === 2)
    return upTo(size / 3, () => String.fromCodePoint(0x4e00 + Math.floor(random.share() ** 2 * 3_000)));
  const text = upTo(size, () => sentence(random)).toString();
  // Old Windows programs write UTF-16 with a mark at the front.
  if (language === 3) return Buffer.from(`\ufeff${text.slice(0, size / 2)}`, 'utf16le');
  return Buffer.from(text);
}

export function sourceCode(random: SeededRandom, size: number): Buffer {
  return upTo(size, () => {
    const indent = '  '.repeat(random.between(0, 4));
    const one = word(random, names);
    const two = word(random, names);
    switch (random.between(0, 5)) {
      case 0:
        return `${indent}const ${one} = ${two}.${word(random, names)}(${random.between(0, 99)});\n`;
      case 1:
        return `${indent}if (${one} === ${two}) {\n${indent}  return ${one};\n${indent}}\n`;
      case 2:
        return `${indent}// ${sentence(random)}\n`;
      case 3:
        return `import { ${one} } from './${two}.js';\n`;
      case 4:
        return `${indent}for (const ${one} of ${two}s) ${word(random, names)}(${one});\n`;
      default:
        return '\n';
    }
  });
}

export function minifiedScript(random: SeededRandom, size: number): Buffer {
  const letter = (): string => String.fromCharCode(97 + random.between(0, 25));
  return upTo(size, () => {
    const one = letter();
    return `function ${one}${letter()}(${letter()},${letter()}){return ${one}.${word(random, names)}(${random.between(0, 9_999)})?"${word(random)}":${letter()}}`;
  });
}

export function sourceMap(random: SeededRandom, size: number): Buffer {
  const digits = 'ACDEGIKMOQSUWY,;BFHLAAAA';
  const head = '{"version":3,"sources":["../src/index.ts"],"names":[],"mappings":"';
  const body = Array.from(
    { length: Math.max(1, size - head.length - 2) },
    () => digits[random.between(0, 23)],
  );
  return Buffer.from(`${head}${body.join('')}"}`);
}

export function table(random: SeededRandom, size: number): Buffer {
  return upTo(size, (row) =>
    row === 0
      ? 'date;account;name;amount\n'
      : `2026-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')};${random.between(1_000, 9_999)};${word(random)} ${word(random)};${(random.share() * 1_000).toFixed(2)}\n`,
  );
}

export function json(random: SeededRandom, size: number): Buffer {
  return upTo(
    size,
    (item) =>
      `${item === 0 ? '[' : ',\n'}{"id":${random.between(1, 1e6)},"${word(random, names)}":"${word(random)}","when":${1_700_000_000 + random.between(0, 1e7)},"done":${random.chance(0.5)}}`,
  );
}

export function log(random: SeededRandom, size: number): Buffer {
  let at = random.between(0, 1e6);
  return upTo(size, () => {
    at += random.between(1, 90);
    return `${new Date(1.7e12 + at * 1_000).toISOString()} ${random.chance(0.9) ? 'INFO' : 'WARN'} [${word(random, names)}] ${word(random)} ${word(random)} ${random.between(1, 65_535)}\n`;
  });
}

export function page(random: SeededRandom, size: number): Buffer {
  return upTo(size, (line) =>
    line === 0
      ? '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n'
      : `<p class="${word(random, names)}">${sentence(random)}</p>\n`,
  );
}

export function xml(random: SeededRandom, size: number): Buffer {
  return upTo(size, (line) =>
    line === 0
      ? '<?xml version="1.0" encoding="UTF-8"?>\n<root>\n'
      : `  <${word(random, names)} id="${random.between(1, 1e5)}">${word(random)}</${word(random, names)}>\n`,
  );
}

export function richText(random: SeededRandom, size: number): Buffer {
  return upTo(size, (line) => (line === 0 ? '{\\rtf1\\ansi\\deff0 ' : `\\par ${sentence(random)}`));
}

/** Lines of base64, as in attachments of mails and in certificates. */
export function base64Lines(random: SeededRandom, size: number): string {
  return wrapped(Buffer.from(random.bytes(Math.ceil((size * 73) / 100))).toString('base64'));
}

function wrapped(text: string): string {
  return text.replaceAll(/(.{76})/g, '$1\r\n');
}

/** One letter; every third has an attachment. */
export function mail(random: SeededRandom, size: number): Buffer {
  const head = `From: ${word(random)}@example.org\r\nTo: me@example.net\r\nSubject: ${word(random)} ${word(random)}\r\nDate: Mon, ${random.between(1, 28)} Jun 2026 10:${random.between(10, 59)}:00 +0200\r\nMIME-Version: 1.0\r\n`;
  if (size < 4_000 || !random.chance(0.4))
    return Buffer.from(
      `${head}Content-Type: text/plain\r\n\r\n${upTo(size, () => sentence(random)).toString()}\r\n`,
    );
  const text = upTo(1_000, () => sentence(random)).toString();
  return Buffer.from(
    `${head}Content-Type: multipart/mixed; boundary=xx\r\n\r\n--xx\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--xx\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(random, size - 1_500)}\r\n--xx--\r\n`,
  );
}

export function mailbox(random: SeededRandom, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let length = 0; length < size;) {
    const part = Buffer.concat([
      Buffer.from(`From - Mon Jun 01 10:00:00 2026\r\n`),
      mail(random, random.between(800, 12_000)),
      Buffer.from('\r\n'),
    ]);
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts);
}

export function key(random: SeededRandom): Buffer {
  return Buffer.from(
    `-----BEGIN PRIVATE KEY-----\n${base64Lines(random, 1_600).replaceAll('\r', '')}\n-----END PRIVATE KEY-----\n`,
  );
}

export function calendar(random: SeededRandom, size: number): Buffer {
  return upTo(size, (line) =>
    line === 0
      ? 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
      : `BEGIN:VEVENT\r\nSUMMARY:${word(random)} ${word(random)}\r\nDTSTART:2026${random.between(1_001, 1_228)}T100000Z\r\nEND:VEVENT\r\n`,
  );
}
