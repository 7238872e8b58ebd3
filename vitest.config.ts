import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest files first, so that no worker is left alone with one at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      /\/test\/(acceptance|simulation|guard|retire|e2e|screens)\//.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['{core,practice,headless,electron,renderer,build,test,bench}/**/*.test.ts'],
    // Two cores, of which vitest would use one; and many tests wait for a server's lock to end.
    maxWorkers: 3,
    // Why: headless/holdfast.js. Tests start workers from TypeScript, too.
    execArgv: ['--wasm-wrapper-tiering-budget=2000000000'],
    // What is waited for may take long on a machine that runs everything at once; only what hangs comes to these ends.
    testTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 300_000,
    globalSetup: ['test/ceph/global-setup.ts', 'test/e2e/build-window.ts'],
    sequence: { sequencer: LongestFirst },
    // .ci/run counts from the JSON report.
    reporters: ['default', 'json'],
    outputFile: { json: 'out/test-report.json' },
  },
});
