import { notableSkewMs } from '../locks/provider-time.ts';

/**
 * What a person is told when the clocks differ (design 4); undefined: nothing to say. Whether locks may be set
 * at all is not decided here.
 * @param skewMs provider minus this computer
 */
export function clockWarning(skewMs: number): string | undefined {
  if (Math.abs(skewMs) <= notableSkewMs) return undefined;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const size = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return `This computer's clock is ${size} ${skewMs < 0 ? 'ahead of' : 'behind'} the provider's. Locks follow the provider's.`;
}
