/** A list that cannot be read, or has nothing in it that can be used. */
export class ThreatListError extends Error {
  override readonly name = 'ThreatListError'

  constructor(
    readonly path: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${path} is no list of addresses that can be used: ${reason}`, options)
  }
}
