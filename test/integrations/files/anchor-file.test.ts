import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anchorFile } from '../../../integrations/files/anchor-file.js'
import { AuditLab, LAB_REALM } from '../../support/audit/audit-lab.js'

const folder = await mkdtemp(join(tmpdir(), 'tourniquet-anchor-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const lab = new AuditLab()
for (let step = 0; step < 3; step += 1) {
  lab.append('inc_1', `step ${step}`)
  await lab.checkpoint()
}
const [first, second, third] = lab.anchored
if (first === undefined || second === undefined || third === undefined) throw new Error('no checkpoints')
const written = [first, second]

let files = 0
async function aFile() {
  files += 1
  const path = join(folder, `${files}`, 'anchors.jsonl')
  const sink = anchorFile(path, { outside: true })
  for (const checkpoint of written) await sink.write(checkpoint)
  return { path, sink }
}

const numbersIn = async (sink: ReturnType<typeof anchorFile>) =>
  (await sink.read(LAB_REALM)).entries.map(({ number }) => number)

describe('a file of anchors', () => {
  it('holds every checkpoint as a line that reads back as it was', async () => {
    const { path, sink } = await aFile()
    const { entries, torn, faults } = await sink.read(LAB_REALM)
    expect(entries.map(({ checkpoint }) => checkpoint)).toEqual([first, second])
    expect({ torn, faults }).toEqual({ torn: false, faults: [] })
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(3)
  })

  it('that is not there yet holds nothing', async () => {
    const sink = anchorFile(join(folder, 'none', 'anchors.jsonl'), { outside: true })
    expect(await sink.read(LAB_REALM)).toEqual({ entries: [], torn: false, faults: [] })
    expect(await sink.readNewest(LAB_REALM)).toBeNull()
  })

  it('keeps the realms apart', async () => {
    const { sink } = await aFile()
    expect((await sink.read('live/aws/111122223333/aws')).entries).toEqual([])
    expect(await sink.readNewest('live/aws/111122223333/aws')).toBeNull()
  })

  it('finds the newest among megabytes without reading them all', async () => {
    const { path, sink } = await aFile()
    const other = JSON.stringify({ ...third, body: { ...third.body, realm: 'another' } })
    await appendFile(path, `${other}\n`.repeat(Math.ceil(1_200_000 / other.length)))
    expect((await sink.readNewest(LAB_REALM))?.number).toBe(2)
  })
})

describe('a last line that was cut', () => {
  it('at any byte is torn, not damaged, and the next write goes on behind it', async () => {
    const line = JSON.stringify(third)
    for (const bytes of [1, 8, 60, line.length - 30, line.length - 1]) {
      const { path, sink } = await aFile()
      await appendFile(path, line.slice(0, bytes))
      expect(await sink.read(LAB_REALM)).toMatchObject({ torn: true, faults: [] })
      await sink.write(third)
      expect(await sink.read(LAB_REALM)).toMatchObject({ torn: false, faults: [] })
      expect(await numbersIn(sink)).toEqual([1, 2, 3])
    }
  })

  it('but for its line break counts as written', async () => {
    const { path, sink } = await aFile()
    await truncate(path, (await readFile(path)).length - 1)
    expect(await sink.read(LAB_REALM)).toMatchObject({ torn: false, entries: [{ number: 1 }, { number: 2 }] })
    expect((await sink.readNewest(LAB_REALM))?.number).toBe(2)
  })

  it('of a checkpoint that was never confirmed leaves the record verified; of one that was, it was cut', async () => {
    const { path } = await aFile()
    const line = (await readFile(path, 'utf8')).length
    const sink = { ...anchorFile(path, { outside: true }), name: lab.sink.name }
    await appendFile(path, JSON.stringify(third).slice(0, 80))
    const copy = lab.copy()
    copy.database.acknowledged = copy.database.acknowledged.filter(({ number }) => number < 3)
    const found = await copy.verify([sink])
    expect(found).toMatchObject({ verified: true, anchors: [{ torn: true, checkpoint: 2 }] })
    expect(found.exposedWindow.records).toBe(1)
    await truncate(path, line)
    expect(await lab.verify([sink])).toMatchObject({
      verified: false,
      firstBroken: { chain: sink.name, seq: 3, reason: expect.stringMatching(/had confirmed it: it was cut/) },
    })
  })
})

describe('a file that somebody changed', () => {
  it.each([
    ['a line that is no JSON', (text: string) => `who knows\n${text}`],
    ['a line that is no checkpoint', (text: string) => `${text}{"a":1}\n`],
    ['half a line in the middle', (text: string) => `${text.slice(40)}`],
  ])('says so: %s', async (_what, change) => {
    const { path, sink } = await aFile()
    await writeFile(path, change(await readFile(path, 'utf8')))
    expect((await sink.read(LAB_REALM)).faults).toEqual([expect.stringMatching(/that is no checkpoint/)])
  })

  it('is found out by the signature where the line is a checkpoint still', async () => {
    const { path } = await aFile()
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"seq":1', '"seq":9'))
    const sink = { ...anchorFile(path, { outside: true }), name: 'file' }
    expect(await lab.verify([sink])).toMatchObject({
      verified: false,
      firstBroken: { chain: 'file', seq: 1, reason: 'was changed after it was signed' },
    })
  })
})
