import type { RunEvent } from '../../../exercises/run-event.js'
import { nothingGained, type RunRecord } from '../../../exercises/run-record.js'
import { scoreRun } from '../../../exercises/score.js'
import { exerciseOf, initText } from '../../support/exercises/exercises.js'

const exercise = exerciseOf(initText)

function recordOf(events: readonly RunEvent[], changes: Partial<RunRecord> = {}): RunRecord {
  return {
    exercise: exercise.id,
    title: exercise.title,
    digest: 'sha256:0',
    mode: 'rehearse',
    seed: 1,
    time: 'virtual',
    players: 'good',
    startedAt: '2026-03-02T09:00:00.000Z',
    endedAtMs: 1_000_000,
    end: { kind: 'finished' },
    events: [...events],
    incidents: [],
    gains: nothingGained,
    liveAwsCalls: 0,
    ...changes,
  }
}

const incident = 'inc_1'
const finding = (atMs: number): RunEvent => {
  return { kind: 'FINDING', atMs, inject: 'alarm', source: 'guardduty', result: 'opened', incident, reason: null }
}
const state = (atMs: number, to: string, of = incident): RunEvent => ({
  kind: 'STATE',
  atMs,
  incident: of,
  from: null,
  to,
})
const step = (atMs: number): RunEvent => {
  return { kind: 'ATTACK', atMs, step: 's', technique: 'T1078', result: 'begun', detail: '', hidden: true }
}
const asked = (atMs: number): RunEvent => {
  return {
    kind: 'QUESTION_OPENED',
    atMs,
    incident,
    question: 'contain',
    planDigest: 'sha256:1',
    plan: '',
    quorum: 2,
    expiresAtMs: null,
  }
}
const decision = (atMs: number, by: string, result: 'counted' | 'decided', of = incident): RunEvent => {
  return { kind: 'DECISION', atMs, incident: of, question: 'contain', by, decision: 'approve', reason: '', result }
}
const metricsOf = (...events: RunEvent[]) => scoreRun(exercise, recordOf(events)).metrics

describe('what a run is measured by', () => {
  it('detection runs from the first act of the attack to the finding', () => {
    expect(metricsOf(step(10_000), finding(70_000)).timeToDetect).toBe(60_000)
  })

  it('an attack from before the exercise is detected from its beginning on', () => {
    expect(metricsOf(finding(5_000), step(10_000)).timeToDetect).toBe(5_000)
  })

  it('a finding that was not taken detects nothing', () => {
    const refused: RunEvent = {
      ...finding(70_000),
      kind: 'FINDING',
      result: 'refused',
      inject: 'a',
      source: 'splunk',
      incident: null,
      reason: 'x',
    }
    expect(metricsOf(step(10_000), refused)).toMatchObject({ timeToDetect: null, timeToContain: null })
  })

  it('the first thing that a person does after the finding acknowledges it', () => {
    const note: RunEvent = { kind: 'NOTE', atMs: 100_000, incident, by: 'responder', text: 'x' }
    expect(metricsOf(finding(70_000), note, decision(200_000, 'approver', 'decided')).timeToAcknowledge).toBe(30_000)
  })

  it('in a discussion, where nothing is sent, a finding is there once people are told of it', () => {
    const told: RunEvent = {
      kind: 'INJECT',
      atMs: 30_000,
      inject: 'mail',
      injectKind: 'finding',
      title: 'A mail',
      to: [],
      from: null,
      text: 'x',
      untilMs: null,
    }
    const question: RunEvent = { kind: 'ASKED', atMs: 75_000, by: 'responder', text: 'Since when?', revealed: [] }
    const { metrics } = scoreRun(exercise, recordOf([told, question], { mode: 'discuss' }))
    expect(metrics).toMatchObject({ timeToAcknowledge: 45_000, timeToDetect: null })
  })

  it('a decision is made by whoever completes it', () => {
    const events = [finding(0), asked(10_000), decision(60_000, 'ana', 'counted'), decision(90_000, 'kim', 'decided')]
    expect(metricsOf(...events)).toMatchObject({ timeToDecide: 80_000, approvals: 2, decision: 'approve' })
  })

  it('approvals of another incident do not count', () => {
    const events = [
      asked(10_000),
      decision(60_000, 'ana', 'counted'),
      decision(70_000, 'bo', 'counted', 'inc_2'),
      decision(90_000, 'kim', 'decided'),
    ]
    expect(metricsOf(...events).approvals).toBe(2)
  })

  it('containment and restore are times of states', () => {
    const restore: RunEvent = { kind: 'REQUEST', atMs: 400_000, incident, by: 'ana', ask: 'requestRestore', reason: '' }
    const events = [finding(0), state(300_000, 'contained'), restore, state(460_000, 'restored')]
    expect(metricsOf(...events)).toMatchObject({ timeToContain: 300_000, timeToRestore: 60_000 })
  })

  it('wrong attempts and unauthorised ones are counted apart, repeats included', () => {
    const refused = (unauthorised: boolean, times: number): RunEvent => {
      return {
        kind: 'REFUSED',
        atMs: 1,
        incident,
        by: 'x',
        attempted: 'approve',
        code: 'c',
        reason: '',
        unauthorised,
        times,
      }
    }
    const void_: RunEvent = { kind: 'VOID', atMs: 1, by: 'x', attempted: 'inject', why: '' }
    expect(metricsOf(refused(true, 3), refused(false, 2), void_)).toMatchObject({
      unauthorisedAttempts: 3,
      wrongAttempts: 3,
    })
  })

  it('a step that people asked for or that the evidence showed was found out; one that they were told was not', () => {
    const revealed = (how: 'asked' | 'evidence' | 'inject' | 'facilitator'): RunEvent => {
      return { kind: 'REVEALED', atMs: 1, step: how, how, by: null, text: '' }
    }
    const events = [revealed('asked'), revealed('evidence'), revealed('inject'), revealed('facilitator')]
    expect(metricsOf(...events).stepsFound).toBe(2)
  })

  it('the path is that of the incident that was opened first', () => {
    const events = [
      state(0, 'investigating'),
      state(1, 'investigating', 'inc_2'),
      state(2, 'planning'),
      state(3, 'refused', 'inc_2'),
    ]
    expect(scoreRun(exercise, recordOf(events)).path).toEqual({
      expected: exercise.expectedPath,
      actual: ['investigating', 'planning'],
      asExpected: false,
      missing: ['awaitingApproval', 'blocking', 'verifying', 'contained'],
      unexpected: [],
    })
  })

  it('a detour is not the expected path', () => {
    const states = [
      'investigating',
      'planning',
      'awaitingApproval',
      'planning',
      'awaitingApproval',
      'blocking',
      'verifying',
      'contained',
    ]
    const { path } = scoreRun(exercise, recordOf(states.map((to, index) => state(index, to))))
    expect(path).toMatchObject({ asExpected: false, missing: [], unexpected: [] })
  })

  it('what stands at the end is left, what was removed is not', () => {
    const made = (standing: boolean) => ({ what: 'user/support-2', step: null, atMs: 1, standing })
    const gains = { ...nothingGained, blockedAtMs: 5, persistence: [made(true), made(false)] }
    const call = { atMs: 9, action: 'ListBuckets', by: 'role/ci-deploy', step: null }
    const record = recordOf([], { gains: { ...gains, callsAfterBlock: [call] } })
    expect(scoreRun(exercise, record).metrics).toMatchObject({ persistenceLeft: 1, attackerCallsAfterBlock: 1 })
  })

  it('the best answer in time counts, and no other', () => {
    const answer = (by: string, points: number, inTime: boolean): RunEvent => {
      const made = points === 0 ? [] : points === 2 ? [0] : [0, 1]
      return {
        kind: 'ANSWER',
        atMs: 1,
        inject: 'still-open',
        by,
        text: by,
        made,
        points,
        outOf: 3,
        scoredBy: 'keywords',
        inTime,
      }
    }
    const { answers, metrics } = scoreRun(
      exercise,
      recordOf([answer('ana', 0, true), answer('bo', 2, true), answer('kim', 3, false)]),
    )
    expect(metrics).toMatchObject({ rubricPoints: 2, rubricPointsOutOf: 3 })
    expect(answers).toEqual([
      {
        inject: 'still-open',
        by: 'bo',
        points: 2,
        outOf: 3,
        made: ['The user that was made lives on'],
        notMade: ['Sessions that were assumed onward are not stopped'],
        scoredBy: 'keywords',
      },
    ])
  })

  it('a record that says nothing of an inject scores it as missed', () => {
    const { injects } = scoreRun(exercise, recordOf([]))
    expect(injects.map(({ met, played }) => [met, played])).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ])
  })
})
