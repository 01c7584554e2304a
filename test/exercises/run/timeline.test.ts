import { changed, exerciseOf, initText, played } from '../../support/exercises/exercises.js'
import { FakeStage } from '../../support/exercises/fake-stage.js'

const CHAT = (id: string, when: string) =>
  `  - {id: ${id}, kind: chat, title: Talk, from: Kim, text: "{{person:approver}} at {{now}}", ${when}}\n`

function withChats(...chats: string[]) {
  return exerciseOf(changed(initText, ['\nlimits:', `${chats.join('')}\nlimits:`]))
}

async function times(exercise: ReturnType<typeof exerciseOf>, script = exercise.players.good) {
  const { events } = await played(exercise, script)
  return events.flatMap((event) => (event.kind === 'INJECT' ? [[event.inject, event.atMs]] : []))
}

describe('when injects are played', () => {
  it('at their time, after a state, after another inject, after a question', async () => {
    const exercise = withChats(
      CHAT('by-time', 'at: 90s'),
      CHAT('by-state', 'after: {state: verifying, delay: 10s}'),
      CHAT('by-inject', 'after: {inject: by-state}'),
      CHAT('by-question', 'after: {question: contain, delay: 5s}'),
    )
    expect(await times(exercise)).toEqual([
      ['alarm', 0],
      ['by-question', 8_000],
      ['release', 63_000],
      ['by-time', 90_000],
      ['by-state', 194_000],
      ['by-inject', 194_000],
      ['still-open', 364_000],
    ])
  })

  it('after a step of the attack, when it has begun', async () => {
    const text = changed(initText, ['hidden: true\n', 'hidden: true\n      at: 20s\n      does: mint-key\n'])
    const exercise = exerciseOf(
      changed(text, ['\nlimits:', `${CHAT('seen', 'after: {step: second-door, delay: 3s}')}\nlimits:`]),
    )
    expect(await times(exercise)).toContainEqual(['seen', 23_000])
  })

  it('by the facilitator alone, and once', async () => {
    const exercise = withChats(CHAT('by-hand', 'manual: true'))
    const move = (by: string, at: number) => ({ does: 'inject' as const, by, inject: 'by-hand', at: { ms: at } })
    const script = [move('responder', 5_000), move('facilitator', 6_000), move('facilitator', 7_000)]
    const { events } = await played(exercise, script)
    expect(
      events.filter((event) => 'inject' in event && event.inject === 'by-hand').map(({ kind, atMs }) => [kind, atMs]),
    ).toEqual([
      ['INJECT', 6_000],
      ['INJECT_ENDED', 6_000],
    ])
    expect(events.flatMap((event) => (event.kind === 'VOID' ? [[event.by, event.why]] : []))).toEqual([
      ['responder', 'Only the facilitator can do this.'],
      ['facilitator', 'by-hand was played, comes by itself, or is no inject.'],
    ])
  })

  it('with names and times filled in', async () => {
    const { events } = await played(withChats(CHAT('named', 'at: 1m')))
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'INJECT', inject: 'named', text: 'The approver at 2026-03-02T09:01:00.000Z' }),
    )
  })

  it('what waits for a state that never comes does not keep a run open once everything is over', async () => {
    const exercise = withChats(CHAT('never', 'after: {state: restored}'))
    const record = await played(exercise, exercise.players.bad)
    expect(record.end).toEqual({ kind: 'finished' })
    expect(record.endedAtMs).toBeLessThan(exercise.limits.maxDuration.ms)
  })

  it('a run that people leave open ends with its limit', async () => {
    const exercise = exerciseOf(initText)
    const record = await played(exercise, [])
    expect(record.end).toEqual({ kind: 'limit', limit: 'maxDuration' })
    expect(record.endedAtMs).toBe(exercise.limits.maxDuration.ms)
    expect(record.events).toContainEqual({ kind: 'LIMIT', text: 'The time of the exercise is over.', atMs: 2_700_000 })
  })

  it('the world goes on for the aftermath after the last thing to do', async () => {
    const exercise = exerciseOf(changed(initText, ['aftermath: 1m', 'aftermath: 10m']))
    const record = await played(exercise)
    const last = record.events.findLast(({ kind }) => kind === 'INJECT_ENDED')
    expect(record.endedAtMs - (last?.atMs ?? 0)).toBe(600_000)
  })

  it.each(['facilitator', 'responder'])('whoever plays can end it at any time, nobody else: %s', async (by) => {
    const exercise = exerciseOf(initText)
    const stage = new FakeStage(exercise)
    const { runExercise } = await import('../../../exercises/run-exercise.js')
    const { silentNarrator } = await import('../../../exercises/narrator.js')
    const record = await runExercise(
      exercise,
      stage,
      {
        name: 'people',
        begin: async (table) => {
          table.play({ does: 'end', by: 'nobody', reason: 'Not theirs.' }, 20_000)
          table.play({ does: 'end', by, reason: 'Lunch.' }, 30_000)
        },
        see: async () => {},
        end: () => {},
      },
      silentNarrator,
    )
    expect(record).toMatchObject({ end: { kind: 'stopped', by, reason: 'Lunch.' }, endedAtMs: 30_000 })
  })
})
