/** The queue's server is away, overloaded or too slow: try again later. Nothing is lost, the database has the work. */
export class QueueUnavailableError extends Error {
  override readonly name = 'QueueUnavailableError'
}
