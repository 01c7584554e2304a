import { writeFileSync } from 'node:fs'
import { isNativeError } from 'node:util/types'
import { renderAfterActionJson } from '../../exercises/report/after-action-json.js'
import type { ExerciseReview } from '../../exercises/report/after-action-schema.js'
import { renderAfterActionHtml } from '../../exercises/report/render-after-action-html.js'
import { renderAfterActionMarkdown } from '../../exercises/report/render-after-action-markdown.js'
import { showTime } from '../../src/report/outline.js'
import { count } from '../../src/report/words.js'
import { terminalText } from '../terminal-text.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { keptRun, keptRuns } from './kept-runs.js'
import { MOST_CHARS, refuseExercise } from './refuse-exercise.js'

export const reportForms = ['md', 'html', 'json'] as const
export type ReportForm = (typeof reportForms)[number]

export interface ExerciseReportOptions {
  readonly run?: number
  readonly form?: ReportForm
  /** A file to write; stdout where it is not given. */
  readonly to?: string
  readonly list?: boolean
  /** Where runs are kept. */
  readonly from: string
}

/** The after-action report of a kept run, the newest where none is named, in one form; or which runs there are. */
export function showReport(id: string, { run, form, to, list, from }: ExerciseReportOptions): ExitCode {
  const runs = keptRuns(id, from)
  if (typeof runs === 'number') return runs
  if (list === true) {
    process.stdout.write(`${runs.reviews.map(runLine).join('\n')}\n`)
    return EXIT.ok
  }
  const review = keptRun(runs, run)
  if (typeof review === 'number') return review
  const ending = reportForms.find((each) => to?.endsWith(`.${each}`))
  if (to !== undefined && (ending === undefined || (form !== undefined && form !== ending)))
    return refuseExercise(`${to} must end in ${form === undefined ? '.md, .html or .json' : `.${form}`}.`)
  const text = renderings[form ?? ending ?? 'md'](review)
  if (to === undefined) process.stdout.write(text)
  return to === undefined ? EXIT.ok : writeNew(to, text)
}

const renderings: Readonly<Record<ReportForm, (review: ExerciseReview) => string>> = {
  md: renderAfterActionMarkdown,
  html: renderAfterActionHtml,
  json: renderAfterActionJson,
}

function runLine({ run, playedAt, players, seed, objectives, improvements }: ExerciseReview): string {
  const met = objectives.filter(({ status }) => status === 'met').length
  const open = improvements.filter(({ status }) => status === 'open')
  const nobody = open.filter(({ owner }) => owner === '').length
  const actions = `${count(open.length, 'action')} open${nobody === 0 ? '' : `, ${nobody} without an owner`}`
  const who = terminalText(players, MOST_CHARS)
  return `${String(run).padStart(4)}  ${showTime(playedAt)}  ${met} of ${objectives.length} objectives  ${actions}  seed ${seed}, ${who}`
}

function writeNew(file: string, text: string): ExitCode {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    if (!isNativeError(error)) throw error
    return refuseExercise(`${file} was not written: it is there already, or its folder is not (${error.message}).`)
  }
  process.stdout.write(`${terminalText(file, MOST_CHARS)} is written.\n`)
  return EXIT.ok
}
