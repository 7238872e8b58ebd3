/** Run by `npm run check`: refuses imports against the arrows of layers.ts. */
import { fileURLToPath } from 'node:url';
import { findViolations } from './find-violations.ts';
import { readSources } from './read-sources.ts';

const sources = readSources(fileURLToPath(new URL('../..', import.meta.url)));
const violations = findViolations(sources);
for (const violation of violations) process.stderr.write(`${violation}\n`);
process.stdout.write(`${sources.length} files, ${violations.length} imports against the layers\n`);
if (violations.length > 0 || sources.length === 0) process.exitCode = 1;
