import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeDurably } from '../../../integrations/files/write-durably.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tourniquet-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a file that is written durably', () => {
  it('is there as a whole, in folders made for it, for nobody else to read', async () => {
    const path = join(folder, 'a/b/report.md')
    await writeDurably(path, 'two\nlines\n')
    expect(await readFile(path, 'utf8')).toBe('two\nlines\n')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'a/b'))).mode & 0o077).toBe(0)
    expect(await readdir(join(folder, 'a/b'))).toEqual(['report.md'])
  })

  it('takes the place of the old one at once: a reader sees the one or the other', async () => {
    const path = join(folder, 'x')
    const texts = ['a'.repeat(200_000), 'b'.repeat(300_000)]
    await writeDurably(path, texts[0] ?? '')
    const seen = new Set<number>()
    const state = { writing: true }
    const reading = (async () => {
      while (state.writing) seen.add((await readFile(path, 'utf8')).length)
    })()
    for (let round = 0; round < 10; round += 1) await writeDurably(path, texts[round % 2] ?? '')
    state.writing = false
    await reading
    expect([...seen].filter((length) => length !== 200_000 && length !== 300_000)).toEqual([])
  })

  it('by twenty at once is one of theirs, whole', async () => {
    const path = join(folder, 'x')
    const texts = Array.from({ length: 20 }, (_, n) => String.fromCharCode(97 + n).repeat(50_000 + n))
    await Promise.all(texts.map((text) => writeDurably(path, text)))
    expect(texts).toContain(await readFile(path, 'utf8'))
    expect(await readdir(folder)).toEqual(['x'])
  })

  it('that cannot be written is an error, and leaves the old one', async () => {
    await writeFile(join(folder, 'file'), 'old')
    await expect(writeDurably(join(folder, 'file/x'), 'new')).rejects.toThrow(/ENOTDIR|EEXIST/)
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('old')
  })
})
