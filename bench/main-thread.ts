import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Engine } from '../core/app/service/engine.ts';
import { startEngine } from '../core/app/service/start-engine.ts';
import type { AppState } from '../core/contract/app.ts';
import { trayMenu } from '../electron/tray/tray-menu.ts';
import { trayView } from '../electron/tray/tray-view.ts';
import { english } from '../electron/words/english.ts';
import { machine } from './machine.ts';
import { say, writeSection } from './page-section.ts';
import { fillSetUp, jobEnded } from './practice-set.ts';

/**
 * `npm run bench:main-thread [folder]`: how long the main thread of the desktop app keeps its windows waiting while the
 * engine's thread makes a first backup of a real folder into a practice vault. It does what the app's does with every
 * message: copies it for the window and redraws the tray. Writes its table into docs/performance.md.
 */
const source = process.argv[2] ?? '/usr/share';
const idleMs = 5_000;
const tickMs = 5;

const appFolder = await mkdtemp(join(tmpdir(), 'holdfast-main-thread-'));
process.env['HOLDFAST_PROOF_SECONDS'] = '0';
const engine = startEngine({
  entry: new URL('../electron/engine-thread.ts', import.meta.url),
  data: { appFolder, version: '0.0.0', shell: 'electron', keychain: false },
});
try {
  const messages = relayAsTheShell(engine);
  const committed = await fillSetUp(engine, source);
  const idle = measure();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const idleFigures = idle.end();

  const watch = measure();
  const began = performance.now();
  const before = messages.count;
  const backup = jobEnded(engine, ({ kind }) => kind === 'backup');
  await committed();
  const job = await backup;
  const seconds = (performance.now() - began) / 1000;
  const figures = watch.end();
  if (job.state !== 'done' && job.state !== 'warnings')
    throw new Error(`The backup ${job.state}: ${job.words ?? ''}`);

  const text = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine()}. A first backup of \`${source}\` through the engine's thread: ${(job.figures['files'] ?? 0).toLocaleString('en')} files, ${((job.figures['bytes'] ?? 0) / 2 ** 20).toFixed(0)} MiB in ${seconds.toFixed(0)} s, ${messages.count - before} messages to the main thread. Load of the machine: ${loadavg()[0]?.toFixed(1)}, so lateness by the clock is other programs' too; the last column is not.`,
    '',
    '| main thread | median, ms | 99th percentile, ms | longest, ms | longest of its own CPU at a stretch, ms |',
    '| --- | ---: | ---: | ---: | ---: |',
    `| idle | ${row(idleFigures)} |`,
    `| during the backup | ${row(figures)} |`,
  ].join('\n');
  writeSection('main-thread', text);
  say(text);
} finally {
  await engine.stop();
  await rm(appFolder, { recursive: true, force: true });
}

type Figures = {
  readonly median: number;
  readonly high: number;
  readonly longest: number;
  readonly cpu: number;
};

function row({ median, high, longest, cpu }: Figures): string {
  return [median, high, longest, cpu].map((value) => value.toFixed(1)).join(' | ');
}

/** Lateness by the clock has other programs' work in it; CPU at a stretch is the thread's own. */
function measure(): { readonly end: () => Figures } {
  const delay = monitorEventLoopDelay({ resolution: tickMs });
  delay.enable();
  let cpu = 0;
  let last = ownCpu();
  const timer = setInterval(() => {
    const now = ownCpu();
    cpu = Math.max(cpu, now - last);
    last = now;
  }, tickMs);
  return {
    end: () => {
      clearInterval(timer);
      delay.disable();
      const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - tickMs);
      return {
        median: late(delay.percentile(50)),
        high: late(delay.percentile(99)),
        longest: late(delay.max),
        cpu,
      };
    },
  };
}

/** Of this thread, ms. */
function ownCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function relayAsTheShell(of: Engine): { readonly count: number } {
  const seen = { count: 0 };
  const act = { backUp: no, stop: no, pause: no, open: no, restore: no, update: no, quit: no };
  of.on((message) => {
    seen.count += 1;
    structuredClone(message);
    if (message.kind !== 'event' || message.name !== 'state') return;
    const state: AppState = message.payload;
    trayMenu(trayView(state, Date.now(), english), english, act);
  });
  return seen;
}

function no(): void {}
