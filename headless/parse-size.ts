import { HoldfastError } from '../core/errors/holdfast-error.ts';

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** "500", "20MB", "1.5g" → bytes, in powers of 1,000 as everywhere else. @throws usage */
export function parseSize(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)b?\s*$/i.exec(text);
  const unit = match && units[(match[2] ?? '').toLowerCase()];
  if (!match || unit === undefined || unit === null)
    throw new HoldfastError('usage', { reason: `"${text}" is no size; write it like 20MB or 1.5GB` });
  return Math.round(Number(match[1]) * unit);
}
