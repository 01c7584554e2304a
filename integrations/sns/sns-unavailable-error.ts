/** What a message needs could not be had just now: SNS is told so (503), and tries again. */
export class SnsUnavailableError extends Error {
  override readonly name = 'SnsUnavailableError'
}
