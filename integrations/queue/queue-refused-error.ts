/** The queue's server is there, but its settings would lose jobs: somebody has to change them. */
export class QueueRefusedError extends Error {
  override readonly name = 'QueueRefusedError'
}
