import type { PayloadSource } from '../../integrations/findings/sources.js'
import type { Clock } from '../../src/ports.js'
import type { OpeningPlace } from '../open-finding.js'
import type { DroppedNotes } from './dropped-notes.js'
import type { OpenedQueue } from './open-queue.js'
import { pullQueue, type RunningPull } from './pull-queue.js'
import { takeMessage } from './take-message.js'

export interface QueueReading extends OpeningPlace {
  readonly source: PayloadSource
  readonly concurrency: number
  readonly notes: DroppedNotes
  /** How waits between tries are waited; the engine's own clock if not given. */
  readonly clock?: Pick<Clock, 'pause'>
  readonly waitSeconds?: number
}

/** Reads one queue until it is stopped, and counts what it sees in the metrics of this process. */
export function readQueue(
  { queue, name, isFifo }: Omit<OpenedQueue, 'queue'> & Pulled,
  reading: QueueReading,
): RunningPull {
  const { engine, metrics } = reading.realms.home
  const { source, concurrency, waitSeconds } = reading
  const desk = { ...reading, queue: { name, isFifo }, log: engine.log }
  return pullQueue({
    name,
    queue,
    concurrency,
    take: (message) => takeMessage(desk, message),
    clock: reading.clock ?? engine.clock,
    log: engine.log,
    count: {
      message: (outcome) => metrics.findingPulled({ source, outcome }),
      round: (outcome) => metrics.pulledOnce({ from: 'sqs', outcome }),
    },
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
  })
}
type Pulled = Pick<Parameters<typeof pullQueue>[0], 'queue'>
