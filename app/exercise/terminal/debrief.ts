import { showDuration } from '../../../exercises/duration.js'
import type { ExerciseReview } from '../../../exercises/report/after-action-schema.js'
import type { Score, ScoredObjective } from '../../../exercises/score.js'
import { count } from '../../../src/report/words.js'
import type { KeptFiles } from '../run-result.js'
import { pairLines } from './columns.js'
import type { Paint } from './paint.js'
import { wrap } from './text-width.js'

type Pair = readonly [string, string]

/** What came of a run, for a terminal: objectives, what was missed, the attack in full, and where the report is. */
export function debriefLines(
  { score, review, kept }: { readonly score: Score; readonly review: ExerciseReview; readonly kept: KeptFiles },
  width: number,
  paint: Paint,
): string[] {
  const title = (text: string) => ['', ` ${paint('strong', text)}`]
  const section = (name: string, pairs: readonly Pair[]) =>
    pairs.length === 0 ? [] : [...title(name), ...pairLines(pairs, width, paint, 3)]
  return [
    ` ${paint('dim', '-'.repeat(Math.max(1, width - 2)))}`,
    ...wrap(headline(score, review), width - 2).map((line) => ` ${paint('strong', line)}`),
    '',
    ...score.objectives.flatMap((objective) => objectiveLines(objective, width, paint)),
    ...section('Missed', missed(score)),
    ...section('Answers', answers(score)),
    ...section('The attack, in full', attack(review)),
    ...section('After-action report', [
      ['to read', kept.report.html],
      ['to pass on', kept.report.markdown],
      ['to compute', kept.report.json],
      ['the record', kept.record],
    ]),
    '',
    ...wrap(gapsSentence(review), width - 2).map((line) => ` ${line}`),
  ]
}

function headline({ objectives, injects, path }: Score, { liveAwsCalls }: ExerciseReview): string {
  const met = objectives.filter((objective) => objective.met).length
  const asked = injects.filter(({ asks }) => asks)
  return [
    `${met} of ${objectives.length} objectives met`,
    `injects ${asked.filter((inject) => inject.met).length} of ${asked.length}`,
    path.expected.length === 0 ? '' : `path ${path.asExpected ? 'as expected' : 'not as expected'}`,
    `live AWS calls: ${liveAwsCalls}`,
  ]
    .filter((part) => part !== '')
    .join(' | ')
}

function objectiveLines(objective: ScoredObjective, width: number, paint: Paint): string[] {
  const { status, text, value, target } = objective
  const word = { met: 'MET', partly: 'PARTLY', notMet: 'MISSED' }[status]
  const tone = ({ met: 'good', partly: 'warning', notMet: 'bad' } as const)[status]
  const shownText = `${text}: ${shown(objective, value)}, target ${shown(objective, target)}`
  return pairLines([['', shownText]], width, paint, 0).map((line, index) =>
    index === 0 ? ` ${paint(tone, word.padEnd(7))} ${line.trimStart()}` : `         ${line.trimStart()}`,
  )
}

function shown({ metric }: ScoredObjective, value: ScoredObjective['value']): string {
  if (value === null) return 'never'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return metric.startsWith('timeTo') && typeof value === 'number'
    ? showDuration(Math.floor(value / 1_000) * 1_000)
    : String(value)
}

function missed({ injects, path }: Score): Pair[] {
  return [
    ...injects
      .filter(({ met, played, asks }) => !met && (played || asks))
      .map(({ id, title, why }): Pair => [id, `${title}${/[.?!]$/.test(title) ? '' : '.'} ${why}`]),
    ...(path.asExpected
      ? []
      : [['path', `${path.actual.join(' > ')}; expected ${path.expected.join(' > ')}`] as const]),
  ]
}

function answers({ answers }: Score): Pair[] {
  return answers.map(({ inject, by, points, outOf, notMade, scoredBy }) => {
    const left = notMade.length === 0 ? '' : `\nNot said: ${notMade.join('; ')}.`
    return [inject, `${by}: ${points} of ${outOf} points, by ${scoredBy}.${left}`]
  })
}

function attack({ attacker }: ExerciseReview): Pair[] {
  const { steps, calls, callsAfterBlock, blockedAt, persistence, couldStill } = attacker
  const after =
    blockedAt === null
      ? 'nothing was ever blocked'
      : `${callsAfterBlock.length} of them went through once the block was in force`
  const standing = persistence.filter((each) => each.standing === true).map(({ what }) => what)
  return [
    ...steps.map(({ technique, text, result, hidden, revealed }): Pair => {
      const known = hidden
        ? revealed === null
          ? 'hidden, and never found out. '
          : `hidden, found out: ${revealed}. `
        : ''
      return [technique, `${known}${text} (${result})`]
    }),
    ...(calls === null
      ? []
      : [
          [
            'what it got',
            `AWS carried out ${count(calls.succeeded, 'call')} and denied ${calls.denied}; ${after}.`,
          ] as const,
        ]),
    ...(standing.length === 0 ? [] : [['ways back', standing.join('; ')] as const]),
    ...(couldStill.length === 0 ? [] : [['could still', couldStill.slice(0, 5).join('; ')] as const]),
  ]
}

function gapsSentence({ gaps, improvements }: ExerciseReview): string {
  if (gaps.length === 0) return 'No gaps were found.'
  const ownerless = improvements.filter(({ owner, status }) => owner === '' && status === 'open').length
  return `${count(gaps.length, 'gap')} and ${count(ownerless, 'action')} without an owner: name one for each with \`tourniquet exercise plan\`.`
}
