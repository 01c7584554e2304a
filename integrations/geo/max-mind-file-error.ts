/** A MaxMind file that cannot be used: missing, too large, damaged, or of a kind that has no places and no networks. */
export class MaxMindFileError extends Error {
  override readonly name = 'MaxMindFileError'

  constructor(
    readonly path: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${path} is no MaxMind file that can be used: ${reason}`, options)
  }
}
