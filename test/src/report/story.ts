import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { liveTiming } from '../../../playbooks/stages/timing.js'
import { checkChain, genesisHash, linkRecord } from '../../../src/audit/chain.js'
import type { Actor, AuditRecord } from '../../../src/audit/record.js'
import { buildContainPlan } from '../../../src/containment/contain-plan.js'
import { takePreImage } from '../../../src/containment/pre-image.js'
import { buildRestorePlan } from '../../../src/containment/restore-plan.js'
import { digestOf, jsonSchema } from '../../../src/domain/canonical-json.js'
import type { Evidence } from '../../../src/domain/evidence.js'
import type { Finding } from '../../../src/domain/finding.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { type ContainPlan, planDigest, type RestoreAs, type RestorePlan } from '../../../src/domain/plan.js'
import type { BlockObservation } from '../../../src/domain/verdict.js'
import { advance, begin, type Step, type TimerEvent } from '../../../src/engine/advance.js'
import type { ReportInput } from '../../../src/report/incident-report.js'
import { aRole, containmentId } from '../containment/samples.js'

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
    rawDigest: digestOf(['raw']),
    ...changes,
  }
}

const preImage = takePreImage(
  { partition: 'aws', accountId: '111122223333', role: aRole(), inlinePolicies: [], attachedPolicies: [] },
  at(4),
)

export function aContainPlan(evidence: Evidence | null): ContainPlan {
  const realm = {
    kind: 'exercise',
    partition: 'aws',
    accountId: '111122223333',
    endpoint: 'http://127.0.0.1:4566',
  } as const
  const built = buildContainPlan({ containmentId, realm, role: aRole(), preImage, evidence, instanceProfiles: [] })
  if (!built.ok) throw new Error(built.reason)
  return built.plan
}

export function aRestorePlan(containPlan: ContainPlan, restoreAs: RestoreAs, evidence: Evidence | null): RestorePlan {
  const block = containPlan.writes.map(({ policyName: name, document }) => ({ name, document }))
  const now = { ...preImage, inlinePolicies: block, attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }
  const sessions = evidence?.sessions ?? []
  const built = buildRestorePlan({ containPlan, restoreAs, preImage, now: { ...now, takenAt: at(500) }, sessions })
  if (!built.ok) throw new Error(built.reason)
  return built.plan
}

/** One look at the block, by default one at which it is held and nothing else was seen. */
export function aLook(seconds: number, changes: Partial<BlockObservation> = {}): IncidentEvent {
  const quiet = { denied: 0, succeeded: [], inWindow: [], tampering: [], eventsRead: true }
  return { type: 'BLOCK_OBSERVED', observation: { policy: 'held', readAt: at(seconds), ...quiet, ...changes } }
}

/** The timer of a wait, as the store brings it. `state` is where it was armed. */
export function timeUp(wait: string, state: string): TimerEvent {
  return { type: `xstate.after.${wait}.compromised-principal.${state}` }
}

/** An incident that goes through the real playbook, with the record that the engine would keep of it. */
export class Story {
  readonly findings: Finding[]
  readonly audit: AuditRecord[] = []
  #step: Step
  #clock = 0

  constructor(finding: Finding = aFinding(), timing = liveTiming) {
    this.findings = [finding]
    this.#step = begin(compromisedPrincipal, { principal: finding.principal, timing })
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
export const containPlan = aContainPlan(evidence)
const digest = planDigest(containPlan)

/** Up to the question about the block. */
export function askedStory(finding?: Finding): Story {
  return new Story(finding)
    .next({ type: 'EVIDENCE_COLLECTED', evidenceDigest: digestOf(evidence) }, 3)
    .next({ type: 'PLAN_PREPARED', planDigest: digest, containmentId, quorum: 1 }, 2)
    .next({ type: 'QUESTION_ASKED' })
}

/** Up to the block that IAM answered with yes. */
export function blockedStory(finding?: Finding): Story {
  return askedStory(finding)
    .next({ type: 'APPROVED', by: 'ana', planDigest: digest, reason: 'confirmed by the owner' }, 240)
    .next({ type: 'BLOCK_APPLIED', appliedAt: at(247), requestId: 'req-1', preWrite: 'absent' })
}

/** Up to the end of the soak, with looks as given for its last one. */
export function containedStory(last: Partial<BlockObservation> = { denied: 2 }, finding?: Finding): Story {
  const story = blockedStory(finding)
  for (const [index] of liveTiming.soakChecksMs.entries()) {
    const isLast = index === liveTiming.soakChecksMs.length - 1
    story.next(timeUp('nextSoakCheck', 'verifying.waiting'), 15).next(aLook(250 + index * 15, isLast ? last : {}))
  }
  return story
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
    .next({ type: 'BLOCK_REMOVED', removedAt: at(480), requestId: 'req-3' })
    .next({ type: 'RESTORE_CONFIRMED' })
}
