import type { Effect, NoticeTopic } from '../../src/domain/effect.js'
import type { IncidentContext } from '../../src/domain/incident-context.js'
import type { LookDepth } from '../../src/domain/verdict.js'

interface Has {
  readonly context: IncidentContext
}

/** The orders that stages give, each built from what the incident remembers. A missing piece is a bug in the playbook. */
export const order = {
  collectEvidence: ({ context }: Has): Effect => ({
    kind: 'collectEvidence',
    principal: context.principal,
    ...(context.blockScope === null ? {} : { roleUse: true }),
  }),
  refreshEvidence: ({ context }: Has): Effect => ({
    kind: 'refreshEvidence',
    principal: context.principal,
    planDigest: plan(context),
    evidenceDigest: context.evidenceDigest,
  }),
  findPrincipal: ({ context }: Has): Effect => ({ kind: 'findPrincipal', principal: context.principal }),
  confirmFinding: ({ context }: Has): Effect => ({ kind: 'confirmFinding', principal: context.principal }),
  preparePlan: ({ context }: Has): Effect => ({
    kind: 'preparePlan',
    principal: context.principal,
    evidenceDigest: context.evidenceDigest,
    ...(context.blockScope === null ? {} : { scope: context.blockScope }),
  }),
  prepareWider: ({ context }: Has): Effect => ({
    kind: 'preparePlan',
    principal: context.principal,
    evidenceDigest: context.evidenceDigest,
    scope: known(context.widened, 'widened').wish,
    widens: plan(context),
  }),
  askToWiden: ({ context }: Has): Effect => ({
    kind: 'askApproval',
    question: 'contain',
    planDigest: known(known(context.widened, 'widened').to, 'widened.to'),
    circle: known(context.askedCircle, 'askedCircle'),
  }),
  askToContain: ({ context }: Has): Effect => ({
    kind: 'askApproval',
    question: 'contain',
    planDigest: plan(context),
    circle: known(context.askedCircle, 'askedCircle'),
  }),
  putBlock: ({ context }: Has): Effect => ({ kind: 'putBlock', planDigest: plan(context) }),
  putWider: ({ context }: Has): Effect => ({ kind: 'putBlock', planDigest: wholePlan(context) }),
  reputBlock: ({ context }: Has): Effect => ({ kind: 'reputBlock', planDigest: plan(context) }),
  /** All that people approved, also what nobody reported yet. */
  putAgain: ({ context }: Has): Effect => ({ kind: 'reputBlock', planDigest: wholePlan(context) }),
  checkSoak: ({ context }: Has): Effect => check('soak', soakDepth(context), context),
  checkWatch: ({ context }: Has): Effect => check('watch', 'full', context),
  prepareRestore: ({ context }: Has): Effect => ({
    kind: 'prepareRestore',
    containPlanDigest: plan(context),
    restoreAs: known(context.restoreAs, 'restoreAs'),
    ...unreported(context),
  }),
  askToRestore: ({ context }: Has): Effect => ({
    kind: 'askApproval',
    question: 'restore',
    planDigest: restorePlan(context),
    circle: known(context.askedCircle, 'askedCircle'),
  }),
  revokeOlderSessions: ({ context }: Has): Effect => ({
    kind: 'revokeOlderSessions',
    planDigest: restorePlan(context),
  }),
  removeBlock: ({ context }: Has): Effect => ({ kind: 'removeBlock', planDigest: restorePlan(context) }),
  confirmRestored: ({ context }: Has): Effect => ({
    kind: 'checkRestored',
    planDigest: restorePlan(context),
    last: false,
  }),
  lookForLateWrites: ({ context }: Has): Effect => ({
    kind: 'checkRestored',
    planDigest: restorePlan(context),
    last: true,
  }),
  writeReport: (): Effect => ({ kind: 'writeReport' }),
}

/** Tells people; `reason` is what the incident remembers. */
export function notice(topic: NoticeTopic) {
  return ({ context }: Has): Effect => ({ kind: 'notify', topic, reason: context.reason })
}

/** Makes a sentence the reason of the incident. */
export function say(reason: string) {
  return { type: 'say', params: { reason } } as const
}

function check(phase: 'soak' | 'watch', depth: LookDepth, context: IncidentContext): Effect {
  const appliedAt = known(context.appliedAt, 'appliedAt')
  const { gapsUpTo } = context
  const since = gapsUpTo === null ? {} : { gapsUpTo }
  return { kind: 'checkBlock', phase, depth, planDigest: plan(context), appliedAt, ...since, ...unreported(context) }
}

function unreported(context: IncidentContext): { unreported?: string } {
  return context.unreported === null ? {} : { unreported: context.unreported.to }
}

function wholePlan(context: IncidentContext): string {
  return context.unreported?.to ?? plan(context)
}

/** A soak that is gone through again beyond its looks (a changed timing) ends with a full one. */
function soakDepth({ timing, soakChecks }: IncidentContext): LookDepth {
  return timing.soakLooks[soakChecks]?.depth ?? 'full'
}

function plan(context: IncidentContext): string {
  return known(context.containPlanDigest, 'containPlanDigest')
}

function restorePlan(context: IncidentContext): string {
  return known(context.restorePlanDigest, 'restorePlanDigest')
}

function known<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`The playbook orders an effect without ${what}. This is a bug in the playbook.`)
  return value
}
