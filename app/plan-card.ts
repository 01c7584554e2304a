import pc from 'picocolors'
import type { Evidence } from '../src/domain/evidence.js'
import { type ContainPlan, objectOf, operationOf, type Plan, planDigest, type RestorePlan } from '../src/domain/plan.js'
import { impactFacts } from '../src/report/impact-facts.js'
import { modeWords } from '../src/report/mode-words.js'
import { describeOwnerAnswer } from '../src/report/owner-answers.js'
import {
  roleUseSentences,
  scopeSentences,
  TRUST_PROPOSAL_TITLE,
  trustProposalOf,
} from '../src/report/role-use-words.js'
import type { OwnerAnswer } from '../src/report/talk.js'
import { doubtRows, evidenceRows, type Row } from './evidence-rows.js'
import { terminalText } from './terminal-text.js'

interface PlanView {
  readonly containPlan: ContainPlan | null
  readonly restorePlan: RestorePlan | null
  readonly evidence: Evidence | null
  readonly context: { readonly openPlanDigest: string | null }
  /** Evidence from people: none if not given. */
  readonly ownerAnswers?: readonly Pick<OwnerAnswer, 'owner' | 'wasMe'>[]
}

/** What a person decides on, for a terminal. Every text from outside is made safe to print. */
export function planCard(view: PlanView): string {
  const rows = planRows(view)
  const width = Math.max(...rows.map(([title]) => title.length))
  return rows.map(([title, text]) => `${pc.dim(title.padEnd(width))}  ${text}`).join('\n')
}

/** The same as rows, to be laid out otherwise. */
export function planRows(view: PlanView): Row[] {
  const { containPlan, restorePlan, context } = view
  // One may be asked about a block after a restore was denied.
  const isBlock = containPlan !== null && planDigest(containPlan) === context.openPlanDigest
  const plan = restorePlan === null || isBlock ? containRows(containPlan, view.evidence) : restoreRows(restorePlan)
  return [...plan, ...ownerRows(view.ownerAnswers ?? []), ['plan', String(view.context.openPlanDigest)]]
}

function ownerRows(answers: readonly Pick<OwnerAnswer, 'owner' | 'wasMe'>[]): Row[] {
  return answers.map((each) => ['owner', sentence(describeOwnerAnswer(each))])
}

/** What is decided on is shown in full: a group has as many members as IAM lets it have. Names in it are external. */
const MOST_CHARS = 100_000
const sentence = (text: string): string => terminalText(text, MOST_CHARS)

function containRows(plan: ContainPlan | null, evidence: Evidence | null): Row[] {
  if (plan === null) return [['plan', 'none']]
  return [
    ...doubtRows(evidence),
    ...plan.modes.map((mode): Row => ['mode', `${mode}: ${modeWords[mode]}`]),
    ...sessionRows(plan),
    ...scopeSentences(plan).map((text): Row => ['scope', sentence(text)]),
    ...writeRows(plan),
    ...approvalRows(plan),
    ...(evidence === null ? [] : evidenceRows(evidence)),
    ...(evidence === null ? [] : roleUseSentences(evidence)).map((text): Row => ['role used by', sentence(text)]),
    ...impactRows(plan),
    ...plan.notCovered.map((text): Row => ['not covered', sentence(text)]),
    ...proposalRows(plan),
  ]
}

function sessionRows({ sessionName }: ContainPlan): Row[] {
  return sessionName === null ? [] : [['session', sentence(sessionName)]]
}

function proposalRows(plan: ContainPlan): Row[] {
  const proposal = trustProposalOf(plan)
  return proposal === null ? [] : [['proposal', `${TRUST_PROPOSAL_TITLE}: ${sentence(proposal)}`]]
}

function writeRows({ entity, writes }: Plan): Row[] {
  return writes.map((write) => [
    'will do',
    `${operationOf(entity.type, write)} ${sentence(objectOf(write))}${write.kind === 'setKeyStatus' ? ` to ${write.status}` : ''} on ${sentence(entity.arn)}`,
  ])
}

function approvalRows({ approval }: Plan): Row[] {
  if (approval.quorum === 1 && approval.raisedBecause.length === 0) return []
  const why = approval.raisedBecause.map(sentence).join(' ')
  return [['approvals', `${approval.quorum} needed${why === '' ? '' : `: ${why}`}`]]
}

function impactRows({ entity, impact }: ContainPlan): Row[] {
  return [
    ...impactFacts(entity.type, impact).map(
      ({ name, text }): Row => ['impact', `${name.toLowerCase()}: ${sentence(text)}`],
    ),
    ...impact.unread.map((text): Row => ['not read', sentence(text)]),
  ]
}

function restoreRows(plan: RestorePlan): Row[] {
  return [
    ['restore as', plan.restoreAs],
    ...writeRows(plan),
    ...approvalRows(plan),
    [
      'drift',
      list(
        plan.drift.map(({ what }) => what),
        `none: the ${plan.entity.type} is as it was`,
      ),
    ],
    ['revives', list(plan.revivingSessions, 'no session')],
    ...plan.stillDenied.map((text): Row => ['still denied', sentence(text)]),
    ...plan.intendedDifferences.map((text): Row => ['stays', sentence(text)]),
  ]
}

function list(texts: readonly string[], none: string): string {
  return texts.map(sentence).join(', ') || none
}
