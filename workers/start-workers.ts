import { z } from 'zod'
import type { CanaryStore } from '../src/engine/canary.js'
import type { Engine } from '../src/engine/engine.js'
import { fireDueTimers, offerRunnable } from '../src/engine/relay.js'
import { processEffect, type WorkerIdentity } from './process-effect.js'
import type { WorkerTools } from './worker-tools.js'

/** The queue's name; the realm is in its prefix. */
export const EFFECT_QUEUE = 'effects'

/** A job names its effect and nothing else: everything about it is read from the record, and no job holds a secret. */
export const jobSchema = z.union([
  z.strictObject({ effectId: z.string().startsWith('eff_') }),
  z.strictObject({ canary: z.string().regex(/^[\w-]{1,64}$/) }),
])
export type Job = z.infer<typeof jobSchema>

/** What can be said of a worker without asking its server. */
export interface WorkerPulse {
  /** False while the queue was never reached. */
  readonly started: boolean
  readonly inHand: number
  readonly concurrency: number
  /** How long ago it last asked for a job; null: never. One that is full need not ask. */
  readonly lookedMsAgo: number | null
}

/** The part of the job queue that workers use. */
export interface JobSource {
  work(
    take: (job: Job) => Promise<void>,
    options: { concurrency: number },
  ): { pulse(): WorkerPulse; stop(patienceMs: number): Promise<void> }
}

export interface WorkerOptions extends Pick<WorkerIdentity, 'workerId' | 'leaseMs'> {
  readonly concurrency: number
  readonly relayIntervalMs: number
}

export interface RunningWorkers {
  pulse(): WorkerPulse
  /**
   * Takes nothing more, neither from the queue nor the next step of an incident in hand, and waits `patienceMs` (8 s) for
   * what is under way. What is not done then is given up: nothing more of it is sent, its lease is not renewed, and another
   * worker takes it when that is over. Never waits for a queue or a database that is away.
   */
  stop(patienceMs?: number): Promise<void>
}

const PATIENCE_MS = 8_000

/** Starts what moves incidents: a BullMQ worker that carries out effects, and the relay with its timers. */
export function startWorkers(
  tools: WorkerTools,
  jobs: JobSource,
  options: WorkerOptions & { readonly canaries: CanaryStore },
): RunningWorkers {
  const stopping = new AbortController()
  const givingUp = new AbortController()
  const identity: WorkerIdentity = { ...options, stopping: stopping.signal, givingUp: givingUp.signal }
  const take = async (given: Job): Promise<void> => {
    const job = jobSchema.parse(given)
    if ('canary' in job) return options.canaries.answer({ nonce: job.canary, worker: options.workerId })
    // What was fetched while the worker was told to stop stays pending: the relay of another process offers it again.
    if (!stopping.signal.aborted) await processEffect(tools, identity, job.effectId)
  }
  const worker = jobs.work(take, { concurrency: options.concurrency })
  const relay = startRelay(tools, options.relayIntervalMs)
  return {
    pulse: worker.pulse,
    stop: async (patienceMs = PATIENCE_MS) => {
      stopping.abort()
      await Promise.all([relay.stop(patienceMs), worker.stop(patienceMs)])
      givingUp.abort()
    },
  }
}

/**
 * The two parts of the relay run beside each other: firing a hundred timers takes a while, and work that was lost must not
 * wait for it.
 */
function startRelay({ engine }: WorkerTools, intervalMs: number) {
  const parts = [fireDueTimers, offerRunnable].map((part) => startRounds(engine, part, intervalMs))
  return { stop: async (patienceMs: number) => void (await Promise.all(parts.map((part) => part.stop(patienceMs)))) }
}

/** Rounds follow one another with a pause, never overlapping: a slow database is not asked twice at once. */
function startRounds(engine: Engine, round: (engine: Engine) => Promise<void>, intervalMs: number) {
  const state = { stopped: false, wake: () => {} }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      state.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const rounds = async () => {
    while (!state.stopped) {
      await round(engine).catch((error: unknown) => {
        engine.log.warn('A relay round failed; the next one makes up for it.', { error: String(error) })
      })
      if (!state.stopped) await pause(intervalMs)
    }
  }
  const running = rounds()
  return {
    stop: async (patienceMs: number) => {
      state.stopped = true
      state.wake()
      // A round may hang on a database that hangs.
      await Promise.race([running, pause(patienceMs)])
      state.wake()
    },
  }
}
