import type { AnchorSink } from '../../../src/audit/anchor.js'
import type { Checkpoint } from '../../../src/audit/checkpoint.js'

/** An anchor outside of everything, in this process. */
export function memoryAnchor(name = 'memory:outside'): AnchorSink & { readonly held: Checkpoint[] } {
  const held: Checkpoint[] = []
  const entries = (realm: string) =>
    held
      .filter(({ body }) => body.realm === realm)
      .map((checkpoint) => ({ number: checkpoint.body.number, hash: checkpoint.hash, checkpoint }))
  return {
    name,
    outside: true,
    held,
    write: async (checkpoint) => void held.push(checkpoint),
    read: async (realm) => ({ entries: entries(realm), torn: false, faults: [] }),
    readNewest: async (realm) => entries(realm).toSorted((a, b) => b.number - a.number)[0] ?? null,
  }
}
