import { assertNever } from '../../../../src/domain/assert-never.js'
import type { PastQuestion } from '../../../../src/report/talk.js'
import { count } from '../../../../src/report/words.js'
import type { IncidentCard } from '../../incident-card.js'
import { joined, type Mrkdwn, type MrkdwnValue, mrkdwn } from '../text/mrkdwn.js'
import { ago, utcTime } from '../text/people-and-times.js'
import { writesOf } from '../words/writes-of.js'

/** How far a stage is: said by a sign and by a word, so that neither is alone. */
type Progress = 'done' | 'now' | 'failed' | 'later'

const signs: Record<Progress, string> = { done: '☑', now: '▶', failed: '☒', later: '☐' }
const progressWords: Record<Progress, string> = { done: 'done', now: 'now', failed: 'not done', later: 'later' }

interface Stage {
  readonly name: string
  readonly progress: Progress
  readonly detail: MrkdwnValue
}

/** The five stages of every incident: what is done, since when and by whom, what is being done, what is still to come. */
export function stageLines(card: IncidentCard): Mrkdwn {
  const stages = [investigate(card), approve(card), block(card), verify(card), restore(card)]
  return joined(stages.map(lineOf), '\n')
}

function lineOf({ name, progress, detail }: Stage): Mrkdwn {
  return mrkdwn`${signs[progress]} *${name}* ${progressWords[progress]}${detail}`
}

function investigate({ report }: IncidentCard): Stage {
  const { evidence, state, open } = report
  if (evidence.status === 'known') {
    const { collectedAt, calls, errors, sessions } = evidence.content
    const seen = `${count(calls, 'call')}, ${errors} failed, ${count(sessions.length, 'session')}`
    return {
      name: 'Investigate',
      progress: 'done',
      detail: mrkdwn` ${utcTime(collectedAt, report.path[0]?.at ?? null)} · ${seen}`,
    }
  }
  const isNow = open && ['investigating', 'unresolved', 'unconfirmed'].includes(state)
  return {
    name: 'Investigate',
    progress: isNow ? 'now' : 'failed',
    detail: isNow ? '' : mrkdwn` · no evidence on the record`,
  }
}

function approve(card: IncidentCard): Stage {
  const { report } = card
  const last = questionsOf(card, 'contain').at(-1)
  const name = 'Approve'
  if (report.state === 'refused')
    return { name, progress: 'failed', detail: mrkdwn` · nobody was asked: no block is possible` }
  if (report.state === 'heldDown') return { name, progress: 'failed', detail: mrkdwn` · nobody was asked again` }
  if (last === undefined) {
    const isNow = card.question?.question === 'contain'
    return { name, progress: isNow ? 'now' : 'later', detail: '' }
  }
  return { name, ...fateOf(last, card) }
}

/** How a question stands. */
function fateOf({ fate, votes }: PastQuestion, { report, question }: IncidentCard): Omit<Stage, 'name'> {
  const time = (at: string) => utcTime(at, report.path[0]?.at ?? null)
  switch (fate.kind) {
    case 'open': {
      const needed = question === null ? '' : ` · ${votes.length} of ${count(question.quorum, 'approval')}`
      return { progress: 'now', detail: needed }
    }
    case 'approved':
      return {
        progress: 'done',
        detail: mrkdwn` ${time(fate.at)} · ${joined(
          votes.map(({ who }) => who),
          ', ',
        )}`,
      }
    case 'denied':
      return { progress: 'failed', detail: mrkdwn` ${time(fate.at)} · denied by ${fate.who}` }
    case 'expired':
      return { progress: 'failed', detail: mrkdwn` ${time(fate.at)} · nobody decided in time` }
    case 'void':
      return { progress: 'later', detail: mrkdwn` · the question is void` }
    default:
      return assertNever(fate, 'fate of a question')
  }
}

function block({ report }: IncidentCard): Stage {
  const name = 'Block'
  const [first] = writesOf(report, 'block')
  const since = report.path[0]?.at ?? null
  if (report.state === 'blocking' || report.state === 'widening') return { name, progress: 'now', detail: '' }
  if (first === undefined) {
    return report.block === 'maybe'
      ? { name, progress: 'failed', detail: mrkdwn` · it is not known whether it was written` }
      : { name, progress: report.open && report.state !== 'needsHuman' ? 'later' : 'failed', detail: '' }
  }
  if (report.block === 'missing') return { name, progress: 'failed', detail: mrkdwn` · it is not there as written` }
  const notDone = report.notDone.length === 0 ? '' : ` · ${count(report.notDone.length, 'part')} of the plan not done`
  return { name, progress: 'done', detail: mrkdwn` ${utcTime(first.at, since)}${notDone}` }
}

function verify({ report }: IncidentCard): Stage {
  const name = 'Verify'
  const { verdict, block: standing, statement, path, state } = report
  if (standing === 'none' || (standing === 'maybe' && writesOf(report, 'block').length === 0)) {
    return { name, progress: report.open ? 'later' : 'failed', detail: '' }
  }
  const containedAt = path.find((step) => step.state === 'contained')?.at
  if (verdict.contained && containedAt !== undefined) {
    const proof = verdict.enforcement === 'observed' ? 'enforcement observed' : 'enforcement not observed'
    return { name, progress: 'done', detail: mrkdwn` ${utcTime(containedAt, path[0]?.at ?? null)} · held, ${proof}` }
  }
  if (statement.tone === 'bad')
    return { name, progress: 'failed', detail: mrkdwn` · ${statement.headline.toLowerCase()}` }
  return {
    name,
    progress: state === 'verifying' ? 'now' : 'failed',
    detail: state === 'verifying' ? mrkdwn` · must hold for the whole soak` : mrkdwn` · the soak was cut short`,
  }
}

function restore(card: IncidentCard): Stage {
  const { report } = card
  const name = 'Restore'
  const since = report.path[0]?.at ?? null
  const [start] = writesOf(report, 'block')
  const restoredAt = report.path.find(({ state }) => state === 'restored')?.at
  if (restoredAt !== undefined && report.block === 'removed') {
    return { name, progress: 'done', detail: mrkdwn` ${utcTime(restoredAt, since)}` }
  }
  if (report.state === 'restoring') return { name, progress: 'now', detail: '' }
  const asked = questionsOf(card, 'restore').at(-1)
  if (asked?.fate.kind === 'open') return { name, ...fateOf(asked, card) }
  if (start === undefined || report.block === 'none') return { name, progress: 'later', detail: '' }
  return { name, progress: 'later', detail: mrkdwn` · not asked for yet, the block was written ${ago(start.at)}` }
}

function questionsOf({ report }: IncidentCard, question: PastQuestion['question']): readonly PastQuestion[] {
  return report.questions.filter((one) => one.question === question)
}
