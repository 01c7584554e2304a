/** Compiles to dist/, and puts beside the code what it reads as it is. Also the `prepare` script, so `npm ci --omit=dev` (which has no compiler) must pass over it. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = `${root}node_modules/typescript/bin/tsc`
if (!existsSync(tsc)) {
  console.error('build: no TypeScript compiler here (installed with --omit=dev?); keeping dist/ as it is.')
  process.exit(0)
}
rmSync(`${root}dist`, { recursive: true, force: true })
const { status } = spawnSync(process.execPath, [tsc, '-p', `${root}tsconfig.build.json`], { stdio: 'inherit' })
if (status === 0) {
  const template = 'integrations/findings/elastic/webhook-body.mustache'
  copyFileSync(`${root}${template}`, `${root}dist/${template}`)
  const scenarios = 'exercises/scenarios'
  cpSync(`${root}${scenarios}`, `${root}dist/${scenarios}`, { recursive: true })
}
process.exit(status ?? 1)
