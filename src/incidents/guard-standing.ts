import type { DatabaseIdentity } from '../audit/checkpoint.js'
import type { Standing } from '../audit/database-standing.js'
import type { SystemLog } from '../audit/system-log.js'
import { assertNever } from '../domain/assert-never.js'
import type { BrakeStore } from '../engine/brakes.js'
import type { Log } from '../engine/engine.js'

export interface StandingGuard {
  readonly brakes: BrakeStore
  readonly systemLog: SystemLog
  readonly log: Log
  /** `unread`: anchors that did not answer; the standing is without them. */
  readStanding(): Promise<{ readonly standing: Standing; readonly unread: readonly string[] }>
}

/**
 * Holds every write of the realm where its database is not the one that was written to last: what it holds to be so may not
 * be so any more. Only a person releases that, by `reconcile --accept`. An anchor that does not answer holds nothing: an
 * outage of a bucket must not keep a block from a stolen role.
 */
export async function guardStanding({ brakes, systemLog, log, readStanding }: StandingGuard): Promise<void> {
  const { standing, unread } = await readStanding()
  if (unread.length > 0) log.warn('The standing of the database was judged without some anchors.', { unread })
  const reason = whyNotCurrent(standing)
  if (reason === null) return
  if (!(await brakes.pull({ kind: 'standing', everywhere: false, reason, by: 'tourniquet' }))) return
  // Somebody's word for this database may have come in between, and would be undone: nobody would give it twice.
  const again = await readStanding()
  if (again.standing.kind === 'current' && again.unread.length === 0) {
    await brakes.release({ kind: 'standing', everywhere: false })
    return
  }
  log.error('Writes to IAM are held until `tourniquet reconcile --accept`.', { reason })
  const actor = { kind: 'engine', name: 'standing' } as const
  await systemLog.append({ what: 'STANDING_LOST', detail: { reason, standing: standing.kind }, actor })
}

/** null: the database is the one that it should be. */
export function whyNotCurrent(standing: Standing): string | null {
  switch (standing.kind) {
    case 'current':
      return null
    case 'olderThanAnchor': {
      const { anchor, ownNumber } = standing
      return `the anchor ${anchor.sink} holds checkpoint ${anchor.number}, the database ends at ${ownNumber}: it is an older one`
    }
    case 'anotherDatabase':
      return `it was made as ${nameOf(standing.expected)} and is ${nameOf(standing.found)} now: it is a copy`
    case 'copiedFiles':
      return `these database files were copied or restored since checkpoint ${standing.number} of ${standing.at}: what was recorded after that may be missing`
    default:
      return assertNever(standing, 'standing')
  }
}

function nameOf({ systemIdentifier, databaseOid }: DatabaseIdentity): string {
  return `${systemIdentifier ?? '?'}/${databaseOid}`
}
