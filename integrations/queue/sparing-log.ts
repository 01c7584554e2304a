import type { QueueLog } from './queue-connection.js'

const SILENCE_MS = 10_000
const REMEMBERED = 100
/** By log and not by connection: while a server is away, each attempt at it is a connection of its own. */
const saidIn = new WeakMap<QueueLog, Map<string, number>>()

/**
 * Reports each message at most once in ten seconds: while a server is away, every connection fails several times a
 * second, and always alike.
 */
export function sparingLog(log: QueueLog): (error: Error) => void {
  const lastSaidAt = saidIn.get(log) ?? new Map<string, number>()
  saidIn.set(log, lastSaidAt)
  return (error) => {
    const message = `Job queue: ${error.message || error.name}`
    const now = performance.now()
    if (now - (lastSaidAt.get(message) ?? Number.NEGATIVE_INFINITY) < SILENCE_MS) return
    if (lastSaidAt.size >= REMEMBERED) lastSaidAt.clear()
    lastSaidAt.set(message, now)
    log.warn(message)
  }
}
