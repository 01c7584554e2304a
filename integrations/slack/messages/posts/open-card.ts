import type { Button } from '@slack/types'
import { assertNever } from '../../../../src/domain/assert-never.js'
import type { Plan } from '../../../../src/domain/plan.js'
import type { QuestionView } from '../../../../src/incidents/question-view.js'
import type { PastQuestion } from '../../../../src/report/talk.js'
import { controls } from '../../controls.js'
import type { Click, IncidentCard, SignClick } from '../../incident-card.js'
import { actions, button, context, header, linkButton, type Part, section } from '../fit/parts.js'
import { code, joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { localTime, person } from '../text/people-and-times.js'
import { plainWords } from '../text/plain-words.js'
import { shortDigest } from '../words/digests.js'
import { accountOf, shortName, targetOf, targetOfPlan } from '../words/target.js'
import { voteLines } from '../words/vote-words.js'
import { containFacts } from './contain-facts.js'
import { exerciseWord } from './headline.js'
import { restoreFacts } from './restore-facts.js'

export interface Open {
  readonly plan: Plan | null
  readonly view: QuestionView
  readonly past: PastQuestion
  readonly sign: SignClick
  readonly channel: string
}

/** Where no time is set the question stays open until it is answered: a value has to end at some time all the same. */
const NO_END = '9999-12-31T23:59:59.000Z'

/** The card of a question that is being asked: what is decided on, by whom, until when; and the buttons. */
export function openParts(card: IncidentCard, open: Open): Part[] {
  const { report } = card
  const { plan, view } = open
  const target = plan === null ? targetOf(report) : targetOfPlan(plan)
  return [
    header(`${exerciseWord(report.banner)}${askTitle(view, target, plan)}`),
    section(
      mrkdwn`Account ${accountOf(report, card.accountName)} · ${untilWords(view)} · incident ${code(report.incidentId)}`,
    ),
    ...(view.circle === 'second' ? [section(mrkdwn`*Nobody decided in time: a second circle is asked as well.*`)] : []),
    ...factsOf(card, plan, view.planDigest),
    section(quorumWords(card, open)),
    ...actions(...buttonsOf(card, open, target)),
    context(mrkdwn`Silence approves nothing. A changed plan makes this card void, and a new one is posted.`),
  ]
}

export function openText(card: IncidentCard, plan: Plan | null, view: QuestionView): Mrkdwn {
  const target = plan === null ? targetOf(card.report) : targetOfPlan(plan)
  const until = view.expiresAt === null ? mrkdwn`` : mrkdwn`, open until ${localTime(view.expiresAt)}`
  return mrkdwn`${askTitle(view, target, plan)} in ${accountOf(card.report, card.accountName)}${until}.`
}

function askTitle({ question }: QuestionView, target: string, plan: Plan | null): string {
  if (isWider(plan)) return `Approval needed: block more of ${target} than one session`
  return question === 'contain' ? `Approval needed: block ${target}` : `Approval needed: give ${target} its access back`
}

function factsOf(card: IncidentCard, plan: Plan | null, digest: string): Part[] {
  if (plan === null) {
    return [
      section(
        mrkdwn`*The plan ${code(shortDigest(digest))} is gone, or was changed since.* Deny it, and find out why.`,
      ),
    ]
  }
  switch (plan.kind) {
    case 'contain':
      return containFacts(card, plan, digest)
    case 'restore':
      return restoreFacts(card, plan, digest)
    default:
      return assertNever(plan, 'plan')
  }
}

/** Who still has to say yes. Who is mentioned in a new message is told of it; an edit tells nobody. */
function quorumWords({ slackIds }: IncidentCard, { plan, view, past }: Open): Mrkdwn {
  const { approvals, quorum, mayApprove } = view
  const people = joined(
    mayApprove.map((name) => person(name, slackIds)),
    ' ',
  )
  const who =
    mayApprove.length === 0 ? mrkdwn`nobody who is configured may approve it now` : mrkdwn`${people} may approve`
  const raised = plan?.approval.raisedBecause ?? []
  const votes = voteLines(past, quorum)
  const said = votes.length === 0 && approvals.length > 0 ? [mrkdwn`Approved by ${approvals.join(', ')}`] : votes
  return joined(
    [
      mrkdwn`*${approvals.length} of ${quorum} approvals* · ${who}`,
      ...raised.map((why) => mrkdwn`More than usual are needed: ${sentence(why, 300)}`),
      ...said,
    ],
    '\n',
  )
}

function untilWords({ expiresAt }: QuestionView): Mrkdwn {
  return expiresAt === null ? mrkdwn`no time limit is set` : mrkdwn`*expires* ${localTime(expiresAt)}`
}

function buttonsOf(card: IncidentCard, open: Open, target: string): Button[] {
  const { report, hasOwner, consoleUrl } = card
  const { actions: ids } = controls
  const { view } = open
  const name = shortName(target)
  const [yes, no] =
    view.question === 'contain'
      ? [`Approve: block ${name}`, isWider(open.plan) ? 'Deny: keep the block' : 'Deny: keep access']
      : [`Approve: restore ${name}`, 'Deny: keep the block']
  // Slack may not have delivered the question, so whoever has not answered may be asked again.
  const hasAnswered = report.ownerAnswers.some(({ wasMe }) => wasMe !== null)
  const askOwner = report.ownerAnswers.length === 0 ? 'Ask the owner: was this you?' : 'Ask the owner again'
  const mayAskOwner = view.question === 'contain' && hasOwner && !hasAnswered
  return [
    ...(open.plan === null
      ? []
      : [button(ids.approve, yes, open.sign(clickOf(card, open, 'approve', target)), 'primary')]),
    button(ids.deny, no, open.sign(clickOf(card, open, 'deny', target))),
    ...(open.plan === null ? [] : [button(ids.showPlan, 'Show plan', report.incidentId)]),
    ...(mayAskOwner ? [button(ids.askOwner, askOwner, report.incidentId)] : []),
    ...(consoleUrl === null ? [] : [linkButton(ids.openConsole, 'Open console', consoleUrl)]),
  ]
}

function clickOf(
  { report, accountName }: IncidentCard,
  { view, channel }: Open,
  decision: Click['decision'],
  target: string,
): Click {
  const account = accountOf(report, accountName)
  return {
    incidentId: report.incidentId,
    question: view.question,
    decision,
    planDigest: view.planDigest,
    expiresAt: view.expiresAt ?? NO_END,
    channel,
    // The modal is opened from the value alone, and must not be taken for the real thing either.
    target: plainWords(`${exerciseWord(report.banner)}${target} in account ${account}`, 200),
  }
}

/** Whether a plan asks for more than a block that stands denies. */
function isWider(plan: Plan | null): boolean {
  return plan?.kind === 'contain' && plan.widens !== undefined
}
