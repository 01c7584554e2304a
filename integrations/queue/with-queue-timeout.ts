import { isQueueOutage } from './is-queue-outage.js'
import { QueueUnavailableError } from './queue-unavailable-error.js'

/**
 * Settles as `work` does, but rejects with `QueueUnavailableError` after `timeoutMs`, and instead of any error that
 * says that the server is away. Other errors, such as a malformed job id, pass through: they are bugs.
 * BullMQ alone waits for ever for a Redis that is away. `work` itself is not cancelled.
 *
 * `what` opens the message: "Adding a job to the queue on redis.internal:6379".
 */
export async function withQueueTimeout<T>(work: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow(what, timeoutMs)), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } catch (error) {
    if (error instanceof QueueUnavailableError || !isQueueOutage(error)) throw error
    throw unavailable(what, error)
  } finally {
    clearTimeout(timer)
  }
}

function unavailable(what: string, cause: Error): QueueUnavailableError {
  const message = `${what} failed, because its server is not available (${cause.message}): it will be tried again; check that server if this lasts.`
  return new QueueUnavailableError(message, { cause })
}

function tooSlow(what: string, timeoutMs: number): QueueUnavailableError {
  const cause = new Error(`no answer within ${timeoutMs} ms`)
  return unavailable(what, cause)
}
