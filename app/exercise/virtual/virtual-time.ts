interface Entry {
  readonly atMs: number
  readonly key: string
  readonly order: number
  readonly act: () => void
}

/**
 * A clock that stands until it is moved on to the next thing that is due. Of what is due at the same moment the smaller key
 * comes first, and not what happened to be asked for first: the order in which a socket is read must not decide.
 */
export class VirtualTime {
  readonly startsAt: Date
  #nowMs = 0
  #asked = 0
  readonly #agenda: Entry[] = []
  readonly #followers: ((ms: number) => void)[] = []

  constructor(startsAt: Date) {
    this.startsAt = startsAt
  }

  /** Milliseconds since the start. */
  get nowMs(): number {
    return this.#nowMs
  }

  now(): Date {
    return new Date(this.startsAt.getTime() + this.#nowMs)
  }

  /** Another clock that goes with this one is told by how much it went on. */
  follow(follower: (ms: number) => void): void {
    this.#followers.push(follower)
  }

  at(atMs: number, key: string, act: () => void): void {
    this.#asked += 1
    const entry = { atMs: Math.max(atMs, this.#nowMs), key, order: this.#asked, act }
    const index = this.#agenda.findIndex((other) => isBefore(entry, other))
    this.#agenda.splice(index === -1 ? this.#agenda.length : index, 0, entry)
  }

  wait(ms: number, key: string): Promise<void> {
    return new Promise((resolve) => this.at(this.#nowMs + ms, key, resolve))
  }

  /** When the next entry is due; infinite where none is. */
  nextAtMs(): number {
    return this.#agenda[0]?.atMs ?? Number.POSITIVE_INFINITY
  }

  moveTo(atMs: number): void {
    const ms = atMs - this.#nowMs
    if (ms < 0) throw new RangeError(`Time does not go back: ${this.#nowMs} to ${atMs}.`)
    if (ms === 0) return
    this.#nowMs = atMs
    for (const follow of this.#followers) follow(ms)
  }

  /** Moves on to the next entry and lets it happen, one alone: what it sets off comes before the entry after it. */
  actNext(): void {
    const entry = this.#agenda.shift()
    if (entry === undefined) throw new Error('Nothing is due, now or later.')
    this.moveTo(entry.atMs)
    entry.act()
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs
  return a.key === b.key ? a.order < b.order : a.key < b.key
}
