import type { AnchoredCheckpoint } from './anchor.js'
import type { Checkpoint, DatabaseIdentity } from './checkpoint.js'

/**
 * Whether the database is the one that was written to last. `olderThanAnchor`: an anchor holds a checkpoint that it does
 * not hold: it is a restored backup, or a copy that others went on without. `anotherDatabase`: its own newest checkpoint,
 * or an anchor's, was made on a database of another identity: a restored dump, a clone, or an empty one on old anchors.
 * `copiedFiles`: all that is known fits, but its files are a copy of those that its newest checkpoint was made on: what was
 * recorded after the copy was made may be missing, with the anchors that told of it.
 */
export type Standing =
  | { readonly kind: 'current' }
  | {
      readonly kind: 'olderThanAnchor'
      readonly anchor: { readonly sink: string; readonly number: number; readonly at: string | null }
      /** The newest checkpoint that the database itself holds; 0: none. */
      readonly ownNumber: number
    }
  | { readonly kind: 'anotherDatabase'; readonly expected: DatabaseIdentity; readonly found: DatabaseIdentity }
  /** `number`, `at`: of the newest checkpoint that the copy holds. */
  | { readonly kind: 'copiedFiles'; readonly number: number; readonly at: string }

/** The newest checkpoint of one anchor, and the hash under that number in the database; null: it holds none of that number. */
export interface ComparedAnchor {
  readonly sink: string
  readonly newest: AnchoredCheckpoint
  readonly ownHash: string | null
}

export interface StandingInputs {
  readonly identity: DatabaseIdentity
  readonly newest: Checkpoint | null
  readonly anchors: readonly ComparedAnchor[]
}

/**
 * Another database is said before an older one: what it lacks is then only the consequence. Copied files are said last:
 * an anchor that knows more also knows how much more.
 */
export function databaseStanding({ identity, newest, anchors }: StandingInputs): Standing {
  const ahead = anchors.filter(({ newest: anchored, ownHash }) => ownHash !== anchored.hash)
  const furthest = ahead.toSorted((a, b) => b.newest.number - a.newest.number)[0]
  const known = [newest, furthest?.newest.checkpoint ?? null].flatMap((each) => each?.body.database ?? [])
  const expected = known.find((each) => !isSameDatabase(each, identity))
  if (expected !== undefined) return { kind: 'anotherDatabase', expected, found: identity }
  if (furthest === undefined) return standingOfFiles(identity, newest)
  const { number, checkpoint } = furthest.newest
  const anchor = { sink: furthest.sink, number, at: checkpoint?.body.at ?? null }
  return { kind: 'olderThanAnchor', anchor, ownNumber: newest?.body.number ?? 0 }
}

function standingOfFiles({ files }: DatabaseIdentity, newest: Checkpoint | null): Standing {
  const known = newest?.body.database.files ?? null
  if (newest === null || known === null || files === null || known === files) return { kind: 'current' }
  return { kind: 'copiedFiles', number: newest.body.number, at: newest.body.at }
}

/** Apart from its files. A role that may not read the system identifier says nothing about it: then the other two decide. */
export function isSameDatabase(one: DatabaseIdentity, other: DatabaseIdentity): boolean {
  const clusters = [one.systemIdentifier, other.systemIdentifier]
  const isSameCluster = clusters.includes(null) || clusters[0] === clusters[1]
  return isSameCluster && one.databaseOid === other.databaseOid && one.instanceId === other.instanceId
}
