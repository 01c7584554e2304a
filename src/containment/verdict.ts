import type { BlockObservation, TamperingAct, Verdict } from '../domain/verdict.js'

/** What is known before the first look: nothing. */
export function initialVerdict(): Verdict {
  return { policy: 'unknown', enforcement: 'notObserved', tampering: [], contained: false }
}

/**
 * The verdict after one more look. `policy` is what this look saw. The rest only gets worse: a success after the window
 * and an act against the block stay on the verdict for good, so "contained" never comes back once either was seen. A
 * policy that was found missing or altered is such an act, also when nobody is named: it did not hold through the soak.
 * IAM may answer a stale "not there" just after a write; whoever looks must read again within the window before
 * reporting a miss.
 */
export function addObservation(
  verdict: Verdict,
  observation: BlockObservation,
  { soakComplete }: { soakComplete: boolean },
): Verdict {
  const { policy } = observation
  const enforcement = nextEnforcement(verdict, observation)
  const tampering = withoutDuplicates([...verdict.tampering, ...observation.tampering, ...miss(verdict, observation)])
  const contained = soakComplete && policy === 'held' && enforcement !== 'violated' && tampering.length === 0
  return { policy, enforcement, tampering, contained }
}

/** What was seen counts also where only a part of the trail could be read; what was not seen never counts. */
function nextEnforcement(verdict: Verdict, { succeeded, denied }: BlockObservation): Verdict['enforcement'] {
  if (verdict.enforcement === 'violated' || succeeded.length > 0) return 'violated'
  return denied > 0 ? 'observed' : verdict.enforcement
}

/** One act for each time that the policy went away or changed, not one for each look that finds it so. */
function miss(verdict: Verdict, { policy, readAt }: BlockObservation): TamperingAct[] {
  if (policy === 'held' || policy === verdict.policy) return []
  return [{ what: `block policy ${policy}`, by: null, at: readAt }]
}

function withoutDuplicates(acts: TamperingAct[]): TamperingAct[] {
  return [...new Map(acts.map((act) => [JSON.stringify([act.what, act.by, act.at]), act])).values()]
}
