/** Runs one TypeScript file of this repository: node scripts/run-ts.mjs FILE [args]. */
import { spawnSync } from 'node:child_process'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const { status, signal } = spawnSync(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(signal ? 1 : (status ?? 1))
