import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { hasKernel } from '../../../../integrations/trail-files/scan/call-kernel.js'
import { kernelBytes, sourcesSha256 } from '../../../../integrations/trail-files/scan/kernel/kernel-bytes.js'

const folder = new URL('../../../../integrations/trail-files/scan/kernel/', import.meta.url)

describe('the kernel that reads calls', () => {
  it('runs on this machine, and is small', () => {
    expect(hasKernel).toBe(true)
    expect(kernelBytes.length).toBeLessThan(8_192)
  })

  it('was compiled from the sources that stand beside it: node scripts/build-call-kernel.mjs', async () => {
    const hash = createHash('sha256')
    const sources = (await readdir(folder)).filter((name) => name.endsWith('.as'))
    for (const name of sources.sort()) hash.update(await readFile(new URL(name, folder)))
    expect(hash.digest('hex')).toBe(sourcesSha256)
  })
})
