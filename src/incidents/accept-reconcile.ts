import { authorise } from './authorise.js'
import type { BrakedRealm, Wisher } from './change-brakes.js'
import type { ReconcileRow } from './reconcile.js'

/** A realm, and what was found when AWS was compared with its record. */
export interface ReconciledRealm extends BrakedRealm {
  readonly rows: readonly ReconcileRow[]
  /** What could not be compared, in sentences. */
  readonly notCompared: readonly string[]
  /** True where the database is current; `continueFromHere` is then not asked. */
  readonly isCurrent: boolean
  /** A person's word that this database goes on; false: it could not be recorded now. */
  continueFromHere(word: { readonly by: string; readonly reason: string }): Promise<boolean>
}

export type Accepted =
  | { readonly status: 'accepted'; readonly released: boolean }
  | { readonly status: 'refused'; readonly code: 'notPermitted' | 'tryAgain'; readonly reason: string }

/** One record of a system chain should stay readable: what is beyond is counted. */
const LISTED = 200

/**
 * A person's word that the differences between AWS and the record are known, and that this database is the one to go on
 * with: on the system chain first, then in the next checkpoint, and only then are writes let go on. Writes nothing to AWS.
 */
export async function acceptReconcile(
  realm: ReconciledRealm,
  { by, rules }: Wisher,
  reason: string,
): Promise<Accepted> {
  const authorised = rules === null ? null : authorise(rules, by, { verb: 'acceptReconcile' }, null)
  if (authorised?.allowed === false) return { status: 'refused', code: 'notPermitted', reason: authorised.reason }
  const differing = realm.rows.filter(({ agrees }) => !agrees)
  await realm.systemLog.append({
    what: 'RECONCILED',
    detail: {
      reason,
      compared: realm.rows.length,
      differing: differing.length,
      differences: differing.slice(0, LISTED).map(({ finding, subject, containmentId, incidentId }) => ({
        finding,
        subject,
        containmentId,
        incidentId,
      })),
      notCompared: [...realm.notCompared],
    },
    actor: { kind: 'person', name: by },
  })
  if (!realm.isCurrent && !(await realm.continueFromHere({ by, reason }))) {
    const why =
      'No checkpoint could be taken of it: an anchor does not answer, or another process takes one. Try again.'
    return { status: 'refused', code: 'tryAgain', reason: why }
  }
  await realm.brakes.bindIdentity()
  const released = [false, true].map((everywhere) => realm.brakes.release({ kind: 'standing', everywhere }))
  return { status: 'accepted', released: (await Promise.all(released)).some((brake) => brake !== null) }
}
