import { showDuration } from '../../../exercises/duration.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { betterOf, metricLabels } from '../../../exercises/report/metric-words.js'
import { terminalText } from '../../terminal-text.js'
import { pairLines } from './columns.js'
import type { Paint } from './paint.js'
import type { RolesPlayed } from './roles-played.js'
import { cut, wrap } from './text-width.js'

type Pair = readonly [string, string]

/** `EXERCISE  title   T+00:00  x10  seed 7  no AWS calls`, and who plays whom. */
export function headerLines(
  exercise: Exercise,
  { pace, people }: { readonly pace: string; readonly people: string },
  width: number,
  paint: Paint,
): string[] {
  const facts = `T+00:00   ${pace}   seed ${exercise.seed}   no AWS calls`
  const title = terminalText(exercise.title, 300)
  const one = ` EXERCISE  ${title}   ${facts}`
  const head =
    one.length < width
      ? [` ${paint('marked', ' EXERCISE ')} ${paint('strong', title)}   ${paint('dim', facts)}`]
      : [
          ...wrap(title, width - 13).map((line, index) =>
            index === 0 ? ` ${paint('marked', ' EXERCISE ')} ${paint('strong', line)}` : `            ${line}`,
          ),
          `            ${paint('dim', cut(facts, width - 13))}`,
        ]
  const roles = wrap(terminalText(people, 1_000), width - 9)
  return [
    ...head,
    ...roles.map((line, index) => `${index === 0 ? paint('dim', ' roles  ') : '        '}${line}`),
    ` ${paint('dim', '-'.repeat(Math.max(1, width - 2)))}`,
  ]
}

/** What those who play are told before it begins: what it is about and what they are to manage, none of the answers. */
export function briefingLines(exercise: Exercise, roles: RolesPlayed, width: number, paint: Paint): string[] {
  const title = (text: string) => ['', ` ${paint('strong', text)}`]
  const pairs = (list: readonly Pair[]) => pairLines(list, width, paint, 3)
  return [
    ...wrap(terminalText(exercise.summary.replace(/\s+/g, ' '), 5_000), width - 4).map((line) => `   ${line}`),
    ...title('You play'),
    ...pairs(playedRoles(exercise, roles)),
    ...othersLines(exercise, roles, width),
    ...title('To be shown'),
    ...pairs(exercise.objectives.map((objective): Pair => ['-', objectiveText(objective)])),
    ...(roles.leads ? [...title('For the facilitator alone'), ...pairs(secrets(exercise))] : []),
    '',
    ...wrap(howTo(exercise), width - 4).map((line) => `   ${line}`),
  ]
}

function playedRoles({ roles }: Exercise, { played }: RolesPlayed): Pair[] {
  return roles.filter(({ id }) => played.includes(id)).map(({ id, name, does }) => [id, `${name}, who ${does}`])
}

function othersLines({ roles }: Exercise, { played }: RolesPlayed, width: number): string[] {
  const others = roles.filter(({ id }) => !played.includes(id)).map(({ id }) => id)
  if (others.length === 0) return []
  return wrap(`The program plays ${others.join(', ')}.`, width - 4).map((line) => `   ${line}`)
}

function objectiveText({ text, metric, target }: Exercise['objectives'][number]): string {
  // That the right decision is this one, or the right path, is for people to find out.
  if (metric === 'decision' || metric === 'pathAsExpected') return hiddenObjective[metric]
  const shown = typeof target === 'object' ? showDuration(target.ms) : String(target)
  return `${text} (${metricLabels[metric].toLowerCase()}: ${betterOf(metric) === 'more' ? 'at least' : 'at most'} ${shown})`
}

const hiddenObjective = {
  decision: 'The decision is the right one.',
  pathAsExpected: 'The incident goes the way it should.',
} as const

function secrets({ attack, injects }: Exercise): Pair[] {
  return [
    ...(attack?.story === undefined ? [] : [['story', attack.story] as const]),
    ...(attack?.steps ?? []).map(({ id, technique, text, hidden }): Pair => {
      return [id, `${technique}${hidden ? ', hidden' : ''}: ${text}`]
    }),
    ...injects
      .filter(({ manual }) => manual === true)
      .map(({ id, kind, title }): Pair => [id, `${kind}, when you say so (inject ${id}): ${title}`]),
  ]
}

function howTo({ mode, minutes }: Exercise): string {
  const means =
    mode === 'discuss'
      ? 'Talk it through: ask the facilitator, and answer what is asked.'
      : 'Everything is done by the product that you have in earnest; the account is simulated.'
  return `It takes about ${minutes} minutes at x1. ${means} Type help at any time, pause to stop the clock, ff to go on to what comes next.`
}
