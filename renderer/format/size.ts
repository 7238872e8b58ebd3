const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** 1,234,567,890 → "1.2 GB"; decimal units, as providers bill them. */
export function size(bytes: number, language: string): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const figure = bytes / 1000 ** power;
  const digits = power === 0 ? 0 : 1;
  return `${new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(figure)}\u00a0${units[power]}`;
}
