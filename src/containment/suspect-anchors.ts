import type { AnywhereAct, AnywhereImage, TrustAnchor } from '../domain/roles-anywhere.js'

/** Why an enabled trust anchor goes with the profile; by its id. */
export type AnchorReasons = ReadonlyMap<string, string>

const actsOnAnchors = ['CreateTrustAnchor', 'UpdateTrustAnchor', 'EnableTrustAnchor']

/**
 * Trust anchors that came or changed around the time at which the profile did, or that whoever made the profile made, changed or
 * turned on. Every other enabled one goes with the profile as well, and serves others: those are named to people and left on.
 */
export function suspectAnchors(
  { profile, trustAnchors }: AnywhereImage,
  acts: readonly AnywhereAct[],
  { madeBy, nearMs }: { readonly madeBy: string | null; readonly nearMs: number },
): AnchorReasons {
  const reasons = trustAnchors
    .filter(({ enabled }) => enabled)
    .map((anchor) => [anchor.trustAnchorId, actOf(anchor, acts, madeBy) ?? nearness(anchor, profile, nearMs)] as const)
  return new Map(reasons.flatMap(([id, reason]) => (reason === null ? [] : [[id, reason]])))
}

function actOf({ trustAnchorId }: TrustAnchor, acts: readonly AnywhereAct[], madeBy: string | null): string | null {
  if (madeBy === null) return null
  const act = acts.find(({ eventName, objectId, by }) => {
    return actsOnAnchors.includes(eventName) && objectId === trustAnchorId && by.toLowerCase() === madeBy.toLowerCase()
  })
  return act === undefined ? null : `${act.eventName} at ${act.at} by whoever made the profile`
}

function nearness(anchor: TrustAnchor, profile: AnywhereImage['profile'], nearMs: number): string | null {
  const isNear = (at: string) =>
    [profile.createdAt, profile.updatedAt].some((moment) => Math.abs(Date.parse(at) - Date.parse(moment)) <= nearMs)
  if (isNear(anchor.createdAt)) return `created at ${anchor.createdAt}, near the profile`
  return isNear(anchor.updatedAt) ? `changed at ${anchor.updatedAt}, near the profile` : null
}
