import {
  type ApprovalLevel,
  type ContainPlan,
  objectOf,
  operationOf,
  type Plan,
  type PlannedWrite,
} from '../domain/plan.js'
import { impactFacts } from './impact-facts.js'
import type { IncidentReport } from './incident-report.js'
import { modeWords } from './mode-words.js'
import { type Block, code, type Fact, fact, list, paragraph, table, text } from './outline.js'
import { scopeSentences, TRUST_PROPOSAL_TITLE, trustProposalOf } from './role-use-words.js'
import { count } from './words.js'

/** The plan of the block: whom, how, with whose approval, what it touches and what it does not reach. */
export function containPlanBlocks(plan: IncidentReport['plan']): Block[] {
  if (plan.status === 'none') return [paragraph('No plan for a block was made.')]
  if (plan.status === 'lost') {
    return [paragraph(`The record names plan ${plan.digest}, but what is filed is gone, or was changed since.`)]
  }
  const { content } = plan
  const { entity, containmentId, impact, notCovered, modes } = content
  const facts = [
    fact('Containment', code(containmentId)),
    fact('Entity', code(entity.arn)),
    fact('Unique id', code(entity.uniqueId)),
    ...sessionFact(content),
    fact('Plan digest', code(plan.digest)),
    fact('Approval', text(approvalWords(content.approval))),
    ...impactFacts(entity.type, impact).map(({ name, text: value }) => fact(name, text(value))),
  ]
  return [
    { kind: 'facts', facts },
    ...list(
      'What the block does',
      modes.map((mode) => `${mode}: ${modeWords[mode]}`),
    ),
    ...list('What of the role is denied, and why', scopeSentences(content)),
    ...writeBlocks(content),
    ...elsewhereBlocks(impact),
    ...list('Could not be read for the plan', impact.unread),
    ...list('Not covered by the block', notCovered),
    ...proposalBlocks(content),
  ]
}

function proposalBlocks(plan: ContainPlan): Block[] {
  const proposal = trustProposalOf(plan)
  return proposal === null ? [] : [{ kind: 'code', caption: TRUST_PROPOSAL_TITLE, language: 'json', text: proposal }]
}

/** `2 approvals`, and why it is more than the configuration asks for. */
export function approvalWords({ quorum, raisedBecause }: ApprovalLevel): string {
  return [count(quorum, 'approval'), ...raisedBecause].join('. ')
}

/** What a plan writes: the calls as a table, and each document. */
export function writeBlocks({ entity, writes }: Pick<Plan, 'entity' | 'writes'>): Block[] {
  const rows = writes.map((write) => [
    code(operationOf(entity.type, write)),
    code(objectOf(write)),
    text(write.kind === 'setKeyStatus' ? write.status : '–'),
    code(`${entity.type}/${entity.name}`),
  ])
  return [
    ...table('Writes, exactly as planned', ['Call', 'Policy or key', 'Becomes', 'On'], rows),
    ...writes.flatMap(documentBlock),
  ]
}

function documentBlock(write: PlannedWrite): Block[] {
  if (write.kind !== 'putPolicy') return []
  const caption = `Document of ${write.policyName}`
  return [{ kind: 'code', caption, language: 'json', text: write.document }]
}

function sessionFact({ sessionName }: ContainPlan): Fact[] {
  return sessionName === null ? [] : [fact('Session', code(sessionName))]
}

/** Credentials of other identities that the principal had obtained: each is a block of its own, or an expiry to wait for. */
function elsewhereBlocks({ sessionsElsewhere }: ContainPlan['impact']): Block[] {
  const rows = sessionsElsewhere.map(({ roleArn, accessKeyId, sessionName, expiresAt }) => [
    code(roleArn),
    code(accessKeyId),
    text(sessionName),
    text(expiresAt ?? 'not known'),
  ])
  return table('Alive elsewhere: the block does not reach them', ['Of', 'Access key', 'Session', 'Ends'], rows)
}
