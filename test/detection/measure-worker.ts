import { parentPort, workerData } from 'node:worker_threads';
import { judgeRun } from '../../core/detection/judge-run.ts';
import { attacks } from './attacks/attacks.ts';
import { everydayChanges } from './everyday/everyday-changes.ts';
import { measureEach, type Measurement } from './measure.ts';

/** What can be sent to a worker; it measures with all attacks and all changes. */
export type Part = Omit<Measurement, 'attacks' | 'alone'>;

const measurement = { ...(workerData as Part), attacks, alone: everydayChanges };
for (const rates of measureEach(measurement, judgeRun)) parentPort?.postMessage(rates);
