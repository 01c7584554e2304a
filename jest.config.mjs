import { availableParallelism } from 'node:os'
import { bundlePackages } from './scripts/jest/bundle-packages.mjs'
import { groupSuites } from './scripts/jest/group-suites.mjs'

/** ESM throughout: started with `node --experimental-vm-modules` by scripts/test.mjs (canonicalize and beautiful-mermaid are ESM only). */
export default async () => ({
  testEnvironment: '<rootDir>/scripts/jest/environment.cjs',
  testSequencer: '<rootDir>/scripts/jest/long-first.cjs',
  testMatch: process.env.TOURNIQUET_TEST_GROUPS === '1' ? groupSuites() : ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', ...(await bundlePackages()) },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/scripts/jest/transform.cjs',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
      },
    ],
  },
  // Many suites wait for processes and servers most of their time: more workers than cores. Not as '150%': above 100 % Jest
  // drops the sign and starts 150 workers.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Node 20 frees no ES module of a context: after a hundred suites a worker would have two gigabytes to look through at each
  // garbage collection, and need so long to end that Jest takes it for stuck. A new worker costs about a second.
  workerIdleMemoryLimit: '800MB',
  testTimeout: 60_000,
})
