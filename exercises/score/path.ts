import type { RunRecord } from '../run-record.js'
import type { ScoredPath } from '../score.js'

/** The states of the incident that was opened first, each as it was entered. */
export function actualPath({ events }: RunRecord): string[] {
  const states = events.flatMap((event) => (event.kind === 'STATE' ? [event] : []))
  const first = states[0]?.incident
  return states.filter(({ incident }) => incident === first).map(({ to }) => to)
}

/** Holds two paths against each other: as expected is one that is the same to the step. */
export function comparePath(expected: readonly string[], actual: readonly string[]): ScoredPath {
  const asExpected = expected.length === actual.length && expected.every((state, index) => state === actual[index])
  return {
    expected,
    actual,
    asExpected,
    missing: [...new Set(expected)].filter((state) => !actual.includes(state)),
    unexpected: [...new Set(actual)].filter((state) => !expected.includes(state)),
  }
}
