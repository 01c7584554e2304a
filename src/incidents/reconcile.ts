import { assertNever } from '../domain/assert-never.js'
import type { PlannedWrite } from '../domain/plan.js'
import type { EntityRef } from '../domain/principal.js'
import type { NamedWrite } from './own-writes.js'

/** Something of ours that IAM shows. `containmentId` null: AWSDenyAll, which carries no mark. */
export interface ShownTrace {
  readonly entity: EntityRef & { readonly arn: string }
  readonly policy: string
  readonly containmentId: string | null
  readonly write: PlannedWrite
  /** What takes it off by hand. */
  readonly commands: readonly string[]
}

/** A containment that stands by the record, and what IAM shows of it. `policy` null: its plan is lost. */
export interface RecordedContainment {
  readonly incidentId: string
  readonly state: string
  readonly containmentId: string
  /** AWS's time of the write; null where its answer is not on the record. */
  readonly appliedAt: string | null
  readonly entityArn: string | null
  readonly attached: readonly string[]
  readonly policy: 'held' | 'missing' | 'altered' | null
  /** What is not as it was written, in words. */
  readonly missing: readonly string[]
}

/** A containment that is over by the record. */
export interface EndedContainment {
  readonly containmentId: string
  readonly incidentId: string
  readonly state: string
  readonly restoreAs: 'false-alarm' | 'compromise' | null
}

/** A change to IAM that CloudTrail shows of us. */
export interface SeenWrite extends NamedWrite {
  readonly at: string
  readonly eventId: string
}

export interface ReconcileInputs {
  readonly standing: readonly RecordedContainment[]
  readonly ended: readonly EndedContainment[]
  readonly traces: readonly ShownTrace[]
  /** Those that no record accounts for. */
  readonly unaccounted: readonly SeenWrite[]
}

/**
 * How AWS and the record compare:
 * - inPlace: recorded, and in IAM as it was written
 * - absent, altered: recorded, and not in IAM, or not as it was written
 * - unknown: in IAM, and of no incident on the record
 * - leftOver: in IAM, of an incident that holds that nothing of it stands
 * - kept: the same, left on purpose by a restore after a compromise
 * - unmarked: AWSDenyAll, which may be the customer's own
 * - unrecordedWrite: CloudTrail shows that we made a change which no record accounts for
 */
export type ReconcileFinding =
  | 'inPlace'
  | 'absent'
  | 'altered'
  | 'unknown'
  | 'leftOver'
  | 'kept'
  | 'unmarked'
  | 'unrecordedWrite'

export interface ReconcileRow {
  readonly finding: ReconcileFinding
  /** Nothing has to be done about it. */
  readonly agrees: boolean
  readonly subject: string
  readonly containmentId: string | null
  readonly incidentId: string | null
  /** One or two sentences: what is known. */
  readonly note: string
  /** What to do about it, a sentence or a command each; nothing of it is done by us. */
  readonly cure: readonly string[]
}

/** Compares; changes nothing. What differs comes first. */
export function reconcile({ standing, ended, traces, unaccounted }: ReconcileInputs): ReconcileRow[] {
  const rows = [
    ...standing.map(rowOfStanding),
    ...traces.flatMap((trace) => rowOfTrace(trace, standing, ended) ?? []),
    ...unaccounted.map(rowOfWrite),
  ]
  return [...rows.filter(({ agrees }) => !agrees), ...rows.filter(({ agrees }) => agrees)]
}

function rowOfStanding(recorded: RecordedContainment): ReconcileRow {
  const { incidentId, containmentId, state, entityArn, policy, missing, appliedAt } = recorded
  const about = { subject: entityArn ?? 'an entity whose plan is lost', containmentId, incidentId }
  const look = `tourniquet incidents show ${incidentId}`
  switch (policy) {
    case 'held':
      return { finding: 'inPlace', agrees: true, ...about, note: `As it was written (${state}).`, cure: [] }
    case 'altered': {
      const cure = ['Writes go on by themselves after this: the next look puts it back, or asks a person.', look]
      return { finding: 'altered', agrees: false, ...about, note: `${missing.join('; ')}.`, cure }
    }
    case 'missing': {
      const was =
        appliedAt === null ? 'It was ordered, and never known to be written' : `It was written at ${appliedAt}`
      const cure = [
        'Writes go on by themselves after this: the next look puts it back, or asks a person.',
        'If access was given back since, give it back again: what is not there counts as removed.',
        `tourniquet restore ${incidentId} --as false-alarm --reason "..."`,
        look,
      ]
      return { finding: 'absent', agrees: false, ...about, note: `${was} (${state}): ${missing.join('; ')}.`, cure }
    }
    case null: {
      const cure = ['The undo card of the containment has the writes.', look]
      return { finding: 'absent', agrees: false, ...about, note: 'Its plan is lost: IAM was not compared.', cure }
    }
    default:
      return assertNever(policy, 'standing')
  }
}

/** null: it belongs to a containment that stands, and was compared there. */
function rowOfTrace(
  trace: ShownTrace,
  standing: readonly RecordedContainment[],
  ended: readonly EndedContainment[],
): ReconcileRow | null {
  const { entity, policy, containmentId, commands } = trace
  const subject = `${policy} on ${entity.arn}`
  if (containmentId === null) return rowOfUnmarked(trace, standing)
  if (standing.some((each) => each.containmentId === containmentId)) return null
  const over = ended.find((each) => each.containmentId === containmentId)
  const about = { subject, containmentId, incidentId: over?.incidentId ?? null }
  if (over === undefined) {
    const note = 'It is ours, and no incident on the record has it: the record is older than the block, or another one.'
    const cure = ['Decide whether the block should stand. These take it off:', ...commands]
    return { finding: 'unknown', agrees: false, ...about, note, cure }
  }
  if (isKept(trace, over)) {
    const note = `Left on purpose by ${over.incidentId}: it keeps older sessions dead, and may go when they have expired.`
    return { finding: 'kept', agrees: true, ...about, note, cure: [] }
  }
  const note = `${over.incidentId} is ${over.state} and holds that nothing of it stands.`
  return { finding: 'leftOver', agrees: false, ...about, note, cure: ['These take it off:', ...commands] }
}

function rowOfUnmarked(
  { entity, policy, commands }: ShownTrace,
  standing: readonly RecordedContainment[],
): ReconcileRow | null {
  const isOurs = standing.some(({ entityArn, attached }) => entityArn === entity.arn && attached.includes(policy))
  if (isOurs) return null
  return {
    finding: 'unmarked',
    agrees: true,
    subject: `${policy} on ${entity.arn}`,
    containmentId: null,
    incidentId: null,
    note: 'It carries no mark and may be your own; an undo card tells whether we attached it.',
    cure: commands,
  }
}

function isKept({ write }: ShownTrace, { restoreAs }: EndedContainment): boolean {
  return restoreAs === 'compromise' && 'purpose' in write && write.purpose === 'revokeOlderSessions'
}

function rowOfWrite({ operation, entityName, object, at, eventId }: SeenWrite): ReconcileRow {
  return {
    finding: 'unrecordedWrite',
    agrees: false,
    subject: `${operation} ${object} on ${entityName}`,
    containmentId: null,
    incidentId: null,
    note: `CloudTrail shows it with our credentials at ${at} (event ${eventId}), and no record accounts for it.`,
    cure: [
      'Look at the event: the write is of a history that this database does not hold, or somebody uses our credentials.',
      'If nobody knows it: take the credentials away, and look at what it changed.',
    ],
  }
}
