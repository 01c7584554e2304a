import { count } from '../../src/report/words.js'
import { showExerciseTime } from '../duration.js'
import { couldByWhom } from './could-by-whom.js'
import type { Looked } from './gaps-of-run.js'
import type { FoundGap } from './plan-improvement.js'

/** What the attacker got, kept, and was not seen at. Who may do what they did has got nothing, and keeps it rightly. */
export function attackGaps(looked: Looked): FoundGap[] {
  // In a discussion nobody called anything, and nothing could have been blocked.
  if (looked.record.mode === 'discuss') return unseenGaps(looked)
  if (looked.exercise.attack?.harmless === true) return [...callGaps(looked), ...unseenGaps(looked)]
  return [...callGaps(looked), ...persistenceGaps(looked), ...couldGaps(looked), ...unseenGaps(looked)]
}

function callGaps({ record: { gains }, timeline }: Looked): FoundGap[] {
  const calls = gains.callsAfterBlock
  if (calls.length === 0) return []
  const actions = [...new Set(calls.map(({ action }) => action))]
  const steps = new Set(calls.flatMap(({ step }) => (step === null ? [] : [step])))
  const since = gains.blockedAtMs ?? 0
  const bearing = timeline.filter(
    ({ lane, step, atMs, tone }) =>
      lane === 'attacker' && tone === 'bad' && step !== null && steps.has(step) && atMs >= since,
  )
  return [
    {
      cause: 'attackerCalls',
      text: `AWS carried out ${count(calls.length, 'call')} of the attacker's after the block was in force, as ${someOf([...new Set(calls.map(({ by }) => by))])}: ${someOf(actions)}.`,
      evidence: bearing.map(({ no }) => no),
      action:
        'Find what the block did not reach, and block that as well: sessions and keys from before the block, and whoever the attacker made.',
    },
  ]
}

/** One gap for all of them: it is one habit that would have found them. */
function persistenceGaps({ record: { gains }, timeline }: Looked): FoundGap[] {
  const standing = gains.persistence.filter((each) => each.standing)
  if (standing.length === 0) return []
  const made = standing.map(({ what, atMs }) => `${what} (made at ${showExerciseTime(atMs)})`)
  const left =
    standing.length === 1 ? 'a way to come back, which is' : `${standing.length} ways to come back, which are`
  const steps = [...new Set(standing.map(({ step }) => step))]
  return [
    {
      cause: 'persistence',
      text: `The attacker has ${left} still there at the end: ${made.join('; ')}.`,
      evidence: [...new Set(steps.flatMap((step) => entriesOf(timeline, step)))].toSorted((a, b) => a - b),
      action:
        'Look, at every containment, for users, keys, roles, policies and trust that the attacker made, and remove them.',
    },
  ]
}

function couldGaps({ record: { gains } }: Looked): FoundGap[] {
  if (gains.couldStill.length === 0) return []
  const who = couldByWhom(gains.couldStill).map(({ by, actions }) => `${by} (${count(actions.length, 'action')})`)
  return [
    {
      cause: 'attackerCould',
      text: `At the end the attacker could still act as ${someOf(who)}.`,
      evidence: [],
      action: 'Decide, for each of these principals, who blocks it, and how it is found next time.',
    },
  ]
}

function unseenGaps({ exercise, record: { events }, timeline }: Looked): FoundGap[] {
  const revealed = new Set(events.flatMap((event) => (event.kind === 'REVEALED' ? [event.step] : [])))
  return (exercise.attack?.steps ?? []).flatMap((step) => {
    if (!step.hidden || revealed.has(step.id)) return []
    const { evidence = [], asking = [] } = step.revealedBy ?? {}
    const look = evidence.length > 0 ? `look for ${evidence.join(', ')} in the evidence` : ''
    const ask = asking.length > 0 ? `ask about ${shownWords(asking)}` : ''
    const how = [look, ask].filter((each) => each !== '').join(', and ')
    return [
      {
        cause: 'unseen' as const,
        text: `Nobody found out: ${step.text} (${step.technique})`,
        evidence: entriesOf(timeline, step.id),
        action: `Put ${step.technique} on the checklist of the investigation${how === '' ? '' : `: ${how}`}.`,
      },
    ]
  })
}

function entriesOf(timeline: Looked['timeline'], step: string | null): number[] {
  if (step === null) return []
  return timeline.flatMap((entry) => (entry.step === step ? [entry.no] : [])).slice(0, 5)
}

const MOST_WORDS = 5

/** `metadata, imds…, how did`: enough of the words to see what is meant. */
function shownWords(words: readonly string[]): string {
  const shown = words.slice(0, MOST_WORDS).map((word) => word.replace(/\*$/, '…'))
  return [...shown, ...(words.length > MOST_WORDS ? ['and the like'] : [])].join(', ')
}

/** `a, b, c, and 4 more`. */
function someOf(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_WORDS)
  const more = texts.length - shown.length
  return `${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
}
