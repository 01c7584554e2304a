import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { liveTiming } from '../../../playbooks/stages/timing.js'
import { checkChain, genesisHash, linkRecord } from '../../../src/audit/chain.js'
import type { Actor, AuditRecord } from '../../../src/audit/record.js'
import { digestOf } from '../../../src/domain/canonical-json.js'
import type { Evidence } from '../../../src/domain/evidence.js'
import type { Finding } from '../../../src/domain/finding.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { HoldDown, Timing } from '../../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { type ContainPlan, objectOf, operationOf, planDigest, type RestorePlan } from '../../../src/domain/plan.js'
import type { BlockObservation } from '../../../src/domain/verdict.js'
import { advance, begin, type Step, type TimerEvent } from '../../../src/engine/advance.js'
import type { ReportInput } from '../../../src/report/incident-report.js'
import { aTrustedFinding } from '../../support/fixtures/findings.js'
import { aRolePlan, containmentId } from './plans.js'

const start = Date.parse('2026-03-01T10:00:00.000Z')
const id = 'inc_0123456789abcdefghij'

export const at = (seconds: number): string => new Date(start + seconds * 1_000).toISOString()

export function aFinding(changes: Partial<Finding> = {}): Finding {
  return {
    source: 'guardduty',
    sourceId: 'f-1',
    type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
    title: 'Credentials of ci-deploy are used from an external address.',
    severity: 8,
    sample: false,
    trusted: true,
    accountId: '111122223333',
    region: 'eu-central-1',
    firstSeenAt: at(-1_200),
    lastSeenAt: at(-60),
    updatedAt: at(-30),
    count: 3,
    principal: {
      type: 'role',
      partition: 'aws',
      accountId: '111122223333',
      name: 'ci-deploy',
      accessKeyId: 'ASIAEXAMPLE0000000001',
      sessionName: 'build-17',
    },
    ...changes,
  }
}

export function anEvidence(changes: Partial<Evidence> = {}): Evidence {
  const seen = { firstSeenAt: at(-1_200), lastSeenAt: at(-60) }
  return {
    kind: 'basic',
    window: { from: at(-4_800), to: at(2) },
    collectedAt: at(3),
    sources: [{ name: 'cloudtrail:LookupEvents', status: 'ok', requests: 2, events: 34 }],
    ...seen,
    calls: 34,
    errors: 12,
    sourceIps: [{ ip: '198.51.100.77', calls: 34, errors: 12, ...seen }],
    topCalls: [
      { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', calls: 20, errors: 0, errorCodes: [] },
      {
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: 'GetSecretValue',
        calls: 14,
        errors: 12,
        errorCodes: ['AccessDenied'],
      },
    ],
    userAgents: [{ userAgent: 'aws-cli/2.17', calls: 34 }],
    sessions: [
      {
        sessionName: 'build-17',
        accessKeyId: 'ASIAEXAMPLE0000000001',
        ...seen,
        calls: 34,
        errors: 12,
        sourceIps: ['198.51.100.77'],
        expiresAt: at(3_000),
        alive: true,
      },
    ],
    obtained: [],
    rawDigest: digestOf(['raw']),
    ...changes,
  }
}

/** One look at the block, by default one at which it is held and nothing else was seen. */
export function aLook(seconds: number, changes: Partial<BlockObservation> = {}): IncidentEvent {
  const observation: BlockObservation = {
    depth: 'full',
    policy: 'held',
    missing: [],
    readAt: at(seconds),
    denied: 0,
    succeeded: [],
    inWindow: [],
    undeniable: [],
    tampering: [],
    suspects: [],
    simulation: { status: 'denied', notDenied: [] },
    eventsRead: true,
    ...changes,
  }
  return { type: 'BLOCK_OBSERVED', observation }
}

/** The timer of a wait, as the store brings it. `state` is where it was armed. */
export function timeUp(wait: string, state: string): TimerEvent {
  return { type: `xstate.after.${wait}.incident.${state}` }
}

/** An incident that goes through the real playbook, with the record that the engine would keep of it. */
export class Story {
  readonly findings: Finding[]
  readonly audit: AuditRecord[] = []
  #step: Step
  #clock = 0

  constructor(finding: Finding = aFinding(), holdDown: HoldDown | null = null, timing: Timing = liveTiming) {
    this.findings = [finding]
    this.#step = begin(compromisedPrincipal, {
      principal: finding.principal,
      timing,
      holdDown,
      requestedBy: null,
      ...aTrustedFinding,
    })
    this.#record('OPENED', finding, { kind: 'source', name: finding.source }, null, false)
  }

  /** Something happens `seconds` after the last. People act under their name, effects through a worker. */
  next(event: IncidentEvent | TimerEvent, seconds = 1): this {
    this.#clock += seconds
    const before = this.#step
    const step = advance(compromisedPrincipal, before.snapshot, event)
    this.#step = step
    const { type, ...detail } = event
    this.#record(type, detail, actorOf(event), before.state, !step.changed)
    return this
  }

  get state(): string {
    return this.#step.state
  }

  get incident(): Incident {
    const { snapshot, state } = this.#step
    return {
      id,
      realm: 'exercise/aws/111122223333/127.0.0.1:4566',
      playbook: 'compromised-principal',
      version: '1',
      principalKey: 'aws:111122223333:role:ci-deploy',
      state,
      open: snapshot.status === 'active',
      revision: this.audit.length,
      snapshot,
      auditSeq: this.audit.length,
      auditHash: this.#head(),
      openedAt: at(0),
      updatedAt: at(this.#clock),
    }
  }

  /** What a report of it is built from, as of `seconds` after the opening. */
  input(documents: Partial<ReportInput> = {}, seconds = 600): ReportInput {
    const { incident, findings, audit } = this
    return {
      incident,
      findings,
      audit,
      chain: checkChain({ incidentId: id, seq: incident.auditSeq, hash: incident.auditHash }, audit),
      evidence: null,
      rawChecks: [],
      containPlan: null,
      restorePlan: null,
      banner: 'EXERCISE · endpoint 127.0.0.1:4566 is not AWS',
      generatedAt: at(seconds),
      ...documents,
    }
  }

  #head(): string {
    return this.audit.at(-1)?.hash ?? genesisHash(id)
  }

  #record(what: string, detail: object, actor: Actor, from: string | null, ignored: boolean): void {
    const { state: to, effects } = this.#step
    const seq = this.audit.length + 1
    const orders = effects.map(({ kind }, index) => ({ id: `eff_${seq}_${index}`, kind }))
    const body = { incidentId: id, seq, at: at(this.#clock), actor, what, from, to, ignored, orders }
    this.audit.push(linkRecord(this.#head(), { ...body, detail: jsonSchema.parse(detail) }))
  }
}

function actorOf(event: IncidentEvent | TimerEvent): Actor {
  if (event.type.startsWith('xstate.')) return { kind: 'timer', name: event.type }
  if ('by' in event) return { kind: 'person', name: event.by }
  return { kind: 'worker', name: 'wrk_1', effectId: 'eff_1', attempt: 1 }
}

export const evidence = anEvidence()
export const containPlan = aRolePlan()

/** Up to the question about the block. */
export function askedStory(finding?: Finding, plan: ContainPlan = containPlan, timing?: Timing): Story {
  const { quorum } = plan.approval
  return new Story(finding, null, timing)
    .next({ type: 'EVIDENCE_COLLECTED', evidenceDigest: digestOf(evidence) }, 3)
    .next({ type: 'PLAN_PREPARED', planDigest: planDigest(plan), containmentId, quorum }, 2)
    .next({ type: 'QUESTION_ASKED' })
}

/** What IAM answers to the writes of a plan: yes. */
export function applied(plan: ContainPlan, seconds = 247, notDone: string[] = []): IncidentEvent {
  const { entity, writes, containmentId } = plan
  const done = writes.map((write, index) => ({
    operation: operationOf(entity.type, write),
    object: objectOf(write),
    requestId: `req-1-${index}`,
  }))
  const first = { appliedAt: at(seconds), requestId: 'req-1', preWrite: 'absent' } as const
  return {
    type: 'BLOCK_APPLIED',
    planDigest: planDigest(plan),
    containmentId,
    ...first,
    writes: done,
    leftAlone: [],
    notDone,
  }
}

/** Up to the block that IAM answered with yes. */
export function blockedStory(finding?: Finding, plan: ContainPlan = containPlan): Story {
  const approval = {
    type: 'APPROVED',
    by: 'ana',
    planDigest: planDigest(plan),
    reason: 'confirmed by the owner',
  } as const
  return askedStory(finding, plan).next(approval, 240).next(applied(plan))
}

/** Up to the end of the soak, with looks as given for its last one. */
export function containedStory(last: Partial<BlockObservation> = { denied: 2 }, finding?: Finding): Story {
  const story = blockedStory(finding)
  for (const [index, { depth }] of liveTiming.soakLooks.entries()) {
    const isLast = index === liveTiming.soakLooks.length - 1
    const seen = { depth, eventsRead: depth === 'full', ...(isLast ? last : {}) }
    story.next(timeUp('nextSoakCheck', 'verifying.waiting'), 8).next(aLook(249 + index * 8, seen), 0)
  }
  return story
}

/** One more look of the watch, five minutes later. */
export function watched(story: Story, seconds: number, look: Partial<BlockObservation> = {}): Story {
  return story.next(timeUp('watchInterval', 'contained.waiting'), 300).next(aLook(seconds, look), 0)
}

/** Up to the confirmed restore. */
export function restoredStory(restorePlan: RestorePlan): Story {
  const plan = planDigest(restorePlan)
  const story = containedStory()
    .next(
      { type: 'RESTORE_REQUESTED', by: 'lee', restoreAs: restorePlan.restoreAs, reason: 'it was the nightly build' },
      60,
    )
    .next({ type: 'RESTORE_PREPARED', planDigest: plan, quorum: 1, drift: restorePlan.drift.length })
    .next({ type: 'QUESTION_ASKED' })
    .next({ type: 'APPROVED', by: 'raj', planDigest: plan, reason: 'ok' }, 30)
  if (restorePlan.restoreAs === 'compromise') {
    story
      .next({ type: 'OLDER_SESSIONS_REVOKED', revokedBefore: at(470), requestId: 'req-2' })
      .next(timeUp('revokeSoak', 'restoring.revokeSoaking'), 120)
  }
  return story
    .next({ type: 'BLOCK_REMOVED', removedAt: at(480), requestId: 'req-3', writes: [] })
    .next({ type: 'RESTORE_CONFIRMED' })
}
