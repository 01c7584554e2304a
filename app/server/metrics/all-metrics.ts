import type { Gauges } from '../../../integrations/postgres/postgres-gauges.js'
import type { ChatPostStore } from '../../../src/incidents/chat-posts.js'
import type { Runtime } from '../../compose.js'
import { readVersion } from '../../version.js'
import type { HealthProbe } from '../health/health-probe.js'
import type { MetricFamily, Sample } from './exposition.js'
import type { ProcessMetrics } from './process-metrics.js'

export interface MetricSources {
  readonly metrics: ProcessMetrics
  readonly probe: HealthProbe
  readonly runtimes: readonly Runtime[]
  /** The realms that are shown in Slack; none where it is left out. */
  readonly shown?: readonly ShownRealm[]
}

/** A realm that is shown in Slack. */
export interface ShownRealm {
  readonly runtime: Runtime
  readonly posts: Pick<ChatPostStore, 'backlog'>
}

/** What is labelled with a realm: both come from the configuration. */
type RealmLabels = { readonly realm: string; readonly account: string }

/**
 * Everything that /metrics shows. What stands in the database is the same in every process (take the maximum); while it is
 * away those families are empty, and `tourniquet_up` tells why.
 */
export async function allMetrics({
  metrics,
  probe,
  runtimes,
  shown = [],
}: MetricSources): Promise<readonly MetricFamily[]> {
  const records = await Promise.all(
    runtimes.map(async (runtime) => ({ labels: labelsOf(runtime), gauges: await gaugesOf(runtime) })),
  )
  const read = records.flatMap(({ labels, gauges }) => (gauges === null ? [] : [{ labels, gauges }]))
  const slack = await slackFamilies(shown)
  return [...metrics.families(), ...healthFamilies(probe), buildInfo(), ...recordFamilies(read), ...slack]
}

async function slackFamilies(shown: readonly ShownRealm[]): Promise<MetricFamily[]> {
  const read = await Promise.all(
    shown.map(async ({ runtime, posts }) => ({
      labels: labelsOf(runtime),
      backlog: await posts.backlog().catch(() => null),
    })),
  )
  const of = (name: string, help: string, measure: (backlog: Backlog) => number) =>
    gauge(
      name,
      help,
      read.flatMap(({ labels, backlog }) => (backlog === null ? [] : { labels, value: measure(backlog) })),
    )
  return [
    of('tourniquet_slack_waiting_incidents', 'Incidents that Slack does not show as they are.', (one) => one.incidents),
    of(
      'tourniquet_slack_oldest_wait_seconds',
      'For how long the first of them has not been shown.',
      ({ oldestMs }) => (oldestMs ?? 0) / 1_000,
    ),
  ]
}
type Backlog = Awaited<ReturnType<ChatPostStore['backlog']>>

function labelsOf({ tools: { realm } }: Runtime): RealmLabels {
  return { realm: realm.kind, account: realm.accountId }
}

/** null: the database is away, which the probe logs and `tourniquet_up` shows. */
async function gaugesOf({ parts }: Runtime): Promise<Gauges | null> {
  return parts.readGauges().catch(() => null)
}

function healthFamilies(probe: HealthProbe): MetricFamily[] {
  const parts = new Map<string, boolean>()
  for (const { name, ok } of probe.health().checks) parts.set(name, (parts.get(name) ?? true) && ok)
  const ages = probe.canaryAges()
  return [
    gauge(
      'tourniquet_up',
      'The parts that /readyz looks at: 1 is well.',
      [...parts].map(([part, ok]) => ({ labels: { part }, value: ok ? 1 : 0 })),
    ),
    gauge(
      'tourniquet_canary_age_seconds',
      'Since the newest canary job that came back was sent; absent: none did yet.',
      ages.flatMap(({ runtime, ageMs }) => (ageMs === null ? [] : { labels: labelsOf(runtime), value: ageMs / 1_000 })),
    ),
  ]
}

function buildInfo(): MetricFamily {
  const labels = { version: readVersion().version, node: process.version }
  return gauge('tourniquet_build_info', 'Always 1.', [{ labels, value: 1 }])
}

type Read = readonly { readonly labels: RealmLabels; readonly gauges: Gauges }[]

function recordFamilies(read: Read): MetricFamily[] {
  const from = (name: string, help: string, samplesOf: (gauges: Gauges) => readonly Sample[]) => {
    const samples = read.flatMap(({ labels, gauges }) =>
      samplesOf(gauges).map((sample) => ({ ...sample, labels: { ...labels, ...sample.labels } })),
    )
    return gauge(name, help, samples)
  }
  return [
    from('tourniquet_incidents', 'Incidents by state.', ({ incidents }) =>
      incidents.map(({ state, open, count }) => ({ labels: { state, open: String(open) }, value: count })),
    ),
    from('tourniquet_effects', 'Effects that are not settled; retrying ones failed at least once.', ({ effects }) =>
      effects.map(({ kind, status, count }) => ({ labels: { kind, status }, value: count })),
    ),
    from('tourniquet_effects_oldest_seconds', 'Age of the oldest effect that is not settled.', ({ effects }) =>
      effects.map(({ kind, status, oldestSeconds }) => ({ labels: { kind, status }, value: oldestSeconds })),
    ),
    from('tourniquet_timers_due', 'Timers whose time has come and that did not fire.', ({ timersDue }) => [
      { labels: {}, value: timersDue },
    ]),
    from('tourniquet_timers_late_seconds', 'By how much the latest of them is late.', ({ timersLateSeconds }) => [
      { labels: {}, value: timersLateSeconds },
    ]),
    from('tourniquet_writes_held', 'What stops every write: 1 is on.', ({ brakes }) =>
      brakes.map(({ kind, on }) => ({ labels: { kind }, value: on ? 1 : 0 })),
    ),
  ]
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'gauge', samples }
}
