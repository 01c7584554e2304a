import fc from 'fast-check'
import { renderMetrics } from '../../../app/server/metrics/exposition.js'
import { Counter, Histogram } from '../../../app/server/metrics/instruments.js'
import { processMetrics } from '../../../app/server/metrics/process-metrics.js'

describe('the text that Prometheus reads', () => {
  it('shows each family with its help, its type and its samples', () => {
    const counter = new Counter('answers_total', 'Answers,\nby status.')
    counter.add({ source: 'guardduty', status: '202' })
    counter.add({ source: 'guardduty', status: '202' })
    counter.add({ source: 'guardduty', status: '401' }, 3)
    expect(renderMetrics([counter.family()])).toBe(
      [
        '# HELP answers_total Answers,\\nby status.',
        '# TYPE answers_total counter',
        'answers_total{source="guardduty",status="202"} 2',
        'answers_total{source="guardduty",status="401"} 3',
        '',
      ].join('\n'),
    )
  })

  it('counts a histogram cumulatively, up to +Inf', () => {
    const histogram = new Histogram('took_seconds', 'Time.', [0.1, 1])
    for (const seconds of [0.05, 0.1, 0.5, 7]) histogram.observe({ kind: 'putBlock' }, seconds)
    const [, , ...lines] = renderMetrics([histogram.family()]).trim().split('\n')
    expect(lines).toEqual([
      'took_seconds_bucket{kind="putBlock",le="0.1"} 2',
      'took_seconds_bucket{kind="putBlock",le="1"} 3',
      'took_seconds_bucket{kind="putBlock",le="+Inf"} 4',
      'took_seconds_sum{kind="putBlock"} 7.65',
      'took_seconds_count{kind="putBlock"} 4',
    ])
  })

  it('lets no label value break out of its line', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shown = renderMetrics([
          { name: 'm', help: 'h', type: 'gauge', samples: [{ labels: { l: text }, value: 1 }] },
        ])
        const lines = shown.split('\n')
        expect(lines).toHaveLength(4)
        expect(lines[2]).toMatch(/^m\{l="(?:[^"\\\n]|\\\\|\\"|\\n)*"\} 1$/s)
      }),
    )
  })

  it('keeps a bounded number of series, whatever labels come', () => {
    const counter = new Counter('c_total', 'c')
    for (let index = 0; index < 2_000; index += 1) counter.add({ name: `n${index}` })
    const { samples } = counter.family()
    expect(samples).toHaveLength(501)
    expect(samples.at(-1)).toEqual({ labels: { name: 'other' }, value: 1_500 })
  })
})

describe('what a process counts', () => {
  it('measures the way of a finding to its 202, and of an effect from claim to settled', () => {
    const metrics = processMetrics()
    metrics.webhookAnswered({ source: 'guardduty', status: 202, tookMs: 30 })
    metrics.webhookAnswered({ source: 'guardduty', status: 401, tookMs: 1 })
    metrics.meter.effectEnded({ kind: 'putBlock', ended: 'failed', tookMs: 400 })
    metrics.decisionAnswered({ question: 'contain', decision: 'deny', status: 409 })
    const text = renderMetrics(metrics.families())
    metrics.close()
    expect(text).toContain('tourniquet_webhook_answers_total{source="guardduty",status="401"} 1\n')
    expect(text).toContain('tourniquet_finding_to_accepted_seconds_count{source="guardduty"} 1\n')
    expect(text).toContain('tourniquet_effects_ended_total{kind="putBlock",ended="failed"} 1\n')
    expect(text).toContain('tourniquet_effect_claim_to_settled_seconds_sum{kind="putBlock"} 0.4\n')
    expect(text).toContain('tourniquet_decision_answers_total{question="contain",decision="deny",status="409"} 1\n')
  })
})
