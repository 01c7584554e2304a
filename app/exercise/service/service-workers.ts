import type { RunningWorkers } from '../../../workers/start-workers.js'
import type { Runtime } from '../../compose.js'
import { type Death, mortalTools, WorkerLife } from '../mortal-tools.js'

/** As `tourniquet serve` has it. */
const LEASE_MS = 5_000
/** However fast the exercise runs, what has to be done takes its own time. */
const LEAST_LEASE_MS = 1_500

/**
 * The real workers of an exercise, as one process has them for all its realms, which can die with their orders in hand. They run
 * in this process; what kills one is WorkerLife: from that moment on it sends nothing, records nothing and renews no lease, and
 * takes nothing more from the queue. The next one is started at once under another name, and takes the order up when the lease of
 * the dead one is over: 5 s of real time, or less where time runs faster, but never less than 1.5 s.
 */
export class ServiceWorkers {
  readonly #runtimes: readonly Runtime[]
  readonly #timeScale: number
  readonly #fail: (error: unknown) => void
  #worker: Generation | null = null
  #started = 0
  /** What was set off by deaths and is still under way. */
  #replacing: Promise<void> = Promise.resolve()
  #isStopped = false

  /** `fail` is told where the next one cannot be started. */
  constructor(runtimes: readonly Runtime[], timeScale: number, fail: (error: unknown) => void) {
    this.#runtimes = runtimes
    this.#timeScale = timeScale
    this.#fail = fail
  }

  get leaseMs(): number {
    return Math.max(LEAST_LEASE_MS, LEASE_MS / this.#timeScale)
  }

  /** How many there were so far. */
  get started(): number {
    return this.#started
  }

  async start(): Promise<void> {
    this.#started += 1
    const life = new WorkerLife(() => this.#replace())
    const options = {
      workerId: `wrk_exercise_${this.#started}`,
      leaseMs: this.leaseMs,
      concurrency: 4,
      // Scaled time needs a relay that looks more often, or every timer would come late by its own measure.
      relayIntervalMs: this.#timeScale === 1 ? 250 : 50,
    }
    const running = this.#runtimes.map((runtime) =>
      runtime.startWorkers({ ...options, tools: mortalTools(runtime.tools, life) }),
    )
    this.#worker = { life, running: Promise.all(running) }
    await this.#worker.running
  }

  /** It dies now. */
  killWorker(): void {
    this.#worker?.life.die()
  }

  killWorkerAt(death: Death): void {
    this.#worker?.life.dieAt(death)
  }

  /** Ends it as a stopped process does: what is under way is finished. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#replacing
    for (const workers of (await this.#worker?.running) ?? []) await workers.stop()
  }

  /** Told by the one that has just died. */
  #replace(): void {
    const dead = this.#worker
    const bury = async () => {
      await Promise.all(((await dead?.running) ?? []).map((workers) => workers.stop(0)))
    }
    const next = this.#isStopped ? [] : [this.start()]
    this.#replacing = Promise.all([this.#replacing, bury(), ...next]).then(() => {}, this.#fail)
  }
}

/** One process's worth of workers, one a realm. */
interface Generation {
  readonly life: WorkerLife
  readonly running: Promise<readonly RunningWorkers[]>
}
