import type { ExerciseReview, Measured, MetricResult, Trend } from './after-action-schema.js'

/**
 * How each metric went over the runs of the exercise that was played last (the last of these reports); runs of other exercises are
 * left out. Oldest first, and not empty: refuses (throws) a trend of nothing.
 */
export function trendOf(reports: readonly ExerciseReview[]): Trend {
  const last = reports.at(-1)
  if (last === undefined) throw new Error('A trend needs at least one run.')
  const runs = reports.filter(({ id }) => id === last.id)
  const before = runs.slice(0, -1).findLastIndex(({ mode }) => mode === last.mode)
  return {
    exercise: last.id,
    sameFile: runs.every(({ fileDigest }) => fileDigest === last.fileDigest),
    runs: runs.map(({ run, playedAt, players, mode, seed, objectives }) => ({
      no: run,
      playedAt,
      players,
      mode,
      seed,
      objectivesMet: objectives.filter(({ status }) => status === 'met').length,
      objectives: objectives.length,
    })),
    metrics: last.metrics.map((metric) => {
      const values = runs.map(({ metrics }) => metrics.find(({ name }) => name === metric.name)?.value ?? null)
      const { name, label, unit, better, target } = metric
      return { name, label, unit, better, target, values, change: changeOf(values[before], values.at(-1), metric) }
    }),
  }
}

type Change = Trend['metrics'][number]['change']

/** `earlier` undefined: there is no run to compare it with. */
function changeOf(earlier: Measured | undefined, last: Measured | undefined, { better }: MetricResult): Change {
  const [before, now] = [toNumber(earlier), toNumber(last)]
  if (before === null || now === null || better === null) return null
  if (before === now) return 'same'
  return now < before === (better === 'less') ? 'better' : 'worse'
}

/** What keeps values of a trend from being compared, in sentences. */
export function trendDoubts({ sameFile, runs }: Trend): string[] {
  const modes = new Set(runs.map(({ mode }) => mode))
  return [
    ...(sameFile ? [] : ['The exercise file was changed between runs: values may not compare.']),
    ...(modes.size < 2
      ? []
      : [
          'Some of these runs were discussions, in which nothing is sent or blocked: a run is compared with those of its mode.',
        ]),
  ]
}

/** A value as a height: truth is 1, a word has none. */
export function toNumber(value: Measured | undefined): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'boolean' ? Number(value) : null
}
