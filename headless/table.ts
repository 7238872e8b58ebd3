import { printableName } from './printable.ts';

/** Rows as columns two spaces apart; `right` aligns a column to the right (numbers). The last column is not padded. */
export function table(
  columns: readonly { readonly title: string; readonly right?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const all = [columns.map((column) => column.title), ...rows.map((row) => row.map(printableName))];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, index) => {
          if (columns[index]?.right) return cell.padStart(widths[index] ?? 0);
          return index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
