/**
 * Compiles integrations/trail-files/scan/kernel/*.as (AssemblyScript) to WebAssembly, and writes it as kernel-bytes.ts: so the
 * product needs no compiler, no file beside its code and no network. Run it after a change: node scripts/build-call-kernel.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs'
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

/** What kernel-bytes.ts says. */
export function moduleOf(bytes) {
  const lines = bytes.toString('base64').match(/.{1,110}/g) ?? []
  return `/** Compiled from call-kernel.as by scripts/build-call-kernel.mjs: not to be edited. */
const base64 = \`
${lines.join('\n')}\`

export const kernelBytes: Uint8Array = Buffer.from(base64, 'base64')
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(`${folder}kernel-bytes.ts`, moduleOf(await compileKernel()))
}
