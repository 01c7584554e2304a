import type { AnyStateMachine } from 'xstate'
import { compromisedPrincipal } from '../../playbooks/compromised-principal.js'
import { type Effect, type EffectKind, isWrite, outlivesItsState } from '../../src/domain/effect.js'
import { type IncidentSnapshot, topState } from '../../src/domain/incident.js'
import type { IncidentInput } from '../../src/domain/incident-context.js'
import type { IncidentEvent, Outcome } from '../../src/domain/incident-event.js'
import { advance, begin, type Step, type TimerEvent } from '../../src/engine/advance.js'
import {
  anAct,
  aSuccess,
  aSuspect,
  cutShort,
  glanced,
  happens,
  observed,
  observedOff,
  otherPlanDigest,
  restoreDigest,
  simulatedAsAllowed,
} from './fixtures/incident-events.js'
import type { Happening } from './fixtures/journeys.js'
import { timersAfter } from './play.js'

/**
 * An incident with what runs around it, as the store keeps it: the waits, the orders that somebody may carry out, and the
 * write that was given up last and may still report, since there is one at a time on an entity. Nothing else can happen to
 * it than what these and people bring.
 */
export interface World {
  readonly snapshot: IncidentSnapshot
  readonly timers: ReadonlyMap<string, number>
  readonly orders: readonly Effect[]
  readonly givenUp: readonly EffectKind[]
  /** Of which plans the block was ordered: those that people approved. */
  readonly approved: readonly string[]
}

/** One event and what it did. `before` is null for the beginning. */
export interface Edge {
  readonly before: World | null
  readonly event: Happening | null
  readonly step: Step
  readonly after: World
}

export function beginWorld(input: IncidentInput, machine: AnyStateMachine = compromisedPrincipal): Edge {
  const step = begin(machine, input)
  return { before: null, event: null, step, after: settleInto(null, null, step) }
}

export function advanceWorld(before: World, event: Happening, move: Move): Edge {
  const step = move(before.snapshot, event)
  return { before, event, step, after: settleInto(before, event, step) }
}

/** What an event does to an incident; whatever runs around it makes no difference to that. */
export type Move = (snapshot: IncidentSnapshot, event: Happening) => Step

export function movesOf(machine: AnyStateMachine): Move {
  return (snapshot, event) => advance(machine, snapshot, event)
}

/** Each move is made once: many worlds differ in nothing but what runs around the same incident. */
export function rememberedMoves(machine: AnyStateMachine): Move {
  const toMove = movesOf(machine)
  const known = new Map<string, Map<string, Step>>()
  const ofSnapshot = new WeakMap<IncidentSnapshot, Map<string, Step>>()
  const knownOf = (snapshot: IncidentSnapshot): Map<string, Step> => {
    const text = JSON.stringify(snapshot)
    const moves = known.get(text) ?? new Map<string, Step>()
    known.set(text, moves)
    ofSnapshot.set(snapshot, moves)
    return moves
  }
  return (snapshot, event) => {
    const moves = ofSnapshot.get(snapshot) ?? knownOf(snapshot)
    const key = JSON.stringify(event)
    const step = moves.get(key) ?? toMove(snapshot, event)
    moves.set(key, step)
    return step
  }
}

function settleInto(before: World | null, event: Happening | null, step: Step): World {
  const left = before !== null && topState(before.snapshot.value) !== step.state
  const open = (before?.orders ?? []).filter((order) => event === null || !answers(order, event))
  const fired = [...(before?.timers ?? [])].filter(([name]) => name !== event?.type)
  const givenUp = left ? open.map(({ kind }) => kind).filter(isWrite) : []
  const late = (before?.givenUp ?? []).filter((kind) => event === null || !isKnownOf(kind, event))
  return {
    snapshot: step.snapshot,
    timers: timersAfter(new Map(fired), step),
    orders: [...(left ? [] : open), ...step.effects.filter(({ kind }) => !outlivesItsState(kind))],
    givenUp: givenUp.length > 0 ? givenUp : late,
    approved: [...new Set([...(before?.approved ?? []), ...step.effects.flatMap(approvedBy)])].sort(),
  }
}

/** A write has reported; or whoever planned anew looked at the entity and found nothing of it, long after it was worth doing. */
function isKnownOf(kind: EffectKind, event: Happening): boolean {
  return (
    outcomesOf(kind).includes(event.type) ||
    (event.type === 'PLAN_PREPARED' && outcomesOf(kind).includes('BLOCK_APPLIED'))
  )
}

function approvedBy(effect: Effect): string[] {
  return effect.kind === 'putBlock' ? [effect.planDigest] : []
}

function answers(order: Effect, event: Happening): boolean {
  if (event.type === 'EFFECT_FAILED') return 'effect' in event && event.effect === order.kind
  return outcomesOf(order.kind).includes(event.type)
}

/** What each kind of order may answer with, a failure for good apart. */
const OUTCOMES: Readonly<Record<EffectKind, readonly Outcome['type'][]>> = {
  collectEvidence: ['EVIDENCE_COLLECTED'],
  refreshEvidence: ['EVIDENCE_REFRESHED'],
  findPrincipal: ['PRINCIPAL_FOUND', 'PRINCIPAL_UNRESOLVED', 'JOINED_OTHER'],
  confirmFinding: ['FINDING_CONFIRMED', 'FINDING_DISPUTED'],
  preparePlan: ['PLAN_PREPARED', 'PLAN_REFUSED', 'PRINCIPAL_UNRESOLVED'],
  askApproval: ['QUESTION_ASKED'],
  putBlock: ['BLOCK_APPLIED', 'PLAN_OUTDATED', 'PLAN_REFUSED'],
  reputBlock: ['BLOCK_APPLIED', 'ENTITY_REPLACED', 'PLAN_OUTDATED', 'PLAN_REFUSED'],
  checkBlock: ['BLOCK_OBSERVED'],
  prepareRestore: ['RESTORE_PREPARED', 'ENTITY_REPLACED', 'OWNERSHIP_CONFLICT'],
  revokeOlderSessions: ['OLDER_SESSIONS_REVOKED', 'ENTITY_REPLACED', 'PLAN_OUTDATED', 'OWNERSHIP_CONFLICT'],
  removeBlock: ['BLOCK_REMOVED', 'ENTITY_REPLACED', 'PLAN_OUTDATED', 'OWNERSHIP_CONFLICT'],
  checkRestored: ['RESTORE_CONFIRMED', 'LATE_WRITE_FOUND'],
  notify: ['NOTICE_SENT'],
  writeReport: ['REPORT_WRITTEN'],
}

function outcomesOf(kind: EffectKind): readonly string[] {
  return OUTCOMES[kind]
}

/** Everything that effects and people can bring, a few of each sort: what matters to a guard, on both sides of it. */
const everyEvent: readonly IncidentEvent[] = [
  happens.evidenceCollected,
  happens.evidenceRefreshed(),
  happens.evidenceRefreshed('A new user appeared.'),
  happens.principalUnresolved,
  happens.planPrepared(1),
  happens.planPrepared(2, otherPlanDigest),
  happens.planRefused,
  { ...happens.planRefused, nothingStands: false },
  happens.planOutdated,
  happens.questionAsked,
  happens.blockApplied,
  happens.blockAppliedInPart,
  glanced(),
  glanced({ suspects: [aSuspect] }),
  observedOff({ depth: 'account' }),
  observed(),
  observedOff(),
  observed({ succeeded: [aSuccess] }),
  observed({ tampering: [anAct] }),
  observed({ suspects: [aSuspect] }),
  observed(simulatedAsAllowed),
  observed(cutShort),
  happens.restorePrepared(2),
  happens.olderSessionsRevoked,
  happens.blockRemoved,
  happens.entityReplaced,
  happens.ownershipConflict,
  happens.restoreConfirmed,
  happens.lateWriteFound,
  happens.principalNamed(),
  ...['ana', 'ben'].map((by) => happens.approved(by)),
  ...['ana', 'ben'].map((by) => happens.approved(by, otherPlanDigest)),
  ...['ana', 'ben'].map((by) => happens.approved(by, restoreDigest)),
  { type: 'SCOPE_CHOSEN', by: 'ana', scope: 'session', reason: 'Others use the role.' },
  { type: 'SCOPE_CHOSEN', by: 'ana', scope: 'role', reason: 'It came back.' },
  happens.approvedBeforehand,
  happens.denied(),
  happens.denied('ana', restoreDigest),
  happens.restoreRequested('false-alarm'),
  happens.restoreRequested('compromise'),
  happens.retryRequested,
  happens.closeRequested,
  happens.vouched,
  happens.findingConfirmed,
  happens.findingDisputed,
  happens.principalFound,
  happens.joinedOther,
  happens.findingJoined,
  happens.newerFindingJoined,
  happens.wishJoined,
  happens.untrustedJoined,
  happens.confirmableJoined,
]

const OUTCOME_TYPES: readonly string[] = Object.values(OUTCOMES).flat()

/** What can happen next in a world: answers to its orders, late reports of writes, people, and waits that are over. */
export function possibleEvents(world: World): Happening[] {
  const { snapshot, orders, givenUp, timers } = world
  const working = orders.map(({ kind }) => kind)
  // Whoever plans finds a block that was written after all, where there may be one.
  const isFound = working.includes('preparePlan') && snapshot.context.blockMayStand
  const found = isFound ? [happens.blockApplied] : []
  const brought = broughtBy([...working, ...givenUp]).filter((event) => isAtOrderedDepth(event, orders))
  const reported = [...brought, ...found].flatMap((event) => ofOrderedPlans(event, world))
  return [...reported, ...foundByLooks(orders), ...[...timers.keys()].map(toTimerEvent)]
}

/** A look that is to find out whether a wider block stands, whose write nobody reported, reports it. */
function foundByLooks(orders: readonly Effect[]): Happening[] {
  return orders.flatMap((order) =>
    order.kind === 'checkBlock' && order.unreported !== undefined
      ? [{ ...happens.blockApplied, planDigest: order.unreported, preWrite: 'adopted' as const }]
      : [],
  )
}

/** A block that is reported is of a plan that people approved: of the order that is open, or of an earlier one. */
function ofOrderedPlans(event: Happening, { approved }: World): Happening[] {
  if (event.type !== 'BLOCK_APPLIED' || !('planDigest' in event)) return [event]
  return approved.map((planDigest) => ({ ...event, planDigest }))
}

function isAtOrderedDepth(event: Happening, orders: readonly Effect[]): boolean {
  if (event.type !== 'BLOCK_OBSERVED' || !('observation' in event)) return true
  return orders.some((order) => order.kind === 'checkBlock' && order.depth === event.observation.depth)
}

/** What people can bring, and those who work on orders of these kinds. */
export function broughtBy(kinds: readonly EffectKind[]): Happening[] {
  const working = [...new Set(kinds)]
  const reports = working.flatMap(outcomesOf)
  const brought = everyEvent.filter(({ type }) => !OUTCOME_TYPES.includes(type) || reports.includes(type))
  return [...brought, ...working.map((kind) => happens.failed(kind))]
}

function toTimerEvent(name: string): TimerEvent {
  return { type: `xstate.after.${name.replace('xstate.after.', '')}` }
}
