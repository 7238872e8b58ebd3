import type { CalendarDay } from '../locks/lease-calendar.ts';
import type { Instant } from '../model/object.ts';
import { dateInWords, sizeInWords } from './words-for-people.ts';

const dayMs = 86_400_000;
const width = 720;
const height = 190;
const top = 26;
const floor = 160;

type Bar = { readonly from: Instant; readonly bytes: number };

/** Days, weeks, or four weeks: about as many bars as a page can show. */
function barDays(span: number): 1 | 7 | 28 {
  if (span <= 75 * dayMs) return 1;
  return span <= 520 * dayMs ? 7 : 28;
}

const unitWords = { 1: 'day', 7: 'week', 28: 'four weeks' } as const;

/**
 * How much is locked until when, as bars over time, with today and the promise as lines. What ended before today is left out.
 * @param promise when the protection period from now ends
 */
export function calendarChart(
  calendar: readonly CalendarDay[],
  now: Instant,
  promise: Instant,
): { readonly svg: string; readonly caption: string } | undefined {
  const start = Math.floor(now / dayMs) * dayMs;
  const ahead = calendar.filter(({ day }) => day >= start);
  const last = ahead.at(-1);
  if (!last) return undefined;
  const end = Math.max(last.day, promise) + 2 * dayMs;
  const days = barDays(end - start);
  const step = days * dayMs;
  const bars = new Map<Instant, number>();
  for (const { day, bytes } of ahead) {
    const from = start + Math.floor((day - start) / step) * step;
    bars.set(from, (bars.get(from) ?? 0) + bytes);
  }
  const drawn: readonly Bar[] = [...bars].map(([from, bytes]) => ({ from, bytes }));
  const most = Math.max(...drawn.map(({ bytes }) => bytes));
  const x = (at: Instant): number => ((at - start) / (end - start)) * width;
  const barWidth = Math.max(x(start + step) - x(start), 1.5);
  const rects = drawn.map(({ from, bytes }) => {
    const tall = Math.max((bytes / most) * (floor - top), 1.5);
    const inner = Math.max(barWidth - Math.min(2, barWidth / 4), 1);
    return `<rect x="${x(from).toFixed(1)}" y="${(floor - tall).toFixed(1)}" width="${inner.toFixed(1)}" height="${tall.toFixed(1)}" rx="1.5"><title>${dateInWords(from)}: ${sizeInWords(bytes)}</title></rect>`;
  });
  const promiseX = x(promise);
  const side =
    promiseX > width / 2 ? { at: promiseX - 6, anchor: 'end' } : { at: promiseX + 6, anchor: 'start' };
  const svg = [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="How much is locked until when">`,
    `<line class="floor" x1="0" x2="${width}" y1="${floor}" y2="${floor}"/>`,
    `<g class="bars">${rects.join('')}</g>`,
    `<line class="promise" x1="${promiseX.toFixed(1)}" x2="${promiseX.toFixed(1)}" y1="8" y2="${floor}"/>`,
    `<text class="promise" x="${side.at.toFixed(1)}" y="16" text-anchor="${side.anchor}">${dateInWords(promise)}: your protection period</text>`,
    `<text x="0" y="${floor + 18}">today</text>`,
    `<text x="${width}" y="${floor + 18}" text-anchor="end">${dateInWords(end)}</text>`,
    '</svg>',
  ].join('');
  const caption = `Each bar: what could be deleted from that ${unitWords[days]} on if nothing were renewed any more. The tallest stands for ${sizeInWords(most)}.`;
  return { svg, caption };
}
