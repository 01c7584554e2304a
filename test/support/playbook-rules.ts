import { MAX_REPUTS } from '../../playbooks/stages/timing.js'
import { topState } from '../../src/domain/incident.js'
import type { IncidentContext } from '../../src/domain/incident-context.js'
import type { Verdict } from '../../src/domain/verdict.js'
import type { Step } from '../../src/engine/advance.js'
import type { Happening } from './fixtures/journeys.js'
import { describeOrder } from './play.js'
import type { Edge, World } from './playbook-world.js'

/** What must hold for every step of an incident, whatever happens to it. */
const RULES: Readonly<Record<string, (edge: Edge) => boolean>> = {
  'contained means that the verdict is contained, and that nothing had to be put back': ({ after }) =>
    topOf(after) !== 'contained' || (contextOf(after).verdict.contained && contextOf(after).reputs === 0),
  'contained means that the last look saw the block held, no suspect, and no simulated way around it': ({ after }) =>
    topOf(after) !== 'contained' || isSpotless(contextOf(after).verdict),
  'the soak ends in contained with a full look only': ({ before, event, after }) =>
    topOf(after) !== 'contained' || before === null || topOf(before) !== 'verifying' || isFullLook(event),
  'the block is ordered only by the approval that makes the quorum, for the very plan': ({ before, event, step }) =>
    step.effects.every(
      (effect) =>
        effect.kind !== 'putBlock' ||
        ((isQuorum(before, event, 'awaitingApproval') || isQuorum(before, event, 'awaitingWiderApproval')) &&
          effect.planDigest === before?.snapshot.context.openPlanDigest),
    ),
  'restoring begins only with the approval that makes the quorum': ({ before, event, after }) =>
    topOf(after) !== 'restoring' ||
    (before !== null && topOf(before) === 'restoring') ||
    isQuorum(before, event, 'awaitingRestoreApproval'),
  'nothing is planned, asked or written on a finding that could have been forged': ({ step, after }) =>
    contextOf(after).trusted ||
    step.effects.every(({ kind }) => !['preparePlan', 'askApproval', 'putBlock', 'reputBlock'].includes(kind)),
  'a finding that could have been forged is made true by AWS, by a person or by another finding': ({
    before,
    event,
    after,
  }) =>
    before === null ||
    contextOf(before).trusted ||
    !contextOf(after).trusted ||
    ['FINDING_CONFIRMED', 'VOUCHED', 'FINDING_JOINED'].includes(event?.type ?? ''),
  'silence decides nothing: time alone neither blocks, nor denies, nor gives back': ({ before, event, after }) =>
    before === null ||
    event?.type.startsWith('xstate.after.') !== true ||
    topOf(before) === topOf(after) ||
    !['blocking', 'denied', 'restoring'].includes(topOf(after)),
  'a plan is put before the first circle without any vote': ({ step, after }) =>
    step.effects.every(
      (effect) => effect.kind !== 'askApproval' || effect.circle !== 'first' || contextOf(after).approvals.length === 0,
    ),
  'a question that ends with nobody having decided is told': ({ before, step, after }) =>
    before === null ||
    contextOf(after).expiredPlanDigest === null ||
    contextOf(before).expiredPlanDigest === contextOf(after).expiredPlanDigest ||
    step.effects.some(({ kind }) => kind === 'notify'),
  'access is given back only while restoring, by the plan that was approved': ({ step, after }) =>
    step.effects.every(
      (effect) =>
        (effect.kind !== 'removeBlock' && effect.kind !== 'revokeOlderSessions') ||
        (step.state === 'restoring' &&
          effect.planDigest === contextOf(after).openPlanDigest &&
          effect.planDigest === contextOf(after).restorePlanDigest),
    ),
  'after a compromise the block goes only when older sessions are revoked and that had its time': ({
    event,
    step,
    after,
  }) =>
    step.effects.every(({ kind }) => kind !== 'removeBlock') ||
    contextOf(after).restoreAs !== 'compromise' ||
    event?.type.includes('revokeSoak') === true,
  'a re-put is counted and bounded, unless a person asked for it': ({ before, event, step, after }) =>
    step.effects.every(
      ({ kind }) =>
        kind !== 'reputBlock' ||
        isRetry(before, event) ||
        (before !== null &&
          contextOf(after).reputs === contextOf(before).reputs + 1 &&
          contextOf(after).reputs <= MAX_REPUTS),
    ),
  'only a fresh block or a person starts the count of re-puts again': ({ before, event, after }) =>
    before === null ||
    contextOf(after).reputs >= contextOf(before).reputs ||
    event?.type === 'RETRY_REQUESTED' ||
    (event?.type === 'BLOCK_APPLIED' && topOf(before) === 'widening') ||
    ((event?.type === 'BLOCK_APPLIED' || event?.type === 'LATE_WRITE_FOUND') && contextOf(before).appliedAt === null),
  'what is put back is what people approved': ({ before, step }) =>
    step.effects.every(
      (effect) => effect.kind !== 'reputBlock' || before?.approved.includes(effect.planDigest) === true,
    ),
  'a look goes by the block that was reported last, and is to find out about a wider one that is waited for': ({
    step,
    after,
  }) =>
    step.effects.every(
      (effect) =>
        effect.kind !== 'checkBlock' ||
        (effect.planDigest === contextOf(after).containPlanDigest &&
          effect.unreported === contextOf(after).unreported?.to),
    ),
  'a block that nobody approved is told as that, and is taken for no step on the way': ({
    before,
    event,
    step,
    after,
  }) =>
    before === null ||
    before.snapshot.status === 'done' ||
    event?.type !== 'BLOCK_APPLIED' ||
    !('planDigest' in event) ||
    before.approved.includes(event.planDigest) ||
    (topOf(after) === 'needsHuman' && isTold(step, 'nobody approved')),
  'a notice gives no reason that the state before it had': ({ before, step }) =>
    before === null ||
    topOf(before) === step.state ||
    contextOf(before).reason === '' ||
    step.effects.every((effect) => effect.kind !== 'notify' || effect.reason !== contextOf(before).reason),
  'no reason is given for what holds, is given back or is closed after it': ({ event, step, after }) =>
    step.effects.every(
      (effect) =>
        effect.kind !== 'notify' ||
        !(effect.topic === 'contained' || effect.topic === 'restored' || isClosedByItself(effect.topic, event)) ||
        (effect.reason === '' && contextOf(after).reason === ''),
    ),
  'a write is ordered once a step at most': ({ step }) =>
    step.effects.filter(({ kind }) => ['putBlock', 'reputBlock', 'removeBlock', 'revokeOlderSessions'].includes(kind))
      .length <= 1,
  'no incident ends while a block of it may stand': ({ after }) =>
    after.snapshot.status !== 'done' || (contextOf(after).appliedAt === null && !contextOf(after).blockMayStand),
  'a block that is in place may stand': ({ after }) =>
    contextOf(after).appliedAt === null || contextOf(after).blockMayStand,
  'while a person is asked about a block that is in place, the next look at it comes': ({ after }) =>
    topOf(after) !== 'needsHuman' || contextOf(after).appliedAt === null || hasNextLook(after),
  'what a look learns against the block is told in the same step, by name': ({ before, step, after }) =>
    before === null || learnedBetween(contextOf(before), contextOf(after)).every((name) => isTold(step, name)),
  'a block that turns out not to hold is told in the same step': ({ before, step, after }) =>
    before === null ||
    contextOf(before).verdict.enforcement === 'violated' ||
    contextOf(after).verdict.enforcement !== 'violated' ||
    isTold(step, ''),
  'what was called contained is not taken back silently': ({ before, event, step, after }) =>
    before === null ||
    event?.type !== 'BLOCK_OBSERVED' ||
    !contextOf(before).verdict.contained ||
    contextOf(after).verdict.contained ||
    isTold(step, ''),
  'what is over has no waits and no orders': ({ after }) =>
    after.snapshot.status !== 'done' || (after.timers.size === 0 && after.orders.length === 0),
  'what is not over waits for a deadline or for an order': ({ after }) =>
    after.snapshot.status === 'done' || after.timers.size > 0 || after.orders.length > 0,
  'whoever must act is told': ({ before, step }) =>
    !['needsHuman', 'unresolved', 'unconfirmed', 'tampered'].includes(step.state) ||
    (before !== null && topOf(before) === step.state) ||
    step.effects.some(({ kind }) => kind === 'notify'),
  'no two restore plans are in preparation at once': ({ after }) =>
    after.orders.filter(({ kind }) => kind === 'prepareRestore').length <= 1,
}

/** The first rule that a step breaks, and where; null where it breaks none. Rules that are `waived` a playbook does not have. */
export function brokenRule(edge: Edge, waived: readonly string[] = []): { rule: string; where: string } | null {
  for (const [rule, holds] of Object.entries(RULES)) {
    if (!waived.includes(rule) && !holds(edge)) return { rule, where: describeEdge(edge) }
  }
  return null
}

function isSpotless({ policy, enforcement, simulation, tampering, suspects, trailCut, trailUnread }: Verdict): boolean {
  const isClean = tampering.length === 0 && suspects.length === 0 && trailCut === undefined && (trailUnread ?? 0) < 3
  return policy === 'held' && enforcement !== 'violated' && simulation !== 'allowed' && isClean
}

function isRetry(before: World | null, event: Happening | null): boolean {
  return before !== null && topOf(before) === 'needsHuman' && event?.type === 'RETRY_REQUESTED'
}

function isClosedByItself(topic: string, event: Happening | null): boolean {
  return topic === 'closed' && event?.type === 'RESTORE_CONFIRMED'
}

function isFullLook(event: Happening | null): boolean {
  return event?.type === 'BLOCK_OBSERVED' && 'observation' in event && event.observation.depth === 'full'
}

function hasNextLook({ orders, timers }: World): boolean {
  return (
    orders.some(({ kind }) => kind === 'checkBlock') ||
    [...timers.keys()].some((name) => name.includes('watchInterval'))
  )
}

/** Names of suspects and acts that the verdict did not have before. */
function learnedBetween({ verdict: before }: IncidentContext, { verdict: after }: IncidentContext): string[] {
  const names = ({ suspects, tampering }: Verdict) => [
    ...suspects.map(({ name }) => name),
    ...tampering.map(({ what }) => what),
  ]
  return names(after).filter((name) => !names(before).includes(name))
}

function isTold({ effects }: Step, name: string): boolean {
  return effects.some((effect) => effect.kind === 'notify' && effect.reason.includes(name))
}

function describeEdge({ before, event, step }: Edge): string {
  const from = before === null ? 'nothing' : JSON.stringify(before.snapshot.value)
  const orders = step.effects.map(describeOrder).join(', ')
  return `${from} --${JSON.stringify(event)}--> ${JSON.stringify(step.snapshot.value)} [${orders}]`
}

function isQuorum(before: World | null, event: Happening | null, state: string): boolean {
  if (before === null || event?.type !== 'APPROVED' || !('by' in event)) return false
  const { approvals, quorum, openPlanDigest } = contextOf(before)
  const people = new Set([...approvals, event.by])
  return topOf(before) === state && event.planDigest === openPlanDigest && people.size >= quorum
}

function topOf(world: World): string {
  return topState(world.snapshot.value)
}

function contextOf(world: World) {
  return world.snapshot.context
}
