import { inWords } from '../../src/engine/in-words.js'
import { count } from '../../src/report/words.js'
import { attemptWords } from './attempt-words.js'
import { expiredQuestions } from './expired-questions.js'
import type { Looked } from './gaps-of-run.js'
import { nameOf } from './people.js'
import type { FoundGap } from './plan-improvement.js'
import { questionWords } from './timeline-of-run.js'

/** Refused and impossible attempts, and questions that nobody answered in time. */
export function peopleGaps(looked: Looked): FoundGap[] {
  return [...attemptGaps(looked), ...expiredGaps(looked)]
}

interface Tries {
  readonly by: string
  readonly attempted: string
  readonly unauthorised: boolean
  readonly why: string
  readonly times: number
  readonly evidence: readonly number[]
}

/** One gap for each person and act, however often it was tried. */
function attemptGaps({ exercise, record: { events } }: Looked): FoundGap[] {
  const tries = new Map<string, Tries>()
  for (const [index, event] of events.entries()) {
    const found = triedIn(event, index + 1)
    if (found === null) continue
    const key = JSON.stringify([found.by, found.attempted, found.unauthorised, found.why])
    const before = tries.get(key)
    const sum =
      before === undefined
        ? found
        : { ...found, times: before.times + found.times, evidence: [...before.evidence, ...found.evidence] }
    tries.set(key, sum)
  }
  return [...tries.values()].map((each) => attemptGap(nameOf(exercise, each.by), each))
}

function triedIn(event: Looked['record']['events'][number], no: number): Tries | null {
  if (event.kind === 'VOID') {
    const { by, attempted, why } = event
    return { by, attempted, unauthorised: false, why, times: 1, evidence: [no] }
  }
  if (event.kind !== 'REFUSED') return null
  const { by, attempted, unauthorised, code, reason, times } = event
  // Of what was no to the moment the product's own sentence says more than its code.
  const why = unauthorised || reason === '' ? inWords(code) : reason
  return { by, attempted, unauthorised, why, times, evidence: [no] }
}

function attemptGap(name: string, { attempted, unauthorised, why, times, evidence }: Tries): FoundGap {
  const act = attemptWords(attempted)
  const often = times === 1 ? 'once' : `${times} times`
  return unauthorised
    ? {
        cause: 'unauthorised',
        text: `${name} tried ${often} to ${act}, which is not theirs to do (${why}).`,
        evidence,
        action: `Settle whether ${name} may ${act}: if yes, name them in the approval rules; if not, brief them on whom to ask.`,
      }
    : {
        cause: 'wrongAttempt',
        text: `${name} tried ${often} to ${act}, which was not possible then (${why.replace(/\.$/, '')}).`,
        evidence,
        action: actionAgainst(name, act, why),
      }
}

function actionAgainst(name: string, act: string, why: string): string {
  if (why.endsWith('is away.')) return `See to it that somebody can ${act} while ${name} is away.`
  if (act === 'answer') return `Agree on who answers whom, and how ${name} passes on what they know.`
  return `Show ${name} how the card and the incident page tell what can be done at a moment, on this example: ${act}.`
}

function expiredGaps({ exercise, record, timeline }: Looked): FoundGap[] {
  return expiredQuestions(record).map(({ no, asked: { incident, question, quorum, expiresAtMs } }) => {
    const { approvers } = exercise.world.approvals[question]
    const who = approvers.map((role) => nameOf(exercise, role)).join(', ')
    const after = timeline.find((entry) => entry.incident === incident && entry.atMs >= (expiresAtMs ?? 0))
    return {
      cause: 'question',
      text: `Nobody decided in time whether to ${questionWords[question]} (${incident}, ${count(quorum, 'approval')} needed, asked: ${who}).`,
      evidence: [no, ...(after === undefined ? [] : [after.no])],
      action: `Name deputies for ${who}, or a second circle that is asked when the question whether to ${questionWords[question]} expires.`,
    }
  })
}
