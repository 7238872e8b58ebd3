import encodeQR from 'qr';
import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import { kitFields } from './kit-page.ts';

/** What the QR code says: the kit in few lines that a telephone shows, a person can copy, and `readKit` reads. */
export function kitCodeText(kit: RecoveryKit): string {
  const fields = kitFields(kit).map(([name, value]) => `${name}: ${value}`);
  return ['HOLDFAST RECOVERY KIT', `Words: ${kit.words.join(' ')}`, ...fields].join('\n');
}

/** The code as a drawing, with the quiet margin that readers ask for; a path, so that nothing is fetched. */
export function kitCodeSvg(kit: RecoveryKit): string {
  const rows = encodeQR(kitCodeText(kit), 'raw', { ecc: 'medium', border: 4 });
  const dark = rows.flatMap((row, y) =>
    runs(row).map(({ x, length }) => `M${x} ${y}h${length}v1h-${length}z`),
  );
  const size = rows.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="QR code with the words and the lines of this page"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path fill="#000" d="${dark.join('')}"/></svg>`;
}

function runs(row: readonly boolean[]): readonly { readonly x: number; readonly length: number }[] {
  const found: { x: number; length: number }[] = [];
  for (const [x, isDark] of row.entries()) {
    const last = found.at(-1);
    if (!isDark) continue;
    if (last && last.x + last.length === x) last.length += 1;
    else found.push({ x, length: 1 });
  }
  return found;
}
