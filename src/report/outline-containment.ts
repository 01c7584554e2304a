import type { ContainPlan, PlannedWrite } from '../domain/plan.js'
import type { BlockStatus } from './block-status.js'
import type { IncidentReport } from './incident-report.js'
import {
  type Block,
  type Cell,
  code,
  fact,
  list,
  number,
  paragraph,
  type Section,
  status,
  type Tone,
  table,
  text,
  time,
} from './outline.js'

/** The verdict in its four words, what went against it, the plan, and how to take the block off by hand. */
export function containmentSection(report: IncidentReport): Section {
  const blocks = [
    paragraph(report.statement.sentence),
    ...verdictBlocks(report),
    ...planBlocks(report.plan),
    ...undoBlocks(report),
  ]
  return { id: 'containment', title: 'Containment and verdict', blocks }
}

const blockWords: Record<BlockStatus, string> = {
  none: 'none was written',
  inPlace: 'in place',
  maybe: 'not known: the last write has no end on the record',
  missing: 'not there as written',
  removed: 'removed by the restore',
}

/** The four words of the verdict as cells: `contained` never without `enforcement` beside it. */
export function verdictCells(report: IncidentReport): { name: string; value: Cell }[] {
  const { verdict, statement } = report
  const acts = verdict.tampering.length
  return [
    { name: 'contained', value: status(containedWord(report), statement.tone) },
    { name: 'enforcement', value: status(verdict.enforcement, enforcementTones[verdict.enforcement]) },
    { name: 'policy', value: status(verdict.policy, policyTones[verdict.policy]) },
    { name: 'tampering', value: status(acts === 0 ? 'none' : String(acts), acts === 0 ? 'good' : 'bad') },
  ]
}

/** The verdict stays as it was when the block was taken off; that it was is said with it. */
function containedWord({ verdict, block }: IncidentReport): string {
  if (!verdict.contained) return 'false'
  return block === 'removed' ? 'true, until the restore' : 'true'
}

const enforcementTones: Record<IncidentReport['verdict']['enforcement'], Tone> = {
  observed: 'good',
  notObserved: 'open',
  violated: 'bad',
}
const policyTones: Record<IncidentReport['verdict']['policy'], Tone> = {
  held: 'good',
  missing: 'bad',
  altered: 'bad',
  unknown: 'open',
}

function verdictBlocks(report: IncidentReport): Block[] {
  const acts = report.verdict.tampering.map(({ what, by, at }) => [text(what), text(by ?? 'not known'), time(at)])
  const calls = report.passedCalls.map((call) => [
    code(call.eventName),
    time(call.eventTime),
    status(call.when, call.when === 'after the window' ? 'bad' : 'open'),
    code(call.eventId),
  ])
  return [
    { kind: 'facts', facts: [...verdictCells(report), fact('Block', text(blockWords[report.block]))] },
    ...table('Acts against the block', ['What', 'By', 'When'], acts),
    ...table('Calls that succeeded after the write', ['Call', 'When', 'Relative to the window', 'Event id'], calls),
  ]
}

function planBlocks(plan: IncidentReport['plan']): Block[] {
  if (plan.status === 'none') return [paragraph('No plan for a block was made.')]
  if (plan.status === 'lost') {
    return [paragraph(`The record names plan ${plan.digest}, but what is filed is gone, or was changed since.`)]
  }
  const { entity, containmentId, writes, impact, notCovered } = plan.content
  const facts = [
    fact('Containment', code(containmentId)),
    fact('Entity', code(entity.arn)),
    fact('Unique id', code(entity.uniqueId)),
    fact('Plan digest', code(plan.digest)),
    ...impactFacts(impact),
  ]
  return [{ kind: 'facts', facts }, ...writeBlocks(writes), ...list('Not covered by the block', notCovered)]
}

function impactFacts(impact: ContainPlan['impact']) {
  const named = (items: readonly string[]) => text(items.join(', ') || 'none')
  return [
    fact('Last used', time(impact.lastUsedAt)),
    fact('Sessions alive when planned', number(impact.sessionsAlive)),
    fact('Trusted services', named(impact.trustedServices)),
    fact('Trusted principals', named(impact.trustedPrincipals)),
    fact('Instance profiles', named(impact.instanceProfiles)),
  ]
}

/** What a plan writes: the calls as a table, and each document. */
export function writeBlocks(writes: readonly PlannedWrite[]): Block[] {
  const rows = writes.map(({ operation, policyName, roleName }) => [code(operation), code(policyName), code(roleName)])
  const documents = writes
    .filter(({ operation }) => operation === 'PutRolePolicy')
    .map(
      ({ policyName, document }): Block => ({
        kind: 'code',
        caption: `Document of ${policyName}`,
        language: 'json',
        text: document,
      }),
    )
  return [...table('Writes, exactly as planned', ['Call', 'Policy', 'Role'], rows), ...documents]
}

function undoBlocks({ undo }: IncidentReport): Block[] {
  if (undo === null) return []
  return [
    { kind: 'code', caption: 'How to take the block off', language: 'sh', text: undo.commands.join('\n') },
    paragraph(undo.note),
  ]
}
