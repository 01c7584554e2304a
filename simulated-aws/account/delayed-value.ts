type Version<Value> = { readonly effectiveAtMs: number; readonly value: Value }

/**
 * IAM answers a write at once and enforces it seconds later; an attacker can use that window (hackingthe.cloud,
 * iam_persistence_eventual_consistency: policies, memberships, boundaries, disabled and deleted keys alike). Hence two
 * views of one thing: the entity's own fields are what the API reports, and this is what authorization goes by.
 */
export class DelayedValue<Value> {
  readonly #before: Value
  #versions: Version<Value>[] = []

  /** @param before in force until something else is */
  constructor(before: Value) {
    this.#before = before
  }

  /** Replaces everything: this is in force now, as for what existed before the account was started. */
  settle(value: Value): void {
    this.#versions = [{ effectiveAtMs: Number.NEGATIVE_INFINITY, value }]
  }

  /** `value` was written at `nowMs` and comes into force `delayMs` later. */
  write(value: Value, nowMs: number, delayMs: number): void {
    const inForce = this.#indexInForce(nowMs)
    if (inForce > 0) this.#versions.splice(0, inForce)
    this.#versions.push({ effectiveAtMs: nowMs + delayMs, value })
  }

  inForceAt(nowMs: number): Value {
    const index = this.#indexInForce(nowMs)
    const version = this.#versions[index]
    return version === undefined ? this.#before : version.value
  }

  #indexInForce(nowMs: number): number {
    return this.#versions.findLastIndex((version) => version.effectiveAtMs <= nowMs)
  }
}
