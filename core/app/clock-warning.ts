import type { Told } from '../model/said.ts';
import { notableSkewMs } from '../locks/provider-time.ts';

/**
 * What a person is told when the clocks differ (design 4); undefined: nothing to say. Whether locks may be set
 * at all is not decided here.
 * @param skewMs provider minus this computer
 */
export const clockWarning = (skewMs: number): string | undefined => clockTold(skewMs)?.words;

/** The same in any language. */
export function clockTold(skewMs: number): Told | undefined {
  if (Math.abs(skewMs) <= notableSkewMs) return undefined;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const [count, unit] =
    minutes < 120 ? ([minutes, 'minutes'] as const) : ([Math.round(minutes / 60), 'hours'] as const);
  const words = `This computer's clock is ${count} ${unit} ${skewMs < 0 ? 'ahead of' : 'behind'} the provider's. Locks follow the provider's.`;
  return { words, said: { code: `clock-${skewMs < 0 ? 'ahead' : 'behind'}-${unit}`, count } };
}
