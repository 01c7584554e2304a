import type { Redis } from 'ioredis'
import type { QueueLog } from './queue-connection.js'
import { QueueRefusedError } from './queue-refused-error.js'

/** With any other policy than noeviction a Redis that is full deletes jobs and locks at will. */
export interface EvictionGuard {
  /** Asks the server. Rejects with `QueueRefusedError` where it may delete jobs, and remembers that. */
  check(): Promise<void>
  /** Asks again only where the last answer was a refusal: an `add` costs one trip, and a cured server is used at once. */
  recheckIfRefused(): Promise<void>
}

export function evictionGuard(redis: Redis, server: string, log: QueueLog): EvictionGuard {
  const state = { refused: false, warned: false }
  const check = async (): Promise<void> => {
    // INFO rather than CONFIG GET: managed services forbid that, and BullMQ needs INFO anyway.
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1]
    state.refused = policy !== undefined && policy !== 'noeviction'
    if (policy === undefined && !state.warned) {
      state.warned = true
      log.warn(`Job queue: ${server} does not tell its maxmemory-policy; make sure that it is noeviction.`)
    }
    if (state.refused) throw refusal(server, policy ?? '')
  }
  return { check, recheckIfRefused: async () => (state.refused ? await check() : undefined) }
}

function refusal(server: string, policy: string): QueueRefusedError {
  const sentence = `Tourniquet cannot use ${server}, because its maxmemory-policy ${policy} lets it delete jobs when memory is short: set maxmemory-policy to noeviction there.`
  return new QueueRefusedError(sentence)
}
