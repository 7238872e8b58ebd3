import { defineConfig } from 'vitest/config';

/** `npm run acceptance`. */
export default defineConfig({
  test: {
    include: ['test/acceptance/large.suite.ts'],
    hookTimeout: 1_200_000,
    globalSetup: ['test/ceph/global-setup.ts'],
    reporters: ['verbose'],
  },
});
