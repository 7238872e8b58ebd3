import { parentPort } from 'node:worker_threads';

// An engine that hears everything and does nothing.
parentPort?.on('message', () => undefined);
