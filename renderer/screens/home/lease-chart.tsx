import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarWeek } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { leaseColumns, leaseSpan } from './lease-columns.ts';

const height = 220;

/** Drawn again when width, theme or language change; what it shows stands in a table too. */
export function LeaseChart({
  calendar,
  now,
  promise,
}: {
  readonly calendar: readonly CalendarWeek[];
  readonly now: number;
  readonly promise: number;
}) {
  const { t, i18n } = useTranslation('home');
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const words = useRef({ format, today: '' });
  words.current = { format, today: t('calendar.today') };
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let chart: uPlot | undefined;
    const draw = (): void => {
      chart?.destroy();
      const [x, all, needed] = leaseColumns(calendar);
      chart = new uPlot(
        optionsFor(element.clientWidth, leaseSpan(calendar, now, promise), { now, promise }, words.current),
        [[...x], [...all], [...needed]],
        element,
      );
    };
    const sizes = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height }));
    const themes = new MutationObserver(draw);
    draw();
    sizes.observe(element);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      sizes.disconnect();
      themes.disconnect();
      chart?.destroy();
    };
  }, [calendar, now, promise, i18n.language]);
  return <div ref={place} className="lease-chart" style={{ height }} />;
}

function optionsFor(
  width: number,
  span: readonly [number, number],
  lines: { readonly now: number; readonly promise: number },
  { format, today }: { readonly format: ReturnType<typeof useFormat>; readonly today: string },
): uPlot.Options {
  const isLong = span[1] - span[0] > 400 * 86_400;
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const bars = uPlot.paths.bars!({ size: [0.72, 40], radius: 0.12 });
  const font = `12px ${colour('--font')}`;
  const axis = { stroke: colour('--text-soft'), font, ticks: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [20, 24, 0, 0],
    scales: {
      x: { time: true, range: [span[0], span[1]] },
      y: { range: (_chart, _min, max) => [0, max > 0 ? max * 1.05 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 32,
        space: 72,
        values: (_chart, at) =>
          at.map((seconds) => (isLong ? format.month(seconds * 1000) : format.shortDate(seconds * 1000))),
      },
      {
        ...axis,
        size: 64,
        space: 44,
        grid: { stroke: colour('--line'), width: 1 },
        values: (_chart, amounts) => amounts.map((bytes) => (bytes === 0 ? '' : format.size(bytes))),
      },
    ],
    series: [
      {},
      { fill: colour('--chart-2'), width: 0, paths: bars, points: { show: false } },
      { fill: colour('--chart-1'), width: 0, paths: bars, points: { show: false } },
    ],
    hooks: {
      draw: [
        (chart) => {
          line(chart, lines.now, colour('--text'), [], today, font);
          line(
            chart,
            lines.promise,
            colour('--accent'),
            [4, 4],
            isLong ? format.month(lines.promise) : format.shortDate(lines.promise),
            font,
          );
        },
      ],
    },
  };
}

function line(
  chart: uPlot,
  at: number,
  colour: string,
  dash: readonly number[],
  words: string,
  font: string,
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const x = Math.round(chart.valToPos(at / 1000, 'x', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash(dash.map((length) => length * ratio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = font.replace('12px', `${12 * ratio}px`);
  ctx.textBaseline = 'bottom';
  const isRight = x > bbox.left + bbox.width * 0.75;
  ctx.textAlign = isRight ? 'right' : 'left';
  ctx.fillText(words, x + (isRight ? 2 : -2) * ratio, bbox.top - 3 * ratio);
  ctx.restore();
}
