import type { ModalView } from '@slack/types'
import { sha256 } from '../../../../src/domain/canonical-json.js'
import type { Plan, PlannedWrite } from '../../../../src/domain/plan.js'
import { impactFacts } from '../../../../src/report/impact-facts.js'
import { controls } from '../../controls.js'
import type { IncidentCard } from '../../incident-card.js'
import { modal } from '../fit/fit-view.js'
import { type Part, section } from '../fit/parts.js'
import { bannerParts } from '../posts/post.js'
import { planOf } from '../posts/question-posts.js'
import { restoreWords } from '../posts/restore-facts.js'
import { code, codeBlock, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { bullets } from '../words/lists.js'
import { modeLines, writeWords } from '../words/plan-words.js'
import { accountOf, targetOf, targetOfPlan } from '../words/target.js'

/** More than IAM lets a group have; the modal itself says where it had to leave something out. */
const MOST = 200

/** The whole plan that is being decided on, or the last one: each write with its document, what it hits, what it does not reach. */
export function planModal(card: IncidentCard): ModalView {
  const { report, question } = card
  const digest = question?.planDigest ?? digestOfLast(card)
  const plan = digest === null ? null : planOf(card, digest)
  const parts =
    plan === null || digest === null
      ? [section(mrkdwn`There is no plan for *${targetOf(report)}* that could be shown.`)]
      : planParts(card, plan, digest)
  return modal({
    callbackId: controls.modals.plan,
    title: 'The whole plan',
    submit: null,
    close: 'Close',
    memory: '',
    parts: [...bannerParts(report.banner), ...parts],
  })
}

function digestOfLast({ report }: IncidentCard): string | null {
  const last = [report.restore, report.plan].find(({ status }) => status === 'known')
  return last?.status === 'known' ? last.digest : null
}

function planParts({ report, accountName }: IncidentCard, plan: Plan, digest: string): Part[] {
  const what = plan.kind === 'contain' ? 'Block' : 'Give access back to'
  return [
    section(
      mrkdwn`*${what} ${targetOfPlan(plan)}* in account ${accountOf(report, accountName)}\n${code(plan.entity.arn)} (${code(plan.entity.uniqueId)})\nplan ${code(digest)}`,
    ),
    ...listPart('How', modeLines(plan)),
    ...plan.writes.map((write, index) => writePart(plan, write, index)),
    ...approvalParts(plan),
    ...(plan.kind === 'contain' ? containParts(plan) : restoreParts(plan)),
  ]
}

function writePart(plan: Plan, write: PlannedWrite, index: number): Part {
  const words = mrkdwn`*${index + 1}.* ${writeWords(plan, write)}`
  if (!('document' in write)) return section(words)
  return section(mrkdwn`${words}\ndocument ${code(sha256(write.document))}\n${codeBlock(write.document)}`)
}

function approvalParts({ approval }: Plan): Part[] {
  const why = approval.raisedBecause.map((text) => sentence(text))
  const people = approval.quorum === 1 ? 'one person' : `${approval.quorum} people`
  return [section(mrkdwn`*Approval* by ${people}${why.length === 0 ? '' : mrkdwn`, since\n${bullets(why, MOST)}`}`)]
}

function containParts(plan: Extract<Plan, { kind: 'contain' }>): Part[] {
  const { entity, impact, notCovered } = plan
  const facts = impactFacts(entity.type, impact).map(({ name, text }) => mrkdwn`${name}: ${sentence(text, 2_500)}`)
  return [
    ...listPart('Impact', facts),
    ...listPart('Could not be read', say(impact.unread)),
    ...listPart('Not covered: goes on in spite of it', say(notCovered)),
  ]
}

function restoreParts(plan: Extract<Plan, { kind: 'restore' }>): Part[] {
  const drift = plan.drift.map(({ what, before, now }) => {
    return mrkdwn`${sentence(what)}: before ${code(before ?? 'not there', 600)}, now ${code(now ?? 'gone', 600)}`
  })
  return [
    section(mrkdwn`*As* ${restoreWords[plan.restoreAs]}`),
    ...listPart('Changed by others since, and left as found', drift),
    ...listPart(
      'Sessions that come to life',
      plan.revivingSessions.map((name) => code(name)),
    ),
    ...listPart('Still denied after it', say(plan.stillDenied)),
    ...listPart('Stays different on purpose', say(plan.intendedDifferences)),
  ]
}

function say(texts: readonly string[]): Mrkdwn[] {
  return texts.map((text) => sentence(text))
}

function listPart(title: string, items: readonly Mrkdwn[]): Part[] {
  return items.length === 0 ? [] : [section(mrkdwn`*${title}*\n${bullets(items, MOST)}`)]
}
