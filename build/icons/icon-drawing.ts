import { createHash } from 'node:crypto';

/** White on a coloured shape, or one colour with the mark cut out, which macOS tints. */
export type IconLook = 'coloured' | 'template';

/**
 * One symbol of assets/icons.svg as a picture of its own.
 * @throws where there is no such symbol
 */
export function iconDrawing(source: string, id: string, look: IconLook): string {
  const found = new RegExp(
    `<symbol id="${id}" viewBox="([^"]+)"(?: color="([^"]+)")?>(.*?)</symbol>`,
    's',
  ).exec(source);
  if (!found) throw new Error(`no symbol ${id}`);
  const [, box = '', colour = '#000000', content = ''] = found;
  const marks = content.match(/<path class="mark"[^>]*\/>/g) ?? [];
  const shape = marks.reduce((text, mark) => text.replace(mark, ''), content);
  const marked = (stroke: string): string =>
    `<g fill="none" stroke="${stroke}" stroke-linecap="round" stroke-linejoin="round">${marks.join('')}</g>`;
  const body =
    look === 'coloured'
      ? `<g color="${colour}">${shape}</g>${marked('#ffffff')}`
      : `<mask id="cut" maskUnits="userSpaceOnUse" x="0" y="0" width="100%" height="100%"><rect width="100%" height="100%" fill="#ffffff"/>${marked('#000000')}</mask><g color="#000000" mask="url(#cut)">${shape}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${body}</svg>`;
}

/** Of the drawing alone: how the file is laid out does not count. */
export const drawingHash = (source: string): string =>
  createHash('sha256').update(source.replaceAll(/\s+/g, ' ')).digest('hex');
