import { afterAction } from '../../../exercises/report/after-action.js'
import type { AfterAction, ExerciseReview } from '../../../exercises/report/after-action-schema.js'
import { afterActionSchema } from '../../../exercises/report/after-action-schema.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { changed, exerciseOf, initText, played } from './exercises.js'
import { FakeStage } from './fake-stage.js'

/** The exercise of `exercise init`, with an attacker who acts during it. */
export const attacked = exerciseOf(
  changed(initText, ['hidden: true\n', 'hidden: true\n      at: 20s\n      does: mint-key\n']),
)

const records = { good: await played(attacked), bad: await played(attacked, attacked.players.bad) }

export async function playedBy(players: 'good' | 'bad', stage: FakeStage = new FakeStage(attacked)) {
  return { ...(await played(attacked, attacked.players[players], stage)), players }
}

/** The report of one run, played by a scripted player. */
export function reviewBy(players: 'good' | 'bad', earlier: readonly ExerciseReview[] = []): ExerciseReview {
  return afterAction({ exercise: attacked, record: { ...records[players], players }, reports: [], earlier })
}

/** Enums, dates and versions: what nobody outside can write. */
const OURS = new Set([
  'kind',
  'apiVersion',
  'startedAt',
  'playedAt',
  'endedAt',
  'at',
  'unit',
  'status',
  'tone',
  'lane',
  'cause',
  'better',
  'change',
  'scoredBy',
  'dueAt',
  'mode',
  'blockedAt',
])

/** A report in which every text that somebody could write says this. */
export function saying(report: AfterAction, text: string): AfterAction {
  return afterActionSchema.parse(replaced(jsonSchema.parse(report), text))
}

function replaced(value: Json, text: string): Json {
  if (typeof value === 'string') return text
  if (Array.isArray(value)) return value.map((each) => replaced(each, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      OURS.has(key) && typeof child === 'string' ? child : replaced(child, text),
    ]),
  )
}
