import type { FamilyMember } from '../src/containment/applied-block.js'
import { toldOf } from '../src/containment/returned-sessions.js'
import { assertNever } from '../src/domain/assert-never.js'
import type { Incident } from '../src/domain/incident.js'
import { isDoor } from '../src/domain/openings.js'
import type { ContainPlan } from '../src/domain/plan.js'
import type { BlockObservation, LookDepth, Suspect } from '../src/domain/verdict.js'
import type { Since } from './applied-block.js'
import { readContainPlan } from './filed-documents.js'
import { followReturned } from './follow-returned.js'
import { reportLateWider } from './late-wider.js'
import { observeTrail } from './observe-trail.js'
import { withoutClosedDoors } from './open-doors.js'
import { readBack, type Standing } from './read-back.js'
import { pauseBeforeReread, REREADS } from './reread.js'
import { simulateProbes } from './simulate-probes.js'
import { type SweepOrder, sweepAccount } from './sweep-account.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * One look at the block: is everything that we wrote there, word for word, on the very entity; what else changed around it; and
 * what did the principal get done since? Reads only. A block that is off and is put back is reported at once: who took it off
 * is for the next look. A CloudTrail or simulator that cannot be asked leaves its part unknown for this look; IAM that cannot be asked fails
 * the look, and after its retries a person is asked: an unverifiable block is never called held.
 */
export async function checkBlock(
  tools: IncidentTools,
  { incident }: Assignment,
  { depth, planDigest, appliedAt, gapsUpTo, unreported }: LookOrder,
): Promise<EffectResult> {
  const plan = await readContainPlan(tools.engine.store, planDigest)
  // Before anything is held against a block that is not the one that stands.
  const late = await reportLateWider(tools, unreported, plan)
  if (late !== null) return { outcome: late }
  const order = { plan, appliedAt, gapsUpTo, family: familyOf(incident), depth }
  switch (depth) {
    case 'policy':
      return observed(tools, depth, await readAgain(tools, plan), {})
    case 'account': {
      // Side by side: an attacker who is quick enough to get back in must not be quicker than the look.
      const [standing, sweep] = await Promise.all([
        readAgain(tools, plan),
        sweepAccount(tools, { ...order, events: [] }),
      ])
      return observed(tools, depth, standing, sweep)
    }
    case 'full': {
      const standing = await readAgain(tools, plan)
      if (standing.policy !== 'held' && isPutBack(incident)) return observed(tools, depth, standing, {})
      return observed(tools, depth, standing, await lookAtAll(tools, incident, order))
    }
    default:
      return assertNever(depth, 'depth')
  }
}

interface LookOrder extends Since {
  readonly depth: LookDepth
  readonly planDigest: string
  readonly unreported?: string | undefined
}

/** Nobody puts it back while a person is asked: then there is time to see who took it off. */
function isPutBack({ state }: Incident): boolean {
  return state !== 'needsHuman'
}

/** CloudTrail first, since it tells who made what the sweep finds. */
async function lookAtAll(tools: IncidentTools, incident: Incident, order: Omit<SweepOrder, 'events'>): Promise<Seen> {
  const trail = await observeTrail(tools, incident, order.plan, order)
  const { returned } = trail
  const events = [...trail.events, ...(await followReturned(tools, order.plan, returned, trail.makingsFrom))]
  // Also those that nobody is told of: else the makings of one session would be hidden behind twenty others.
  const family = [...(order.family ?? []), ...returned.flatMap(toMember)]
  const [sweep, simulation] = await Promise.all([
    sweepAccount(tools, { ...order, family, events }),
    simulateProbes(tools, order.plan),
  ])
  const tampering = [...trail.activity.tampering, ...sweep.tampering]
  const found = sweep.suspects === null ? null : await withoutClosedDoors(tools, sweep.suspects, events)
  // Where the account could not be read, what nobody is known to have made is as suspect as it was.
  const others = found ?? incident.snapshot.context.verdict.suspects.filter(({ cause }) => cause === 'unknown')
  const suspects = found === null && returned.length === 0 ? null : [...others, ...toldOf(returned)]
  const seen = { ...trail.activity, tampering, suspects, simulation, eventsRead: trail.isWhole }
  return trail.isCut ? { ...seen, eventsCut: true } : seen
}

/** Whom earlier looks proved to be of the principal's making. A session acts by its key. */
function familyOf({ snapshot }: Incident): FamilyMember[] {
  return snapshot.context.verdict.suspects.filter(({ cause }) => cause === 'principal').flatMap(toMember)
}

/** A way in from outside AWS makes no calls. */
function toMember({ kind, name }: Suspect): FamilyMember[] {
  return isDoor(kind) ? [] : [{ kind: kind === 'session' ? 'accessKey' : kind, name }]
}

type Seen = Partial<Omit<BlockObservation, 'depth' | 'policy' | 'missing' | 'readAt'>>

/** What is not seen in a look is said as such: nothing denied, nothing passed, nothing known of the account. */
function observed(tools: IncidentTools, depth: LookDepth, standing: Standing, seen: Seen): EffectResult {
  const readAt = tools.engine.clock.now().toISOString()
  const { policy, missing } = standing
  const observation = { ...nothingSeen, ...seen, depth, policy, missing: [...missing], readAt }
  return { outcome: { type: 'BLOCK_OBSERVED', observation } }
}

const nothingSeen = {
  denied: 0,
  succeeded: [],
  inWindow: [],
  undeniable: [],
  tampering: [],
  suspects: null,
  simulation: { status: 'notAsked', notDenied: [] },
  eventsRead: false,
} satisfies Seen

/** A miss stays on the verdict for good, and IAM may answer from a moment ago: it is read again before it counts. */
async function readAgain({ aws, engine }: IncidentTools, plan: ContainPlan): Promise<Standing> {
  const scope = { aws, entity: plan.entity, containmentId: plan.containmentId }
  for (let reread = 0; ; reread += 1) {
    const found = await readBack(scope, plan)
    if (found.policy === 'held' || reread >= REREADS) return found
    await pauseBeforeReread(engine.clock)
  }
}
