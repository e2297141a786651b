import { defineConfig } from 'vitest/config'

// The bundle of the Botpress CLI resolves ".botpress" from the project's root; so do the tests.
const resolve = { alias: { '.botpress': new URL('./.botpress/index.ts', import.meta.url).pathname } }

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      {
        resolve,
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
})
