import { parentPort, workerData } from 'node:worker_threads';
import { judgeRun } from '../../core/detection/judge-run.ts';
import { measure, type Measurement } from './measure.ts';

parentPort?.postMessage(measure(workerData as Measurement, judgeRun));
