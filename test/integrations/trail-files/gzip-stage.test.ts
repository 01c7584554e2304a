import { gzipSync } from 'node:zlib'
import { GzipStage } from '../../../integrations/trail-files/gzip-stage.js'

/** Hardly to be compressed, and always the same. */
const text = Array.from({ length: 4_000 }, (_, n) => ((n * 2_654_435_761) % 2 ** 32).toString(36)).join(' ')
const zipped = gzipSync(text)

async function inflated(bytes: Buffer): Promise<{ readonly text: string; readonly ending: string | null }> {
  const parts: Buffer[] = []
  const stage = new GzipStage((chunk) => parts.push(chunk))
  await stage.write(bytes)
  const ending = await stage.end()
  return { text: Buffer.concat(parts).toString(), ending }
}

function changed(at: number): Buffer {
  const bytes = Buffer.from(zipped)
  bytes[at] = 255 - (bytes[at] ?? 0)
  return bytes
}

describe('gzip data that came in one piece', () => {
  it('is inflated whole', async () => {
    expect(await inflated(zipped)).toEqual({ text, ending: null })
  })

  it('gives all that it has where its checksum is wrong', async () => {
    expect(await inflated(changed(zipped.length - 6))).toEqual({ text, ending: 'has damaged gzip data' })
  })

  it('gives what stands before the damage, and says that it is damaged', async () => {
    const damaged = Buffer.concat([zipped, Buffer.from('no gzip at all, '.repeat(500))])
    const found = await inflated(damaged)
    expect(found.ending).toBe('has damaged gzip data')
    expect(found.text.length).toBeGreaterThan(text.length / 2)
    expect(text.startsWith(found.text)).toBe(true)
  })

  it('gives what stands before the cut', async () => {
    const found = await inflated(zipped.subarray(0, zipped.length - 4_000))
    expect(found.ending).toBe('is cut off in the middle of its gzip data')
    expect(text.startsWith(found.text)).toBe(true)
    expect(found.text.length).toBeGreaterThan(text.length / 2)
  })
})
