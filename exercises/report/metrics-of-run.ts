import type { MetricResult } from './after-action-schema.js'
import type { Looked } from './gaps-of-run.js'
import { betterOf, metricLabels, metricNames, unitOf } from './metric-words.js'

/** Every metric of a run, with the target of the objective that aims at it. */
export function metricsOfRun({ score: { metrics, objectives, path } }: Looked): MetricResult[] {
  return metricNames.map((name) => {
    const aimed = objectives.find(({ metric }) => metric === name)
    return {
      name,
      label: metricLabels[name],
      unit: unitOf(name),
      value: name === 'pathAsExpected' && path.expected.length === 0 ? null : metrics[name],
      target: aimed?.target ?? null,
      met: aimed?.met ?? null,
      better: betterOf(name),
    }
  })
}
