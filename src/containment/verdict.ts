import type { BlockObservation, Suspect, TamperingAct, Verdict } from '../domain/verdict.js'

/** So many looks in a row that could not ask CloudTrail leave nothing known of what was done since. As many as a live soak has. */
const UNREAD_LOOKS = 3

/**
 * True of a block that was looked at where what the principal did is not known: CloudTrail has not answered, or not for a while.
 * Where it answered and had more than could be read (`trailCut`), that is what is said instead.
 */
export function isTrailUnknown(verdict: Pick<Verdict, 'policy' | 'trailCut' | 'trailUnread'>): boolean {
  const { policy, trailCut, trailUnread = 0 } = verdict
  return policy !== 'unknown' && trailCut !== true && trailUnread >= UNREAD_LOOKS
}

/** What is known before the first look: nothing. */
export function initialVerdict(): Verdict {
  return {
    policy: 'unknown',
    enforcement: 'notObserved',
    simulation: 'unknown',
    tampering: [],
    suspects: [],
    trailUnread: UNREAD_LOOKS,
    contained: false,
  }
}

/**
 * The verdict after one more look. `policy` is what this look saw, `simulation` the newest answer, `suspects` the newest
 * list; a suspect that the principal is known to have made stays on it. A success after the window and an act against the
 * block stay on the verdict for good, so "contained" never comes back once either was seen. A policy that was found missing
 * or altered is such an act, also when nobody is named: it did not hold through the soak. Of a CloudTrail that was not read to its
 * end, the newest look that asked it counts: one that covers the window makes up for those before. Of one that could not be asked,
 * one answer in three looks is enough, for each look asks for the whole span again. A look of depth `policy` says nothing
 * about enforcement, suspects and simulation. IAM may answer a stale "not there" just after a write; whoever looks must read
 * again within the window before reporting a miss.
 */
export function addObservation(
  verdict: Verdict,
  observation: BlockObservation,
  { soakComplete }: { soakComplete: boolean },
): Verdict {
  const { policy } = observation
  const deeper = observation.depth === 'policy' ? verdict : deeperThanPolicy(verdict, observation)
  const { enforcement, simulation, suspects } = deeper
  const tampering = withoutDuplicates([...verdict.tampering, ...observation.tampering, ...miss(verdict, observation)])
  // A look that could not ask at all makes up for nothing.
  const isAnswered = observation.depth === 'full' && (observation.eventsRead || observation.eventsCut === true)
  const trailCut = isAnswered ? observation.eventsCut : verdict.trailCut
  const trailUnread = unreadAfter(verdict, observation)
  const hasNews = tampering.length > 0 || suspects.length > 0
  const isUnseen = trailCut === true || isTrailUnknown({ policy, trailUnread })
  const spoiled = enforcement === 'violated' || simulation === 'allowed' || hasNews || isUnseen
  return {
    policy,
    enforcement,
    simulation,
    tampering,
    suspects,
    ...(trailCut === undefined ? {} : { trailCut }),
    ...(trailUnread === 0 ? {} : { trailUnread }),
    contained: soakComplete && policy === 'held' && !spoiled,
  }
}

function unreadAfter({ trailUnread = 0 }: Verdict, { depth, eventsRead }: BlockObservation): number {
  if (depth !== 'full') return trailUnread
  return eventsRead ? 0 : Math.min(UNREAD_LOOKS, trailUnread + 1)
}

function deeperThanPolicy(
  verdict: Verdict,
  observation: BlockObservation,
): Pick<Verdict, 'enforcement' | 'simulation' | 'suspects'> {
  const { status } = observation.simulation
  return {
    enforcement: nextEnforcement(verdict, observation),
    simulation: status === 'denied' || status === 'allowed' ? status : verdict.simulation,
    suspects: observation.suspects === null ? verdict.suspects : nextSuspects(verdict.suspects, observation.suspects),
  }
}

/** What was seen counts also where only a part of the trail could be read; what was not seen never counts. */
function nextEnforcement(verdict: Verdict, { succeeded, denied }: BlockObservation): Verdict['enforcement'] {
  if (verdict.enforcement === 'violated' || succeeded.length > 0) return 'violated'
  return denied > 0 ? 'observed' : verdict.enforcement
}

/** A look that did not read the trail knows less of who made what than one before it. */
function nextSuspects(known: readonly Suspect[], newest: readonly Suspect[]): Suspect[] {
  const proven = known.filter(({ cause }) => cause === 'principal')
  const names = new Set(proven.map(nameOf))
  return [...proven, ...newest.filter((suspect) => !names.has(nameOf(suspect)))]
}

function nameOf({ kind, name }: Suspect): string {
  return `${kind} ${name.toLowerCase()}`
}

/** One act for each time that the policy went away or changed, not one for each look that finds it so. */
function miss(verdict: Verdict, { policy, missing, readAt }: BlockObservation): TamperingAct[] {
  if (policy === 'held' || policy === verdict.policy) return []
  const which = missing.length === 0 ? '' : `: ${missing.join('; ')}`
  return [{ what: `block policy ${policy}${which}`, by: null, at: readAt }]
}

function withoutDuplicates(acts: TamperingAct[]): TamperingAct[] {
  return [...new Map(acts.map((act) => [JSON.stringify([act.what, act.by, act.at]), act])).values()]
}
