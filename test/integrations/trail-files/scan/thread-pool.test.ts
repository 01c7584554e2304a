import { availableParallelism } from 'node:os'
import { setImmediate as turn } from 'node:timers/promises'
import { ThreadPool } from '../../../../integrations/trail-files/scan/thread-pool.js'
import {
  type ScanThread,
  ScanThreadError,
  type ThreadAnswer,
  type ThreadJob,
} from '../../../../integrations/trail-files/scan/thread-protocol.js'
import { noTerms } from '../../../../integrations/trail-files/scan/trail-hit.js'

const job: ThreadJob = { kind: 'search', terms: noTerms }
const files = Array.from({ length: 20 }, (_, file) => ({ path: `${file}`, bytes: 1, modifiedMs: 0, isNamed: false }))

const found: ThreadAnswer = { kind: 'searched', found: { problem: null, isJson: true, hits: [] } }

interface Told {
  readonly paths: string[]
  isClosed: boolean
}

/** Threads that answer at once, and what each was asked. */
function poolOf(workers: number | undefined, mostThreads = 8) {
  const told = new Map<ScanThread, Told>()
  const startThread = (): ScanThread => {
    const mine: Told = { paths: [], isClosed: false }
    const thread: ScanThread = {
      ask: async (request) => {
        if (mine.isClosed) throw new Error('asked after its end')
        if (request.kind === 'read') mine.paths.push(request.path)
        return found
      },
      stop: () => {},
      close: async () => {
        mine.isClosed = true
      },
    }
    told.set(thread, mine)
    return thread
  }
  const options = { workers, mostThreads, signal: new AbortController().signal, startThread }
  const pool = new ThreadPool(() => job, files.length, options)
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

  it('are no more than the question has use for, unless more are asked for', () => {
    expect(poolOf(undefined, 1).told.size).toBe(1)
    expect(poolOf(undefined, 1_000).told.size).toBe(Math.min(availableParallelism(), files.length))
    expect(poolOf(3, 1).told.size).toBe(3)
  })

  it('all read on where it never is', async () => {
    const { pool, told } = poolOf(2)
    await pool.readAll(files, () => {}, { isDue: () => false, take: async () => {} })
    expect([...told.values()].map(({ isClosed }) => isClosed)).toEqual([false, false])
    expect([...told.values()].flatMap(({ paths }) => paths)).toHaveLength(files.length)
  })

  it('know their next file before they have answered, so that they wait for nobody', async () => {
    const asked: string[] = []
    const answers: (() => void)[] = []
    const startThread = (): ScanThread => ({
      ask: (request) =>
        new Promise((resolve) => {
          if (request.kind === 'read') asked.push(request.path)
          answers.push(() => resolve(found))
        }),
      stop: () => {},
      close: async () => {},
    })
    const options = { workers: 1, mostThreads: 8, signal: new AbortController().signal, startThread }
    const reading = new ThreadPool(() => job, 3, options).readAll(files.slice(0, 3), () => {})
    expect(asked).toEqual(['0', '1'])
    answers.shift()?.()
    await turn()
    expect(asked).toEqual(['0', '1', '2'])
    for (const answer of answers) answer()
    await reading
    expect(asked).toEqual(['0', '1', '2'])
  })

  it('that die are told of, whatever they were asked beside', async () => {
    const startThread = (): ScanThread => ({
      ask: async (request) => {
        if (request.kind === 'read' && request.path === '0') await turn()
        throw new ScanThreadError('A thread has ended.')
      },
      stop: () => {},
      close: async () => {},
    })
    const options = { workers: 1, mostThreads: 8, signal: new AbortController().signal, startThread }
    await expect(new ThreadPool(() => job, 3, options).readAll(files.slice(0, 3), () => {})).rejects.toThrow(
      ScanThreadError,
    )
  })
})
