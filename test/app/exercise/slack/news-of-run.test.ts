import { headOfRun, newsOfRun } from '../../../../app/exercise/slack/news-of-run.js'
import { runTime } from '../../../../app/exercise/slack/run-time.js'
import type { RunEvent } from '../../../../exercises/run-event.js'
import type { ExerciseNews } from '../../../../integrations/slack/exercise-post.js'

const time = runTime('2026-03-01T10:00:00.000Z', 2)
const inject: RunEvent = {
  kind: 'INJECT',
  atMs: 60_000,
  inject: 'shop',
  injectKind: 'pressure',
  title: 'The manager is worried',
  to: ['approver'],
  from: 'The manager',
  text: 'What happens to my shop?',
  untilMs: 240_000,
}
const pressure: RunEvent = {
  kind: 'PRESSURE',
  atMs: 90_000,
  inject: 'shop',
  by: 'approver',
  choice: 'askOwner',
  text: 'Running ones go on.',
  inTime: true,
}
const answer: RunEvent = {
  kind: 'ANSWER',
  atMs: 90_000,
  inject: 'shop',
  by: 'approver',
  text: 'Rotate it.',
  made: [],
  points: 0,
  outOf: 3,
  scoredBy: 'keywords',
  inTime: true,
}
const attack = { kind: 'ATTACK', step: 'looting', technique: 'T1530', hidden: false } as const
const news = (...events: RunEvent[]): ExerciseNews[] => newsOfRun(events, time)

describe('what of a run is told in Slack', () => {
  it('has an inject with the time that is left on the clock on the wall', () => {
    expect(news(inject)).toEqual([
      expect.objectContaining({ at: 'T+01:00', until: '2026-03-01T10:02:00.000Z', said: [], outcome: null }),
    ])
  })

  it('keeps what was said to an inject and how it ended in the one message of it', () => {
    const told = news(inject, pressure, {
      kind: 'INJECT_ENDED',
      atMs: 90_000,
      inject: 'shop',
      outcome: 'met',
      why: 'in time',
    })
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({
      said: [{ by: 'approver', at: 'T+01:30', text: '(ask owner) Running ones go on.', inTime: true }],
      outcome: { met: true, why: 'in time' },
    })
  })

  it('says a facilitator’s judgement of an answer no second time as an answer, and gives no points away', () => {
    const told = news(inject, answer, { ...answer, points: 3, made: [0], scoredBy: 'facilitator' })
    const said = [{ by: 'approver', at: 'T+01:30', text: 'Rotate it.', inTime: true }]
    expect(told).toEqual([expect.objectContaining({ said })])
  })

  it('says what breaks in the words of the fault', () => {
    const fault: RunEvent = { ...inject, inject: 'down', injectKind: 'fault', text: null }
    const told = news(fault, {
      kind: 'FAULT',
      atMs: 60_000,
      inject: 'down',
      fault: 'chatDown',
      text: 'The chat is down.',
    })
    expect(told).toEqual([expect.objectContaining({ text: 'The chat is down.' })])
  })

  it('hides what the attacker does in secret until it comes to light', () => {
    const hidden: RunEvent = { ...attack, atMs: 0, hidden: true, result: 'begun', detail: 'It reads the metadata.' }
    expect(news(hidden)).toEqual([])
    const light: RunEvent = {
      kind: 'REVEALED',
      atMs: 5,
      step: 'looting',
      how: 'asked',
      by: 'responder',
      text: 'So it was.',
    }
    expect(news(hidden, light)).toEqual([expect.objectContaining({ title: 'It came to light', text: 'So it was.' })])
    const asked: RunEvent = { kind: 'ASKED', atMs: 4, by: 'responder', text: 'How?', revealed: ['looting'] }
    expect(news(hidden, asked, light)).toEqual([
      expect.objectContaining({ title: 'Asked', by: 'responder', text: 'How?', answer: 'So it was.' }),
    ])
    const byEvidence: RunEvent = { ...light, how: 'evidence', by: null }
    expect(news(hidden, asked, byEvidence)).toHaveLength(2)
  })

  it('has one message a step of the attack, with what came of it last', () => {
    const told = news(
      { ...attack, atMs: 0, result: 'begun', detail: 'Buckets are listed.' },
      { ...attack, atMs: 5, result: 'denied', detail: 'was denied s3:ListBuckets' },
    )
    expect(told).toEqual([
      expect.objectContaining({ title: 'Attacker · T1530 · denied', text: 'It was denied s3:ListBuckets.' }),
    ])
  })

  it('leaves to the cards what the cards say', () => {
    const incident = 'inc_0'
    expect(
      news(
        { kind: 'STATE', atMs: 0, incident, from: null, to: 'investigating' },
        { kind: 'NOTE', atMs: 1, incident, by: 'responder', text: 'x' },
        { kind: 'NOTICE', atMs: 1, incident, topic: 'reminder', text: 'x' },
      ),
    ).toEqual([])
  })
})

describe('the headline of a run', () => {
  it('has the state of the first incident, and what waits for people', () => {
    const state = (incident: string, from: string | null, to: string): RunEvent => {
      return { kind: 'STATE', atMs: 30_000, incident, from, to }
    }
    const events = [state('inc_1', null, 'investigating'), state('inc_2', null, 'planning'), inject]
    expect(headOfRun(events, time, false)).toMatchObject({
      at: 'T+01:00',
      state: 'investigating',
      open: [expect.objectContaining({ inject: 'shop' })],
    })
    expect(headOfRun([], time, false)).toEqual({ at: 'T+00:00', state: null, open: [], isOver: false })
  })
})
