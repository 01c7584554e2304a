import type { MetricFamily, Sample } from './exposition.js'

type Labels = Readonly<Record<string, string>>

/**
 * Labels come from closed sets of our own. Should one ever not, a process keeps this many series of a metric and no more:
 * what comes after is counted under `other`.
 */
const MAX_SERIES = 500

class Series<T> {
  readonly #entries = new Map<string, { readonly labels: Labels; readonly value: T }>()

  at(labels: Labels, create: () => T): T {
    const key = JSON.stringify(labels)
    const found = this.#entries.get(key)
    if (found !== undefined) return found.value
    const full = this.#entries.size >= MAX_SERIES
    const others = Object.fromEntries(Object.keys(labels).map((name) => [name, 'other']))
    if (full && key !== JSON.stringify(others)) return this.at(others, create)
    const value = create()
    this.#entries.set(key, { labels, value })
    return value
  }

  list(): readonly { readonly labels: Labels; readonly value: T }[] {
    return [...this.#entries.values()]
  }
}

export class Counter {
  readonly #series = new Series<{ total: number }>()
  readonly #name: string
  readonly #help: string

  constructor(name: string, help: string) {
    this.#name = name
    this.#help = help
  }

  add(labels: Labels, by = 1): void {
    this.#series.at(labels, () => ({ total: 0 })).total += by
  }

  family(): MetricFamily {
    const samples = this.#series.list().map(({ labels, value }) => ({ labels, value: value.total }))
    return { name: this.#name, help: this.#help, type: 'counter', samples }
  }
}

interface Distribution {
  readonly counts: number[]
  sum: number
  count: number
}

export class Histogram {
  readonly #series = new Series<Distribution>()
  readonly #name: string
  readonly #help: string
  readonly #bounds: readonly number[]

  /** `bounds` are the upper ends of the buckets, ascending, in seconds. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name
    this.#help = help
    this.#bounds = bounds
  }

  observe(labels: Labels, seconds: number): void {
    const found = this.#series.at(labels, () => ({ counts: this.#bounds.map(() => 0), sum: 0, count: 0 }))
    const bucket = this.#bounds.findIndex((bound) => seconds <= bound)
    if (bucket >= 0) found.counts[bucket] = (found.counts[bucket] ?? 0) + 1
    found.sum += seconds
    found.count += 1
  }

  family(): MetricFamily {
    const samples = this.#series.list().flatMap(({ labels, value }) => this.#samplesOf(labels, value))
    return { name: this.#name, help: this.#help, type: 'histogram', samples }
  }

  #samplesOf(labels: Labels, { counts, sum, count }: Distribution): Sample[] {
    let below = 0
    const buckets = this.#bounds.map((bound, index) => {
      below += counts[index] ?? 0
      return { suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: below }
    })
    return [
      ...buckets,
      { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
      { suffix: '_sum', labels, value: sum },
      { suffix: '_count', labels, value: count },
    ]
  }
}
