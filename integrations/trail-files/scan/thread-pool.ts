import { availableParallelism } from 'node:os'
import type { ListedFile } from '../list-trail-files.js'
import type { ReadBatch } from './gathering-queue.js'
import { type StartThread, startThread } from './start-thread.js'
import type { ScanThread, ThreadAnswer, ThreadJob } from './thread-protocol.js'

export interface PoolOptions {
  /** How many threads; at least 1. As many as there are processors where it is left out, up to what the question has use for. */
  readonly workers?: number | undefined
  readonly signal: AbortSignal
  readonly startThread?: StartThread | undefined
}

interface Taking {
  /** More threads than that are of no use. */
  readonly mostThreads: number
  /** What a scan has read: a search hands nothing on before it answers. */
  readonly handOn?: (batch: ReadBatch, thread: number) => void
}

type TakeAnswer = (file: number, answer: ThreadAnswer) => void | Promise<void>
type TakeThread = (thread: ScanThread) => Promise<void>

/** When one thread is to read on by itself, and what is to be taken from each of the others before it ends. */
interface Thinning {
  readonly isDue: () => boolean
  readonly take: TakeThread
}

/** Threads that share the files of one question. */
export class ThreadPool {
  readonly #threads: Set<ScanThread>
  readonly #signal: AbortSignal
  #ending: Promise<unknown> = Promise.resolve()
  readonly #stop = () => {
    for (const thread of this.#threads) thread.stop()
  }

  constructor(
    jobOf: (thread: number) => ThreadJob,
    files: number,
    { workers, signal, startThread: start, mostThreads, handOn = () => {} }: PoolOptions & Taking,
  ) {
    const wanted = Math.floor(workers ?? Math.min(availableParallelism(), mostThreads))
    const threads = Math.max(1, Math.min(wanted, files))
    const started = Array.from({ length: threads }, (_, thread) =>
      (start ?? startThread)(jobOf(thread), (batch) => handOn(batch, thread)),
    )
    this.#threads = new Set(started)
    this.#signal = signal
    signal.addEventListener('abort', this.#stop)
  }

  /**
   * Each thread reads one file at a time, whichever is next, and knows its next one before: otherwise it would wait whenever this thread is
   * at work. What it found is handed over in any order, and waited for.
   */
  async readAll(files: readonly ListedFile[], take: TakeAnswer, thinning?: Thinning): Promise<void> {
    const waiting = files.entries()
    const [staying] = this.#threads
    const work = async (thread: ScanThread) => {
      const isToEnd = () => thread !== staying && thinning?.isDue() === true
      const askNext = () => (this.#signal.aborted || isToEnd() ? null : askFor(waiting.next(), thread))
      for (let asked = askNext(); asked !== null; ) {
        const next = askNext()
        await take(asked.file, await asked.answer)
        asked = next ?? askNext()
      }
      if (thinning === undefined || !isToEnd()) return
      await thinning.take(thread)
      await this.#end(thread)
    }
    await Promise.all([...this.#threads].map(work))
  }

  /** All at once: of what is much, one thread alone is left (see `Thinning`). They end while the caller goes on. */
  async collect(take: TakeThread): Promise<void> {
    await Promise.all([...this.#threads].map(take))
    this.#ending = Promise.all([...this.#threads].map((thread) => this.#end(thread)))
    // Told by `close`.
    this.#ending.catch(() => {})
  }

  async #end(thread: ScanThread): Promise<void> {
    await thread.close()
    this.#threads.delete(thread)
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#stop)
    await Promise.all([this.#ending, ...[...this.#threads].map((thread) => thread.close())])
  }
}

interface Asked {
  readonly file: number
  readonly answer: Promise<ThreadAnswer>
}

/** null where no file is left. */
function askFor(next: IteratorResult<[number, ListedFile]>, thread: ScanThread): Asked | null {
  if (next.done === true) return null
  const [file, { path }] = next.value
  const answer = thread.ask({ kind: 'read', path })
  // Waited for when the one before has been taken: until then nobody would hear of a thread that has died.
  answer.catch(() => {})
  return { file, answer }
}
