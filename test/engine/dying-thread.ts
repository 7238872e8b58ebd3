import { parentPort } from 'node:worker_threads';

// An engine that falls at the first thing it is asked.
parentPort?.once('message', () => {
  throw new Error('fell');
});
