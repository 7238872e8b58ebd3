import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{core,practice,headless,test,bench}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ['test/ceph/global-setup.ts'],
    // .ci/run counts from the JSON report.
    reporters: ['default', 'json'],
    outputFile: { json: 'out/test-report.json' },
  },
});
