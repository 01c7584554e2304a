import { isTrailUnknown } from '../containment/verdict.js'
import { suspectWords } from '../domain/suspect-words.js'
import type { Suspect } from '../domain/verdict.js'
import type { BlockStatus } from './block-status.js'
import type { IncidentReport } from './incident-report.js'
import {
  type Block,
  type Cell,
  code,
  fact,
  list,
  paragraph,
  type Section,
  status,
  type Tone,
  table,
  text,
  time,
} from './outline.js'
import { lookBlocks } from './outline-looks.js'
import { containPlanBlocks } from './outline-plan.js'

/** The verdict in its words, what went against it, the looks behind it, the plan, and how to take the block off by hand. */
export function containmentSection(report: IncidentReport): Section {
  const blocks = [
    paragraph(report.statement.sentence),
    ...verdictBlocks(report),
    ...escalationBlocks(report),
    ...lookBlocks(report),
    ...containPlanBlocks(report.plan),
    ...notDoneBlocks(report),
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

/** The words of the verdict as cells: `contained` never without `enforcement` beside it. */
export function verdictCells(report: IncidentReport): { name: string; value: Cell }[] {
  const { verdict, statement } = report
  return [
    { name: 'contained', value: status(containedWord(report), statement.tone) },
    { name: 'enforcement', value: status(verdict.enforcement, enforcementTones[verdict.enforcement]) },
    { name: 'policy', value: status(verdict.policy, policyTones[verdict.policy]) },
    { name: 'simulation', value: status(verdict.simulation, simulationTones[verdict.simulation]) },
    { name: 'tampering', value: noneOrCount(verdict.tampering.length) },
    { name: 'suspects', value: noneOrCount(verdict.suspects.length) },
    ...(isTrailUnknown(verdict) ? [{ name: 'CloudTrail', value: status('could not be read', 'bad') }] : []),
    ...(verdict.trailCut === true ? [{ name: 'CloudTrail', value: status('not read to its end', 'bad') }] : []),
  ]
}

function noneOrCount(number: number): Cell {
  return number === 0 ? status('none', 'good') : status(String(number), 'bad')
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
const simulationTones: Record<IncidentReport['verdict']['simulation'], Tone> = {
  denied: 'good',
  allowed: 'bad',
  unknown: 'open',
}
const policyTones: Record<IncidentReport['verdict']['policy'], Tone> = {
  held: 'good',
  missing: 'bad',
  altered: 'bad',
  unknown: 'open',
}

function verdictBlocks(report: IncidentReport): Block[] {
  const { tampering, suspects } = report.verdict
  const acts = tampering.map(({ what, by, at }) => [text(what), text(by ?? 'not known'), time(at)])
  const newcomers = suspects.map((suspect) => [
    text(whatOf(suspect)),
    code(suspect.name),
    time(suspect.createdAt),
    text(suspect.by ?? 'not known'),
    status(causeWords[suspect.cause], suspect.cause === 'principal' ? 'bad' : 'open'),
  ])
  return [
    { kind: 'facts', facts: [...verdictCells(report), fact('Block', text(blockWords[report.block]))] },
    ...table('Acts against the block', ['What', 'By', 'When'], acts),
    ...table('Suspects', ['What', 'Name', 'When', 'By', 'Cause'], newcomers),
    ...callBlocks(report),
  ]
}

const causeWords = { principal: 'by the principal or a suspect', unknown: 'not known yet by whom' } as const

/** `new user`, `trust of role, changed`. */
function whatOf(suspect: Suspect): string {
  const { before, after } = suspectWords(suspect)
  return after === '' ? before : `${before}, ${after}`
}

function callBlocks({ passedCalls, undeniableCalls }: IncidentReport): Block[] {
  const passed = passedCalls.map((call) => [
    code(call.eventName),
    time(call.eventTime),
    status(call.when, call.when === 'after the window' ? 'bad' : 'open'),
    code(call.eventId),
  ])
  const expected = undeniableCalls.map((call) => [code(call.eventName), time(call.eventTime), code(call.eventId)])
  const most = 25
  return [
    ...table('Calls that succeeded after the write', ['Call', 'When', 'Relative to the window', 'Event id'], passed),
    ...table('Succeeded as expected: no policy denies these', ['Call', 'When', 'Event id'], expected, most),
  ]
}

/** Where the block cannot hold by itself: the control that cannot be taken off from inside the account, ready to copy. */
function escalationBlocks({ escalation }: IncidentReport): Block[] {
  if (escalation === null) return []
  const [policy = ''] = /^\{$.*^\}$/ms.exec(escalation) ?? []
  const sentences = escalation.replace(policy, '').split('\n')
  const caption = 'Escalation: service control policy'
  return [
    paragraph(
      'What is put on from inside the account can be taken off from inside it. A service control policy cannot; Tourniquet does not write one:',
    ),
    ...(policy === '' ? [] : [{ kind: 'code', caption, language: 'json', text: policy } as const]),
    ...list(
      '',
      sentences.filter((sentence) => sentence !== ''),
    ),
  ]
}

function notDoneBlocks({ notDone }: IncidentReport): Block[] {
  return list('Approved, but not done', notDone)
}

function undoBlocks({ undo }: IncidentReport): Block[] {
  if (undo === null) return []
  return [
    { kind: 'code', caption: 'How to take the block off', language: 'sh', text: undo.commands.join('\n') },
    paragraph(undo.note),
  ]
}
