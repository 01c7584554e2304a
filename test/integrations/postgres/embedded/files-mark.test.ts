import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { filesMark, markOf } from '../../../../integrations/postgres/embedded/files-mark.js'
import { useEmbeddedServer } from '../../../../integrations/postgres/embedded/use-embedded-server.js'
import { dataFolder, query } from './embedded-fixture.js'

/** A folder like a cluster's, with the file that counts. */
async function aCluster(): Promise<string> {
  const path = join(dataFolder(), 'data')
  mkdirSync(path)
  writeFileSync(join(path, 'PG_VERSION'), '18\n')
  await startsIn(path)
  return path
}

/** A real cluster takes longer to make or to copy than one tick of the file system's clock, and each start changes the folder. */
async function startsIn(path: string): Promise<void> {
  await pause(20)
  writeFileSync(join(path, 'postmaster.pid'), '1')
}

async function copy(from: string, to: string): Promise<void> {
  execFileSync('cp', ['-a', from, to])
  await startsIn(to)
}

describe('the mark of the files of a cluster', () => {
  it('stays with them whatever is done to them in place, and where they are moved', async () => {
    const path = await aCluster()
    const file = join(path, 'PG_VERSION')
    const mark = filesMark(path).text
    chmodSync(file, 0o600)
    utimesSync(file, new Date(0), new Date(0))
    rmSync(join(path, 'postmaster.pid'))
    expect(filesMark(path).text).toBe(mark)
    renameSync(path, `${path}.moved`)
    expect(filesMark(`${path}.moved`).text).toBe(mark)
  })

  it('is another one for a copy with all that cp keeps, and for that copy in place of the files', async () => {
    const path = await aCluster()
    const marks = [filesMark(path).text]
    await copy(path, `${path}.copy`)
    marks.push(filesMark(`${path}.copy`).text)
    for (let time = 0; time < 5; time += 1) {
      rmSync(path, { recursive: true })
      await copy(`${path}.copy`, path)
      marks.push(filesMark(path).text)
    }
    expect(new Set(marks).size).toBe(7)
  })

  it('is refused where there is no cluster', () => {
    expect(() => filesMark(dataFolder())).toThrow(/ENOENT.*PG_VERSION/)
  })
})

describe('a mark', () => {
  const file = { ino: 7n, birthtimeNs: 1_000n, ctimeNs: 3_000n }
  const folder = { birthtimeNs: 900n, ctimeNs: 5_000n }

  it('tells files of one inode number by their birth', () => {
    expect(markOf(file, folder)).toEqual({ text: 'inode 7 born 1000', hasBirth: true })
    expect(markOf({ ...file, birthtimeNs: 1_001n }, folder).text).not.toBe(markOf(file, folder).text)
  })

  it('takes a file that was never changed after its birth at its word', () => {
    expect(markOf({ ...file, ctimeNs: 1_000n }, folder)).toEqual({ text: 'inode 7 born 1000', hasBirth: true })
  })

  it.each([
    ['no birth times', { ...file, birthtimeNs: 0n }, { ...folder, birthtimeNs: 0n }],
    ['none for this file', { ...file, birthtimeNs: 0n }, folder],
    ['change times in their place', { ...file, ctimeNs: 1_000n }, { ...folder, ctimeNs: 900n }],
  ])('is the inode number alone where a file system gives %s, and says so', (_what, one, around) => {
    expect(markOf(one, around)).toEqual({ text: 'inode 7', hasBirth: false })
  })
})

describe('the embedded server', () => {
  it('tells every connection the same mark after a restart and after its folder was moved', async () => {
    const parent = dataFolder()
    chmodSync(parent, 0o711) // as root, the server runs as another user
    const marks: unknown[] = []
    for (const [from, to] of [
      ['one', 'one'],
      ['one', 'one'],
      ['one', 'two'],
    ] as const) {
      if (from !== to) renameSync(join(parent, from), join(parent, to))
      const server = await useEmbeddedServer({ dataDir: join(parent, to) })
      try {
        marks.push(...(await query(server.url, "SELECT current_setting('tourniquet.database_files') AS mark")))
      } finally {
        await server.release()
      }
    }
    const { text } = filesMark(join(parent, 'two', 'postgres', 'data'))
    expect(marks).toEqual([{ mark: text }, { mark: text }, { mark: text }])
  })
})
