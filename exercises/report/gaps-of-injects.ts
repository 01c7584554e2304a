import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'

import type { Exercise } from '../exercise-file.js'
import { actWords } from '../run/act-words.js'
import type { Expectation, Inject } from '../schema/injects.js'
import type { Looked } from './gaps-of-run.js'
import { nameOf } from './people.js'
import type { FoundGap } from './plan-improvement.js'
import { showSpan } from './show-span.js'

/** Injects that were missed, and what was not said to those that were met. */
export function injectGaps({ exercise, score, timeline }: Looked): FoundGap[] {
  return exercise.injects.flatMap((inject) => {
    const scored = score.injects.find(({ id }) => id === inject.id)
    const answer = score.answers.find((each) => each.inject === inject.id)
    const evidence = timeline.flatMap((entry) => (entry.inject === inject.id ? [entry.no] : []))
    const unsaid = answer?.notMade ?? rubricOf(inject)
    if (scored?.met === true)
      return unsaid.length === 0 || answer === undefined ? [] : [unsaidGap(inject, unsaid, evidence)]
    if (scored?.played === false && !scored.asks) return []
    const why = scored?.why ?? 'the record does not say why'
    const missed = { cause: 'inject' as const, text: `Missed: "${inject.title}". ${why}`, evidence }
    return [{ ...missed, action: scored?.played === false ? notPlayed(inject) : actionFor(exercise, inject, unsaid) }]
  })
}

function rubricOf(inject: Inject): string[] {
  return inject.kind === 'question' ? (inject.rubric ?? []).map(({ point }) => point) : []
}

function unsaidGap({ title }: Inject, unsaid: readonly string[], evidence: readonly number[]): FoundGap {
  return {
    cause: 'answer',
    text: `The answer to "${title}" left out: ${unsaid.join('; ')}.`,
    evidence,
    action: `Brief the team on what was left out: ${unsaid.join('; ')}.`,
  }
}

function notPlayed({ title }: Inject): string {
  return `Play the exercise again so that it comes to "${title}": find what it waited for, and why that did not happen.`
}

function actionFor(exercise: Exercise, inject: Inject, unsaid: readonly string[]): string {
  switch (inject.kind) {
    case 'question': {
      const who = inject.to.map((role) => nameOf(exercise, role)).join(', ')
      return `Brief ${who} on "${inject.title}"${unsaid.length === 0 ? '' : `; a full answer says: ${unsaid.join('; ')}`}.`
    }
    case 'pressure':
      return `Agree on what is answered to ${inject.from} when this comes up again, and who answers: ${expectedWords(exercise, inject.expect)}.`
    case 'fault':
      return `Write down how the team works on under this fault (${inWords(inject.fault.kind)}), and rehearse it: ${wanted(exercise, inject)}.`
    case 'finding':
    case 'evidence':
    case 'chat':
      return `Rehearse what is to be done about "${inject.title}": ${wanted(exercise, inject)}.`
    default:
      return assertNever(inject, 'inject')
  }
}

function wanted(exercise: Exercise, { expect }: Exclude<Inject, { kind: 'question' }>): string {
  return expect === undefined ? 'find out why it could not be played' : expectedWords(exercise, expect)
}

/** What people were to do, for people: `approve or deny, by Kim, within 10 min`. */
export function expectedWords(exercise: Exercise, { does, by, within, reason }: Expectation): string {
  const who = by === undefined ? '' : `, by ${nameOf(exercise, by)}`
  const why = reason === undefined ? '' : `, with a reason of at least ${reason} characters`
  return `${anyOf(does.map((act) => actWords[act]))}${who}, within ${showSpan(within.ms)}${why}`
}

/** `approve, deny or answer`. */
function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}
