import type { Processor, Worker } from 'bullmq'
import { z } from 'zod'
import { relayRound } from '../src/engine/relay.js'
import { processEffect, type WorkerIdentity } from './process-effect.js'
import type { WorkerTools } from './worker-tools.js'

/** The queue's name; the realm is in its prefix. */
export const EFFECT_QUEUE = 'effects'

/** A job names its effect and nothing else: everything about it is read from the record, and no job holds a secret. */
export const effectJobSchema = z.object({ effectId: z.string().startsWith('eff_') })
export type EffectJob = z.infer<typeof effectJobSchema>

/** The part of the queue connection that workers use. */
export interface JobSource {
  createWorker<Data>(
    name: string,
    processor: Processor<Data, void>,
    options: { concurrency: number },
  ): Promise<Worker<Data, void>>
}

export interface WorkerOptions extends WorkerIdentity {
  readonly concurrency: number
  readonly relayIntervalMs: number
}

export interface RunningWorkers {
  /** Waits for the work in hand; what cannot be finished is taken up by another worker when its lease is over. */
  stop(): Promise<void>
}

/** Starts what moves incidents: a BullMQ worker that carries out effects, and the relay with its timers. */
export async function startWorkers(
  tools: WorkerTools,
  jobs: JobSource,
  options: WorkerOptions,
): Promise<RunningWorkers> {
  const worker = await jobs.createWorker<EffectJob>(
    EFFECT_QUEUE,
    async (job) => processEffect(tools, options, effectJobSchema.parse(job.data).effectId),
    { concurrency: options.concurrency },
  )
  const relay = startRelay(tools, options.relayIntervalMs)
  return {
    stop: async () => {
      await relay.stop()
      await worker.close()
    },
  }
}

/** Rounds follow one another with a pause, never overlapping: a slow database is not asked twice at once. */
function startRelay({ engine }: WorkerTools, intervalMs: number) {
  const state = { stopped: false, wake: () => {} }
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, intervalMs)
      state.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const rounds = async () => {
    while (!state.stopped) {
      await relayRound(engine).catch((error: unknown) => {
        engine.log.warn('A relay round failed; the next one makes up for it.', { error: String(error) })
      })
      if (!state.stopped) await pause()
    }
  }
  const running = rounds()
  return {
    stop: async () => {
      state.stopped = true
      state.wake()
      await running
    },
  }
}
