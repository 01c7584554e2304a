import type { Engine } from '../../src/engine/engine.js'
import { recordEvent } from '../../src/engine/record-event.js'
import type { RefusalCode } from '../../src/incidents/authorise.js'
import type { ApprovalRules, Verb } from '../../src/incidents/authority.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import { aFinding } from './fixtures/findings.js'
import { after, happens } from './fixtures/incident-events.js'
import * as journeys from './fixtures/journeys.js'
import { aRolePrincipal } from './fixtures/principals.js'
import { aTiming, escalating } from './fixtures/timings.js'

/** One person of each kind. `req` and `sub` are approvers of everything: `req` asked for the restore, `sub` is accused. */
export const matrixRules: ApprovalRules = {
  contain: { approvers: ['con', 'req', 'sub'], quorum: 1, escalateTo: ['con2'] },
  restore: { approvers: ['res', 'req', 'sub'], quorum: 1, escalateTo: ['res2'] },
  operators: ['oli'],
  viewers: ['vic'],
  knownAs: new Map([['sub', ['susan@example.com']]]),
}

/** `asked`: the question was escalated before. */
export const standings = {
  'a stranger with a token': { person: 'sid', asked: false },
  'a viewer': { person: 'vic', asked: false },
  'an operator': { person: 'oli', asked: false },
  'an approver of the block': { person: 'con', asked: false },
  'the second circle of the block, not yet asked': { person: 'con2', asked: false },
  'the second circle of the block, asked': { person: 'con2', asked: true },
  'an approver of restores': { person: 'res', asked: false },
  'the second circle of restores, not yet asked': { person: 'res2', asked: false },
  'the second circle of restores, asked': { person: 'res2', asked: true },
  'an approver who asked for the restore': { person: 'req', asked: false },
  'an approver who is accused': { person: 'sub', asked: false },
} as const
export type Standing = keyof typeof standings

type Cell = 'yes' | RefusalCode
type Row = Readonly<Record<Verb, Cell>>

const no = 'notPermitted'
const notOne = 'notAnApprover'
const early = 'notYetAsked'

/** Every standing x every verb, each cell stated: a verb or a standing that is added has no cell, and does not compile. */
export const matrix: Readonly<Record<Standing, Row>> = {
  'a stranger with a token': {
    ...{ view: no, approveContain: notOne, denyContain: notOne, approveRestore: notOne, denyRestore: notOne },
    ...{ requestRestore: no, retry: no, close: no, chooseScope: no },
    ...{ requestBlock: no, askOwner: no, addNote: no },
    ...{ freeze: no, unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: no, name: no },
  },
  'a viewer': {
    ...{ view: 'yes', approveContain: notOne, denyContain: notOne, approveRestore: notOne, denyRestore: notOne },
    ...{ requestRestore: no, retry: no, close: no, chooseScope: no },
    ...{ requestBlock: no, askOwner: no, addNote: 'yes' },
    ...{ freeze: no, unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: 'yes' },
    ...{ vouch: no, name: no },
  },
  'an operator': {
    ...{ view: 'yes', approveContain: notOne, denyContain: notOne, approveRestore: notOne, denyRestore: notOne },
    ...{ requestRestore: 'yes', retry: 'yes', close: no, chooseScope: no },
    ...{ requestBlock: 'yes', askOwner: 'yes', addNote: 'yes' },
    ...{ freeze: 'yes', unfreeze: 'yes', allowBlocks: 'yes', acceptReconcile: 'yes', exportAudit: 'yes' },
    ...{ vouch: no, name: 'yes' },
  },
  'an approver of the block': {
    ...{ view: 'yes', approveContain: 'yes', denyContain: 'yes', approveRestore: notOne, denyRestore: notOne },
    ...{ requestRestore: 'yes', retry: 'yes', close: 'yes', chooseScope: 'yes' },
    ...{ requestBlock: 'yes', askOwner: 'yes', addNote: 'yes' },
    ...{ freeze: 'yes', unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: 'yes', name: 'yes' },
  },
  'the second circle of the block, not yet asked': {
    ...{ view: 'yes', approveContain: early, denyContain: early, approveRestore: notOne, denyRestore: notOne },
    ...{ requestRestore: no, retry: no, close: no, chooseScope: no },
    ...{ requestBlock: no, askOwner: no, addNote: 'yes' },
    ...{ freeze: no, unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: no, name: no },
  },
  'the second circle of the block, asked': {
    ...{ view: 'yes', approveContain: 'yes', denyContain: 'yes', approveRestore: notOne, denyRestore: notOne },
    ...{ requestRestore: no, retry: no, close: no, chooseScope: no },
    ...{ requestBlock: no, askOwner: no, addNote: 'yes' },
    ...{ freeze: no, unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: no, name: no },
  },
  'an approver of restores': {
    ...{ view: 'yes', approveContain: notOne, denyContain: notOne, approveRestore: 'yes', denyRestore: 'yes' },
    ...{ requestRestore: 'yes', retry: 'yes', close: no, chooseScope: no },
    ...{ requestBlock: no, askOwner: 'yes', addNote: 'yes' },
    ...{ freeze: 'yes', unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: no, name: no },
  },
  'the second circle of restores, not yet asked': {
    ...{ view: 'yes', approveContain: notOne, denyContain: notOne, approveRestore: early, denyRestore: early },
    ...{ requestRestore: no, retry: no, close: no, chooseScope: no },
    ...{ requestBlock: no, askOwner: no, addNote: 'yes' },
    ...{ freeze: no, unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: no, name: no },
  },
  'the second circle of restores, asked': {
    ...{ view: 'yes', approveContain: notOne, denyContain: notOne, approveRestore: 'yes', denyRestore: 'yes' },
    ...{ requestRestore: no, retry: no, close: no, chooseScope: no },
    ...{ requestBlock: no, askOwner: no, addNote: 'yes' },
    ...{ freeze: no, unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: no, name: no },
  },
  'an approver who asked for the restore': {
    ...{ view: 'yes', approveContain: 'yes', denyContain: 'yes', approveRestore: 'ownRequest', denyRestore: 'yes' },
    ...{ requestRestore: 'yes', retry: 'yes', close: 'yes', chooseScope: 'yes' },
    ...{ requestBlock: 'yes', askOwner: 'yes', addNote: 'yes' },
    ...{ freeze: 'yes', unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: 'yes', name: 'yes' },
  },
  'an approver who is accused': {
    ...{ view: 'yes', approveContain: 'isSubject', denyContain: 'isSubject' },
    ...{ approveRestore: 'isSubject', denyRestore: 'isSubject' },
    ...{ requestRestore: 'isSubject', retry: 'isSubject', close: 'isSubject', chooseScope: 'isSubject' },
    ...{ requestBlock: 'yes', askOwner: 'isSubject', addNote: 'yes' },
    ...{ freeze: 'yes', unfreeze: no, allowBlocks: no, acceptReconcile: no, exportAudit: no },
    ...{ vouch: 'isSubject', name: 'isSubject' },
  },
}

const restoreAsked = { ...happens.restoreRequested(), by: 'req' }
const blockEscalates = after('approvalExpiry', 'awaitingApproval')
const restoreEscalates = after('restoreExpiry', 'awaitingRestoreApproval.question.asking')

/** The incident on which a verb means something, of a session of susan's. */
export async function incidentFor(engine: Engine, verb: Verb, asked: boolean): Promise<string> {
  const name = `role-${engine.ids.next('inc').slice(-12)}`
  const principal =
    verb === 'name'
      ? { ...aRolePrincipal({ name: '', sessionName: 'Susan+aws@example.com' }), type: 'unresolved' as const }
      : aRolePrincipal({ name, sessionName: 'Susan+aws@example.com' })
  const finding = aFinding({ sourceId: name, principal, trusted: verb !== 'vouch' })
  const timing = asked ? aTiming({ questions: escalating }) : aTiming()
  const playbook = verb === 'chooseScope' ? 'cross-account-activity' : 'compromised-principal'
  const opening = { playbook, version: '1', timing }
  const { incidentId } = await openIncident(engine, finding, opening)
  const actor = { kind: 'engine', name: 'test' } as const
  for (const event of eventsFor(verb, asked)) await recordEvent(engine, incidentId, { event, actor })
  return incidentId
}

function eventsFor(verb: Verb, asked: boolean): readonly journeys.Happening[] {
  if (verb === 'approveContain' || verb === 'denyContain' || verb === 'chooseScope') {
    return asked ? [...journeys.awaitingApproval, blockEscalates] : journeys.awaitingApproval
  }
  if (verb === 'approveRestore' || verb === 'denyRestore') {
    const asking = [...journeys.contained, restoreAsked, happens.restorePrepared()]
    return asked ? [...asking, restoreEscalates] : asking
  }
  if (verb === 'vouch') return journeys.unconfirmed
  if (verb === 'name') return []
  if (verb === 'retry') return journeys.gotThrough
  if (verb === 'close') return asked ? [...journeys.nobodyAnswered, blockEscalates] : journeys.nobodyAnswered
  return journeys.contained
}
