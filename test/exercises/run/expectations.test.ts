import type { ScriptedMove } from '../../../exercises/schema/players.js'
import { changed, exerciseOf, initText, played } from '../../support/exercises/exercises.js'

const at = (ms: number) => ({ at: { ms } })

/** The exercise with another expectation of the release manager's pressure, which comes at 63 s. */
function expecting(expect: string) {
  return exerciseOf(
    changed(initText, ['expect: {does: [approve, deny, answer], by: approver, within: 5m}', `expect: ${expect}`]),
  )
}

async function outcome(exercise: ReturnType<typeof exerciseOf>, inject: string, script: readonly ScriptedMove[]) {
  const { events } = await played(exercise, script)
  return events.find((event) => event.kind === 'INJECT_ENDED' && event.inject === inject)
}

const approve = (by: string, ms: number, reason = 'It is not ours.'): ScriptedMove => {
  return { does: 'approve', by, question: 'contain', reason, ...at(ms) }
}

describe('what people are expected to do', () => {
  it('is met by the act of the role in time', async () => {
    const ended = await outcome(exerciseOf(initText), 'alarm', [approve('approver', 600_000)])
    expect(ended).toMatchObject({ outcome: 'met', atMs: 600_000, why: 'The approver decided: approve, in time.' })
  })

  it('is missed when nobody does it in time, at that time', async () => {
    const ended = await outcome(exerciseOf(initText), 'alarm', [approve('approver', 600_001)])
    expect(ended).toMatchObject({ outcome: 'missed', atMs: 600_000, why: 'The approver did not approve within 10m.' })
  })

  it('is not met by what was refused', async () => {
    const ended = await outcome(exerciseOf(initText), 'alarm', [approve('responder', 60_000)])
    expect(ended).toMatchObject({ outcome: 'missed' })
  })

  it('is not met without the reason that it takes', async () => {
    const ended = await outcome(exerciseOf(initText), 'alarm', [approve('approver', 60_000, 'ok')])
    expect(ended).toMatchObject({
      outcome: 'missed',
      why: 'The approver decided: approve, without a reason of at least 10 characters.',
    })
  })

  it('waiting is met when nobody decides until the time is over', async () => {
    const ended = await outcome(expecting('{does: [wait], by: approver, within: 2m}'), 'release', [
      approve('approver', 183_001),
    ])
    expect(ended).toMatchObject({ outcome: 'met', atMs: 183_000, why: 'The approver waited.' })
  })

  it('waiting is missed by a decision at once', async () => {
    const ended = await outcome(expecting('{does: [wait], by: approver, within: 2m}'), 'release', [
      approve('approver', 100_000),
    ])
    expect(ended).toMatchObject({
      outcome: 'missed',
      atMs: 100_000,
      why: 'The approver decided: approve, instead of waiting.',
    })
  })

  it('saying that one waits is no waiting yet', async () => {
    const says: ScriptedMove = {
      does: 'answer',
      by: 'approver',
      inject: 'release',
      text: 'Yes.',
      choice: 'wait',
      ...at(70_000),
    }
    const script = [says, approve('approver', 100_000)]
    expect(await outcome(expecting('{does: [wait], by: approver, within: 2m}'), 'release', script)).toMatchObject({
      outcome: 'missed',
    })
  })

  it('escalating is a choice that people say', async () => {
    const says: ScriptedMove = {
      does: 'answer',
      by: 'approver',
      inject: 'release',
      text: 'Ask Kim.',
      choice: 'escalate',
      ...at(70_000),
    }
    expect(await outcome(expecting('{does: [escalate], within: 2m}'), 'release', [says])).toMatchObject({
      outcome: 'met',
    })
  })

  it('a note and a question to the facilitator are acts as well', async () => {
    const note: ScriptedMove = { does: 'note', by: 'responder', text: 'It is from outside.', ...at(70_000) }
    const ask: ScriptedMove = { does: 'ask', by: 'responder', text: 'Who made it?', ...at(70_000) }
    expect(await outcome(expecting('{does: [note], by: responder, within: 2m}'), 'release', [note])).toMatchObject({
      outcome: 'met',
    })
    expect(await outcome(expecting('{does: [ask], within: 2m}'), 'release', [ask])).toMatchObject({ outcome: 'met' })
  })

  it('an answer of somebody who was not asked is void', async () => {
    const says: ScriptedMove = { does: 'answer', by: 'responder', inject: 'release', text: 'No.', ...at(70_000) }
    const { events } = await played(exerciseOf(initText), [says])
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'VOID', by: 'responder', why: 'release was put to The approver.' }),
    )
  })

  it('an answer before the question is void', async () => {
    const says: ScriptedMove = { does: 'answer', by: 'approver', inject: 'release', text: 'No.', ...at(10_000) }
    const { events } = await played(exerciseOf(initText), [says])
    expect(events).toContainEqual(expect.objectContaining({ kind: 'VOID', why: 'release was not asked.' }))
  })

  it('a finding that is not taken is missed, whatever was expected of people', async () => {
    const exercise = exerciseOf(initText)
    const { injects } = exercise
    const foreign = {
      ...exercise,
      injects: injects.map((inject) => (inject.kind === 'finding' ? { ...inject, source: 'splunk' as const } : inject)),
    }
    expect(await outcome(foreign, 'alarm', [])).toMatchObject({
      outcome: 'missed',
      why: 'The finding was not taken: splunk is not served.',
    })
  })
})
