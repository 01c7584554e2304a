import { type Plan, planDigest } from '../../../../src/domain/plan.js'
import type { QuestionView } from '../../../../src/incidents/question-view.js'
import type { PastQuestion } from '../../../../src/report/talk.js'
import type { IncidentCard, SignClick } from '../../incident-card.js'
import { header } from '../fit/parts.js'
import { mrkdwn } from '../text/mrkdwn.js'
import { targetOf, targetOfPlan } from '../words/target.js'
import { decidedParts, fateTitle } from './decided-card.js'
import { exerciseWord } from './headline.js'
import { openParts, openText } from './open-card.js'
import type { Draft } from './post.js'

export interface AskIn {
  readonly sign: SignClick
  readonly channel: string
}

/**
 * One card a question. The open one has buttons; those that are over say how, without buttons, and are edited where they stand
 * and never posted anew.
 */
export function questionPosts(card: IncidentCard, asking: AskIn): Draft[] {
  const { report, question } = card
  const known = report.questions.map((one) => questionPost(card, one, asking))
  // Between the question and the record that says so: the card is shown all the same.
  const isMissing = question !== null && !report.questions.some(({ planDigest }) => planDigest === question.planDigest)
  return isMissing ? [...known, questionPost(card, justAsked(question, report.generatedAt), asking)] : known
}

function questionPost(card: IncidentCard, past: PastQuestion, asking: AskIn): Draft {
  const plan = planOf(card, past.planDigest)
  const frame = { slot: `question:${past.planDigest}`, place: 'broadcast', at: past.askedAt } as const
  const view = openView(card, past)
  if (view !== null) {
    return { ...frame, text: openText(card, plan, view), parts: openParts(card, { plan, view, past, ...asking }) }
  }
  const target = plan === null ? targetOf(card.report) : targetOfPlan(plan)
  const title = fateTitle(past, target)
  return {
    ...frame,
    text: mrkdwn`${title}.`,
    parts: [header(`${exerciseWord(card.report.banner)}${title}`), ...decidedParts(card, past, plan)],
    editOnly: true,
  }
}

/** The question as it can be answered now; null: it is over, or is being closed this moment. */
function openView({ question }: IncidentCard, past: PastQuestion): QuestionView | null {
  return past.fate.kind === 'open' && question?.planDigest === past.planDigest ? question : null
}

function justAsked({ question, planDigest }: QuestionView, askedAt: string): PastQuestion {
  return { question, planDigest, askedAt, votes: [], fate: { kind: 'open' } }
}

/** null: a plan that is lost, or of an earlier question, whose content the report does not carry. */
export function planOf({ report, askedPlan = null }: IncidentCard, digest: string): Plan | null {
  // Beside a block that stands a wider one may be asked for: the report has the plan of the block.
  if (askedPlan !== null && planDigest(askedPlan) === digest) return askedPlan
  const filed = [report.plan, report.restore].find((one) => one.status === 'known' && one.digest === digest)
  return filed?.status === 'known' ? filed.content : null
}
