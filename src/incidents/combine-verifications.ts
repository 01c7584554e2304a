import type { AuditVerification, VerifiedAnchor } from './verify-audit.js'

export interface RealmVerification {
  readonly realm: string
  readonly found: AuditVerification
}

/** All realms of a configuration as one: the least that holds for each of them. One without a record says nothing. */
export function combineVerifications(
  realms: readonly [RealmVerification, ...RealmVerification[]],
): AuditVerification & { readonly realms: readonly { readonly realm: string; readonly records: number }[] } {
  const all = realms.map(({ found }) => found)
  const spoken = all.filter(({ records, broken }) => records > 0 || broken.length > 0)
  const counted = spoken.length > 0 ? spoken : all
  const broken = all.flatMap((found) => found.broken)
  const sum = (of: (found: AuditVerification) => number) => all.reduce((total, found) => total + of(found), 0)
  return {
    verified: all.every(({ verified }) => verified),
    incidents: sum(({ incidents }) => incidents),
    records: sum(({ records }) => records),
    checkpoints: sum(({ checkpoints }) => checkpoints),
    firstBroken: all.find(({ firstBroken }) => firstBroken !== null)?.firstBroken ?? null,
    broken,
    verifiedUpTo: broken.length > 0 ? null : earliest(counted.map(({ verifiedUpTo }) => verifiedUpTo)),
    anchors: combineAnchors(all),
    localOnly: counted.some(({ localOnly }) => localOnly),
    exposedWindow: {
      records: sum(({ exposedWindow }) => exposedWindow.records),
      since: earliest(counted.map(({ exposedWindow }) => exposedWindow.since)),
    },
    continued: all.flatMap(({ continued }) => continued),
    realms: realms.map(({ realm, found: { records } }) => ({ realm, records })),
  }
}

/** null where one of them is: nothing is known of all then. */
function earliest(dates: readonly (string | null)[]): string | null {
  const known = dates.filter((date) => date !== null)
  return known.length < dates.length ? null : (known.toSorted()[0] ?? null)
}

/** Each realm numbers its own checkpoints; the number shown is of the one whose newest is the oldest. */
function combineAnchors(all: readonly AuditVerification[]): VerifiedAnchor[] {
  const combined = new Map<string, VerifiedAnchor>()
  for (const { anchors, records } of all) {
    for (const anchor of anchors) {
      const known = combined.get(anchor.name)
      if (known === undefined || (known.checkpoint === null && known.exposed === 0)) {
        combined.set(anchor.name, anchor)
        continue
      }
      const older = records > 0 && (anchor.at ?? '') < (known.at ?? '') ? anchor : known
      combined.set(anchor.name, {
        ...older,
        exposed: known.exposed + anchor.exposed,
        torn: known.torn || anchor.torn,
        problem: known.problem ?? anchor.problem,
      })
    }
  }
  return [...combined.values()]
}
