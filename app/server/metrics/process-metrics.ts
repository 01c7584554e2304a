import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type AwsCallSeen, onAwsCall } from '../../../integrations/aws/aws-call-channel.js'
import type { Meter } from '../../../src/engine/meter.js'
import type { MetricFamily } from './exposition.js'
import { Counter, Histogram } from './instruments.js'

/** What one process counts since it started. */
export interface ProcessMetrics {
  readonly meter: Meter
  webhookAnswered(answer: { readonly source: string; readonly status: number; readonly tookMs: number }): void
  /** A finding, or what should have been one, that was fetched rather than posted, and what became of it. */
  findingPulled(pulled: { readonly source: string; readonly outcome: string }): void
  pulledOnce(round: { readonly from: 'sqs' | 'detective'; readonly outcome: string }): void
  decisionAnswered(answer: { readonly question: string; readonly decision: string; readonly status: number }): void
  families(): readonly MetricFamily[]
  close(): void
}

const FAST_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const SLOW_BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

export function processMetrics(): ProcessMetrics {
  const webhooks = new Counter('tourniquet_webhook_answers_total', 'Answers to webhooks, by source and HTTP status.')
  const intake = new Histogram(
    'tourniquet_finding_to_accepted_seconds',
    'From the arrival of a finding to its 202, which says that it is durable.',
    FAST_BOUNDS,
  )
  const decisions = new Counter('tourniquet_decision_answers_total', 'Answers to decisions of people, by HTTP status.')
  const pulled = new Counter(
    'tourniquet_pulled_total',
    'Messages and findings that were fetched, by what became of them.',
  )
  const rounds = new Counter('tourniquet_pull_rounds_total', 'Questions for findings to fetch, by how they ended.')
  const effects = new Counter('tourniquet_effects_ended_total', 'Tries of effects in this process, by how they ended.')
  const claims = new Histogram(
    'tourniquet_effect_claim_to_settled_seconds',
    'From asking for the claim of an effect until its try was over.',
    SLOW_BOUNDS,
  )
  const aws = new Counter('tourniquet_aws_calls_total', 'Calls of AWS, by operation and outcome.')
  const retries = new Counter(
    'tourniquet_aws_retries_total',
    'Further attempts within calls of AWS, mostly throttling.',
  )
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  const countCall = ({ operation, outcome, attempts }: AwsCallSeen) => {
    aws.add({ operation, outcome })
    if (attempts > 1) retries.add({ operation }, attempts - 1)
  }
  const unsubscribe = onAwsCall(countCall)
  return {
    meter: {
      effectEnded: ({ kind, ended, tookMs }) => {
        effects.add({ kind, ended })
        claims.observe({ kind }, tookMs / 1_000)
      },
    },
    webhookAnswered: ({ source, status, tookMs }) => {
      webhooks.add({ source, status: String(status) })
      if (status === 202) intake.observe({ source }, tookMs / 1_000)
    },
    findingPulled: ({ source, outcome }) => pulled.add({ source, outcome }),
    pulledOnce: ({ from, outcome }) => rounds.add({ from, outcome }),
    decisionAnswered: ({ question, decision, status }) => decisions.add({ question, decision, status: String(status) }),
    families: () => [
      ...[webhooks, intake, pulled, rounds, decisions, effects, claims, aws, retries].map((each) => each.family()),
      gauge('tourniquet_process_resident_memory_bytes', 'Memory of this process.', process.memoryUsage.rss()),
      gauge('tourniquet_process_uptime_seconds', 'Since this process started.', process.uptime()),
      gauge('tourniquet_event_loop_delay_p99_seconds', 'How late this process gets to its work.', p99Of(loop)),
    ],
    close: () => {
      unsubscribe()
      loop.disable()
    },
  }
}

/** Of the time since it was asked last. */
function p99Of(loop: ReturnType<typeof monitorEventLoopDelay>): number {
  const seconds = loop.count === 0 ? 0 : loop.percentile(99) / 1e9
  loop.reset()
  return seconds
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'gauge', samples: [{ labels: {}, value }] }
}
