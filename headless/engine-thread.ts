import { workerData } from 'node:worker_threads';
import { runEngineThread } from '../core/app/service/engine-thread.ts';
import type { EngineData } from '../core/app/service/thread-messages.ts';
import { realWorld } from '../core/system/world.ts';
import { openPractice } from '../practice/thread/open-practice.ts';

runEngineThread({
  data: workerData as EngineData,
  world: realWorld,
  environment: process.env,
  practice: { open: openPractice },
});
