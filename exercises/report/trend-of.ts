import type { ExerciseReview, Measured, MetricResult, Trend } from './after-action-schema.js'

/**
 * How each metric went over the runs of the exercise that was played last (the last of these reports); runs of other exercises are
 * left out. Oldest first, and not empty: refuses (throws) a trend of nothing.
 */
export function trendOf(reports: readonly ExerciseReview[]): Trend {
  const last = reports.at(-1)
  if (last === undefined) throw new Error('A trend needs at least one run.')
  const runs = reports.filter(({ id }) => id === last.id)
  return {
    exercise: last.id,
    sameFile: runs.every(({ digest }) => digest === last.digest),
    runs: runs.map(({ run, startedAt, players, seed, objectives }) => ({
      no: run,
      startedAt,
      players,
      seed,
      objectivesMet: objectives.filter(({ status }) => status === 'met').length,
      objectives: objectives.length,
    })),
    metrics: last.metrics.map((metric) => {
      const values = runs.map(({ metrics }) => metrics.find(({ name }) => name === metric.name)?.value ?? null)
      const { name, label, unit, better, target } = metric
      return { name, label, unit, better, target, values, change: changeOf(values, metric) }
    }),
  }
}

function changeOf(values: readonly Measured[], { better }: MetricResult): Trend['metrics'][number]['change'] {
  const [before, now] = [toNumber(values.at(-2)), toNumber(values.at(-1))]
  if (before === null || now === null || better === null) return null
  if (before === now) return 'same'
  return now < before === (better === 'less') ? 'better' : 'worse'
}

/** A value as a height: truth is 1, a word has none. */
export function toNumber(value: Measured | undefined): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'boolean' ? Number(value) : null
}
