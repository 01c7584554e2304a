import { count } from '../../src/report/words.js'
import { showExerciseTime } from '../duration.js'
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
      text: `AWS carried out ${count(calls.length, 'call')} of the attacker's after the block was in force: ${actions.join(', ')}.`,
      evidence: bearing.map(({ no }) => no),
      action: `Find what the block did not reach (${[...new Set(calls.map(({ by }) => by))].join(', ')}), and block that as well: look for sessions and keys that were made before the block.`,
    },
  ]
}

function persistenceGaps({ record: { gains }, timeline }: Looked): FoundGap[] {
  return gains.persistence.flatMap(({ what, step, atMs, standing }) =>
    standing
      ? [
          {
            cause: 'persistence' as const,
            text: `The attacker can come back by ${what}, made at ${showExerciseTime(atMs)}: it is still there at the end.`,
            evidence: entriesOf(timeline, step),
            action: `Put it on the list for every containment to look for what the attacker made, and to remove it: here, ${what}.`,
          },
        ]
      : [],
  )
}

function couldGaps({ record: { gains } }: Looked): FoundGap[] {
  if (gains.couldStill.length === 0) return []
  const shown = gains.couldStill.slice(0, 5)
  const more = gains.couldStill.length - shown.length
  return [
    {
      cause: 'attackerCould',
      text: `At the end the attacker could still do ${count(gains.couldStill.length, 'thing')}: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
      evidence: [],
      action:
        'Name, for each of these, the principal that makes it possible, and decide who blocks it and how it is found next time.',
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
