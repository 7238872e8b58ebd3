import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { checkPeriod } from '../core/locks/period.ts';

/** "30d", "30 days" or "30" → 30. @throws usage, period-invalid */
export function parseDays(text: string): number {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*(?:d|days?)?\s*$/i.exec(text);
  if (!match)
    throw new HoldfastError('usage', { reason: `"${text}" is no number of days; write it like 30d` });
  const days = Number(match[1]);
  checkPeriod(days);
  return days;
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "+40d", "+12h", "+30m", "+5s" → milliseconds. A practice clock goes forward only. @throws usage */
export function parseAdvance(text: string): number {
  const match = /^\+(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim());
  const unit = match && unitsMs[match[2] ?? ''];
  if (!match || !unit)
    throw new HoldfastError('usage', {
      reason: `"${text}" is no step forward; write it like +40d, +12h or +30m`,
    });
  return Math.round(Number(match[1]) * unit);
}

/** "6h", "30m" → milliseconds between two rounds. @throws usage */
export function parseEvery(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim());
  const milliseconds = match && Math.round(Number(match[1]) * (unitsMs[match[2] ?? ''] ?? 0));
  if (!milliseconds)
    throw new HoldfastError('usage', { reason: `"${text}" is no pause; write it like 6h or 30m` });
  return milliseconds;
}
