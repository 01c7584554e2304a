/**
 * Where the product is killed: around the n-th database commit of the record, or around its n-th call to AWS.
 *
 * - commit before: the n-th statement that writes has left the product, and never reaches PostgreSQL.
 * - commit after: the n-th commit is done, and its reply never reaches the product.
 * - http before, http after: the same for requests and AWS.
 */
export interface KillPoint {
  readonly kind: 'commit' | 'http'
  readonly position: 'before' | 'after'
  readonly n: number
}

export function describePoint({ kind, position, n }: KillPoint): string {
  return `${position} ${kind} ${n}`
}

/** Counts what passes the proxies, and pulls once, at its point. */
export interface Tripwire {
  /** Counts one passing. True where it was the point: the product is dead now, and nothing may go on to either side. */
  pass(kind: KillPoint['kind'], position: KillPoint['position']): boolean
}

/** `pull` must have killed the product when it returns. Without a point nothing is ever pulled. */
export function tripwire(point: KillPoint | null, pull: () => void): Tripwire {
  let left = point?.n ?? 0
  return {
    pass: (kind, position) => {
      if (point === null || left === 0 || point.kind !== kind || point.position !== position) return false
      left -= 1
      if (left > 0) return false
      pull()
      return true
    },
  }
}
