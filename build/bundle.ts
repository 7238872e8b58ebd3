/** `npm run build [part…]` */
import { join } from 'node:path';
import { buildWhatIsStale } from './build-what-is-stale.ts';

await buildWhatIsStale(join(import.meta.dirname, '..'), process.argv.slice(2));
