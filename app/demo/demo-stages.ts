import type { AuditBody } from '../../src/audit/record.js'
import { assertNever } from '../../src/domain/assert-never.js'

/** What people call the states that an incident passes through. */
const names: Readonly<Record<string, string>> = {
  investigating: 'investigate',
  planning: 'plan',
  awaitingApproval: 'approve',
  blocking: 'block',
  verifying: 'verify',
  contained: 'watch',
  awaitingRestoreApproval: 'approveRestore',
  restoring: 'restore',
  restored: 'lateWriteWatch',
  tampered: 'putBack',
  needsHuman: 'askPerson',
  unresolved: 'namePrincipal',
}

export interface Stage {
  readonly name: string
  readonly outcome: string
  readonly durationMs: number
}

/** The stages that were gone through, from the record: each with the state that it led to and how long it took. */
export function stagesOf(records: readonly AuditBody[]): Stage[] {
  const [opened] = records
  if (opened === undefined) return []
  const stages: Stage[] = [{ name: 'finding', outcome: 'accepted', durationMs: 0 }]
  let since = Date.parse(opened.at)
  let state = opened.to
  for (const record of records) {
    if (record.to === state) continue
    const at = Date.parse(record.at)
    stages.push({ name: names[state] ?? state, outcome: outcomeOf(record), durationMs: at - since })
    since = at
    state = record.to
  }
  return [...stages, ...reported(records)]
}

function reported(records: readonly AuditBody[]): Stage[] {
  return records.some((record) => record.what === 'REPORT_WRITTEN')
    ? [{ name: 'report', outcome: 'written', durationMs: 0 }]
    : []
}

function outcomeOf(record: AuditBody): string {
  switch (record.actor.kind) {
    case 'timer':
      return 'time is up'
    case 'person':
    case 'worker':
    case 'source':
    case 'engine':
      return record.what.toLowerCase().replaceAll('_', ' ')
    default:
      return assertNever(record.actor, 'actor')
  }
}
