import { type ContainPlan, containPlanSchema, planDigest } from '../domain/plan.js'

/** Why no more of an entity can be denied than a block of it denies already, in a sentence; null where more can. */
export function whyNotWider({ writes, entity }: ContainPlan): string | null {
  const purposes = writes.map(({ purpose }) => purpose)
  if (entity.type === 'role' && purposes.includes('denySession') && !purposes.includes('denyAll')) return null
  return `The block denies more than one session of ${entity.type} "${entity.name}" already.`
}

/**
 * Why a plan of the whole role is no wider than the one session denied, in a sentence; null where it is. Where the configuration
 * only revokes older sessions, whoever came back opens the next one, and which session is denied would not be known any more.
 */
export function whyNoMore({ writes, entity, modes }: ContainPlan): string | null {
  if (writes.some(({ purpose }) => purpose === 'denyAll')) return null
  return `What would be written to role "${entity.name}" (${modes.join(', ')}; see containment.modes.role) does not deny all of it: a session opened later would go on.`
}

/**
 * The plan that denies all of a role of which one session is denied: of the same containment, held against the same pre-image,
 * so that one restore undoes both. What is new is written first, for it is what everything is asked again about; what stands is
 * among its writes and stays as it is. The trail is read for the whole role from then on.
 */
export function widerPlan(whole: ContainPlan, standing: ContainPlan): ContainPlan {
  const scope = whole.scope === undefined ? {} : { scope: { ...whole.scope, other: null } }
  return containPlanSchema.parse({
    ...whole,
    ...scope,
    widens: planDigest(standing),
    writes: [...whole.writes, ...standing.writes],
  })
}
