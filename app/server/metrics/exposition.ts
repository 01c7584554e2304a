/** One sample: labels by name, in the order in which they are shown. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  /** `_bucket`, `_sum` or `_count` of a histogram. */
  readonly suffix?: string
}

export interface MetricFamily {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly samples: readonly Sample[]
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/**
 * The text format of Prometheus. Names are ours and constant; label values and help are escaped.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function renderMetrics(families: readonly MetricFamily[]): string {
  return families
    .map(({ name, help, type, samples }) => {
      const head = [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`]
      return `${[...head, ...samples.map((sample) => sampleLine(name, sample))].join('\n')}\n`
    })
    .join('')
}

function sampleLine(name: string, { labels, value, suffix = '' }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`)
  return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${formatNumber(value)}`
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  return Number.isNaN(value) ? 'NaN' : String(value)
}
