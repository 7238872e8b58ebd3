// node count-tests.js REPORT STATUS: prints "N passed, N failed" from vitest's JSON report. A test file that could not
// be loaded counts as one failure, and so does a run that failed before or after its tests. Runs under any Node.
import { readFileSync } from 'node:fs';

const [report, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    const states = file.assertionResults.map((test) => test.status);
    passed += states.filter((state) => state === 'passed').length;
    failed += states.filter((state) => state === 'failed').length;
    if (file.status === 'failed' && !states.includes('failed')) failed += 1;
  }
} catch (error) {
  process.stdout.write(`No test report: ${error.message}\n`);
}
if (status !== '0' && failed === 0) failed = 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
