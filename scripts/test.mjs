/**
 * npm test: Jest with ESM. Arguments go to Jest: `npm test -- advance` runs the files whose path has "advance". Without any
 * everything runs, in groups of files (scripts/jest/group-suites.mjs).
 * With --long the suites that draw at random draw as many as is worth waiting for (npm run test:long).
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const [first, ...rest] = process.argv.slice(2)
const isLong = first === '--long'
if (isLong) process.env.TOURNIQUET_TEST_LONG = '1'
if (isLong ? rest.length === 0 : first === undefined) process.env.TOURNIQUET_TEST_GROUPS = '1'
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url))
const node = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', jest]
const { status } = spawnSync(process.execPath, [...node, ...(isLong ? rest : process.argv.slice(2))], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
