import { ThreadPool } from '../../../../integrations/trail-files/scan/thread-pool.js'
import type { ScanThread, ThreadJob } from '../../../../integrations/trail-files/scan/thread-protocol.js'
import { noTerms } from '../../../../integrations/trail-files/scan/trail-hit.js'

const job: ThreadJob = { kind: 'search', terms: noTerms }
const files = Array.from({ length: 20 }, (_, file) => ({ path: `${file}`, bytes: 1, modifiedMs: 0, isNamed: false }))

interface Told {
  readonly paths: string[]
  isClosed: boolean
}

/** Threads that answer at once, and what each was asked. */
function poolOf(workers: number) {
  const told = new Map<ScanThread, Told>()
  const startThread = (): ScanThread => {
    const mine: Told = { paths: [], isClosed: false }
    const thread: ScanThread = {
      ask: async (request) => {
        if (mine.isClosed) throw new Error('asked after its end')
        if (request.kind === 'read') mine.paths.push(request.path)
        return { kind: 'searched', found: { problem: null, isJson: true, hits: [] } }
      },
      stop: () => {},
      close: async () => {
        mine.isClosed = true
      },
    }
    told.set(thread, mine)
    return thread
  }
  const pool = new ThreadPool(() => job, files.length, { workers, signal: new AbortController().signal, startThread })
  return { pool, told }
}

describe('threads that share files', () => {
  it('end but for one once reading is to go on with one; every file is read, and each thread taken from once', async () => {
    const { pool, told } = poolOf(3)
    const read: number[] = []
    const taken: ScanThread[] = []
    const take = async (thread: ScanThread) => {
      expect(told.get(thread)?.isClosed).toBe(false)
      taken.push(thread)
    }
    await pool.readAll(files, (file) => void read.push(file), { isDue: () => read.length >= 6, take })
    expect(read.sort((a, b) => a - b)).toEqual(files.map((_, file) => file))
    expect([...told.values()].map(({ isClosed }) => isClosed)).toEqual([false, true, true])
    await pool.collect(take)
    expect(new Set(taken)).toEqual(new Set(told.keys()))
    expect(taken).toHaveLength(3)
    expect([...told.values()].every(({ isClosed }) => isClosed)).toBe(true)
  })

  it('all read on where it never is', async () => {
    const { pool, told } = poolOf(2)
    await pool.readAll(files, () => {}, { isDue: () => false, take: async () => {} })
    expect([...told.values()].map(({ isClosed }) => isClosed)).toEqual([false, false])
    expect([...told.values()].flatMap(({ paths }) => paths)).toHaveLength(files.length)
  })
})
