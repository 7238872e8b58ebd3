export type KitLine = {
  /** In the file that was read, from 1. In a page of HTML: of what it shows. */
  readonly number: number;
  readonly text: string;
};

/**
 * What a kit says, line by line, whatever it went through: saved as HTML, quoted in a mail, typed on a telephone. Empty
 * lines are left out.
 */
export function kitLines(text: string): readonly KitLine[] {
  return (isHtml(text) ? htmlToText(text) : text)
    .split(/\r\n|[\n\r\f\v\u2028\u2029\u0085]/)
    .map((line, index) => ({ number: index + 1, text: plain(line) }))
    .filter((line) => line.text !== '');
}

/** Spaces of all kinds become one, dashes of all kinds a hyphen; what nobody sees goes, and so does the mark of a quote. */
const plain = (line: string): string =>
  line
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s>|*_]+|[\s*_]+$/g, '');

const isHtml = (text: string): boolean => /<!doctype html|<html[\s>]|<body[\s>]/i.test(text.slice(0, 4096));

/** What a browser shows, cell after cell; drawings, styles and comments show no text. */
function htmlToText(html: string): string {
  return html
    .replace(/\r?\n/g, ' ')
    .split(/<(?=!--|(?:style|script|head|svg|title)[\s>])/i)
    .map((piece, index) => (index === 0 ? piece : afterHidden(piece)))
    .join('')
    .replace(
      /<\/?(?:p|div|li|ol|ul|h[1-6]|tr|table|section|figure|br|hr|pre|main|header|dl|dt)\b[^<>]*>/gi,
      '\n',
    )
    .replace(/<wbr\b[^<>]*>/gi, '')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, name: string) => character(name) ?? whole);
}

/** @param piece begins behind the `<` of what is not shown */
function afterHidden(piece: string): string {
  if (piece.startsWith('!--')) return behind(piece, '-->');
  const name = /^[a-z]+/i.exec(piece)?.[0].toLowerCase() ?? '';
  return behind(piece, `</${name}>`);
}

function behind(piece: string, end: string): string {
  const at = piece.toLowerCase().indexOf(end);
  return at < 0 ? '' : piece.slice(at + end.length);
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
};

function character(name: string): string | undefined {
  if (!name.startsWith('#')) return named[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
