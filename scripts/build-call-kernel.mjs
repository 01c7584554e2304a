/**
 * Compiles integrations/trail-files/scan/kernel/*.as (AssemblyScript) to WebAssembly, and writes it as kernel-bytes.ts: so the
 * product needs no compiler, no file beside its code and no network. Run it after a change: node scripts/build-call-kernel.mjs
 * (with --check it writes nothing, and fails where the bytes are not those of the sources)
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../integrations/trail-files/scan/kernel/', import.meta.url))
const options =
  '--optimizeLevel 3 --shrinkLevel 0 --runtime stub --noAssert --enable simd,bulk-memory --initialMemory 16'

/** The compiled bytes. The same sources and the same compiler make the same bytes. */
export async function compileKernel() {
  const { default: asc } = await import('assemblyscript/asc')
  const files = new Map()
  const { error, stderr } = await asc.main(['call-kernel.ts', '--outFile', 'kernel.wasm', ...options.split(' ')], {
    readFile: (name) => (name.endsWith('.ts') ? sourceOf(name) : null),
    writeFile: (name, bytes) => files.set(name, bytes),
    listFiles: () => [],
  })
  if (error !== null) throw new Error(`The kernel does not compile:\n${stderr.toString()}`)
  return Buffer.from(files.get('kernel.wasm'))
}

/** The compiler knows its sources by `.ts`; as such the rest of the tools would take them for TypeScript. */
function sourceOf(name) {
  try {
    return readFileSync(`${folder}${basename(name, '.ts')}.as`, 'utf8')
  } catch {
    return null
  }
}

/** Of all sources, in the order of their names. */
export function sourcesSha256() {
  const hash = createHash('sha256')
  const sources = readdirSync(folder).filter((name) => name.endsWith('.as'))
  for (const name of sources.sort()) hash.update(readFileSync(`${folder}${name}`))
  return hash.digest('hex')
}

/** What kernel-bytes.ts says. */
export function moduleOf(bytes) {
  const lines = bytes.toString('base64').match(/.{1,110}/g) ?? []
  return `/** Compiled from call-kernel.as by scripts/build-call-kernel.mjs: not to be edited. */
const base64 = \`
${lines.join('\n')}\`

/** Of the sources. */
export const sourcesSha256 = '${sourcesSha256()}'
export const kernelBytes: Uint8Array = Buffer.from(base64, 'base64')
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const written = `${folder}kernel-bytes.ts`
  const text = moduleOf(await compileKernel())
  if (!process.argv.includes('--check')) writeFileSync(written, text)
  else if (readFileSync(written, 'utf8') !== text) {
    console.error('kernel-bytes.ts is not what its sources compile to: node scripts/build-call-kernel.mjs')
    process.exitCode = 1
  }
}
