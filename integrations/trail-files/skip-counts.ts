/** How many were passed over, by reason. */
export class SkipCounts {
  readonly #byReason = new Map<string, number>()

  get total(): number {
    return [...this.#byReason.values()].reduce((sum, count) => sum + count, 0)
  }

  add(reason: string, count = 1): void {
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + count)
  }

  /** Most frequent first; equally frequent ones by name. */
  entries(): readonly (readonly [reason: string, count: number])[] {
    return [...this.#byReason].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  }
}
