import type { ScriptedMove } from '../../../exercises/schema/players.js'
import { scoreRun } from '../../../exercises/score.js'
import { changed, exerciseOf, initText, played } from '../../support/exercises/exercises.js'
import { FakeStage } from '../../support/exercises/fake-stage.js'

const exercise = exerciseOf(initText)
const at = (seconds: number) => ({ at: { ms: seconds * 1_000 } })
const decide = (
  does: 'approve' | 'deny',
  by: string,
  seconds: number,
  question: 'contain' | 'restore' = 'contain',
): ScriptedMove => {
  return { does, by, question, reason: 'It is not ours.', ...at(seconds) }
}
const restore = (by: string, seconds: number): ScriptedMove => {
  return { does: 'requestRestore', by, as: 'false-alarm', reason: 'It was the new runner.', ...at(seconds) }
}

describe('what players do to the product', () => {
  it('a decision, a restore and its decision are carried out and told from the record', async () => {
    const { events } = await played(exercise, [
      decide('approve', 'approver', 60),
      restore('responder', 300),
      decide('approve', 'approver', 360, 'restore'),
    ])
    const told = events.flatMap((event) => {
      if (event.kind === 'STATE') return [event.to]
      if (event.kind === 'DECISION') return [`${event.by} ${event.decision} ${event.question}`]
      return event.kind === 'REQUEST' ? [`${event.by} ${event.ask}`] : []
    })
    expect(told.slice(3)).toEqual([
      'approver approve contain',
      'blocking',
      'verifying',
      'contained',
      'responder requestRestore',
      'awaitingRestoreApproval',
      'approver approve restore',
      'restoring',
      'restored',
    ])
  })

  it('a refusal is told once, with the product’s own words, although it is on the record as well', async () => {
    const { events } = await played(exercise, [decide('approve', 'responder', 60)])
    expect(events.filter(({ kind }) => kind === 'REFUSED')).toEqual([
      {
        kind: 'REFUSED',
        incident: 'inc_1',
        by: 'responder',
        attempted: 'approve contain',
        code: 'notAnApprover',
        reason: 'No, responder.',
        unauthorised: true,
        times: 1,
        atMs: 60_000,
      },
    ])
  })

  it('every refused attempt counts, also those that the product records only as repeats', async () => {
    const script = [60, 61, 62, 63, 200].map((seconds) => decide('approve', 'responder', seconds))
    expect(scoreRun(exercise, await played(exercise, script)).metrics.unauthorisedAttempts).toBe(5)
  })

  it('what others do by the product’s own means counts the same', async () => {
    const stage = new FakeStage(exercise)
    const clicks = [60, 61, 62, 130]
    for (const seconds of clicks) {
      stage.later(seconds * 1_000, () => {
        const [incident] = stage.incidentsMade
        const asked = incident?.question
        if (incident === undefined || asked === null || asked === undefined) throw new Error('Nothing was asked.')
        const decision = {
          kind: 'decide',
          incident: incident.id,
          ...asked,
          decision: 'approve',
          reason: 'Click.',
        } as const
        void stage.act('responder', decision)
      })
    }
    stage.later(140_000, () => {
      const asked = stage.incidentsMade[0]?.question
      if (asked)
        void stage.act('approver', { kind: 'decide', incident: 'inc_1', ...asked, decision: 'deny', reason: 'Ours.' })
    })
    const record = await played(exercise, [], stage)
    expect(scoreRun(exercise, record).metrics).toMatchObject({ unauthorisedAttempts: clicks.length, decision: 'deny' })
    expect(record.events).toContainEqual(
      expect.objectContaining({ kind: 'DECISION', by: 'approver', reason: 'Ours.', atMs: 140_000 }),
    )
  })

  it('a decision on what is not asked any more is a wrong attempt, not an unauthorised one', async () => {
    const script = [decide('deny', 'approver', 60), decide('approve', 'approver', 70)]
    const { metrics } = scoreRun(exercise, await played(exercise, script))
    expect(metrics).toMatchObject({ decision: 'deny', wrongAttempts: 1, unauthorisedAttempts: 0 })
  })

  it('a request that the playbook has no use for is told once', async () => {
    const { events } = await played(exercise, [restore('responder', 60)])
    expect(events.filter(({ kind }) => kind === 'REFUSED')).toEqual([
      expect.objectContaining({ code: 'notPossible', attempted: 'requestRestore', unauthorised: false, times: 1 }),
    ])
  })

  it('a decision before anything was asked is void', async () => {
    const { events } = await played(exercise, [decide('approve', 'approver', 1)])
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'VOID', attempted: 'approve', why: 'Nobody was asked whether to block.' }),
    )
  })

  it('two approvers are counted as two, one who votes twice as one', async () => {
    const two = exerciseOf(
      changed(initText, [
        'approvers: [approver], quorum: 1, expires',
        'approvers: [approver, responder], quorum: 2, expires',
      ]),
    )
    const script = [
      decide('approve', 'approver', 60),
      decide('approve', 'approver', 61),
      decide('approve', 'responder', 90),
    ]
    const { metrics } = scoreRun(two, await played(two, script))
    expect(metrics).toMatchObject({ approvals: 2, timeToDecide: 87_000, wrongAttempts: 1 })
  })

  it('whoever is away does nothing until they are back', async () => {
    const fault = '  - {id: holiday, kind: fault, title: Off, at: 10s, fault: {kind: away, who: approver, for: 5m}}\n'
    const away = exerciseOf(changed(initText, ['\nlimits:', `${fault}\nlimits:`]))
    const stage = new FakeStage(away)
    const { events } = await played(
      away,
      [decide('approve', 'approver', 309), decide('approve', 'approver', 310)],
      stage,
    )
    expect(events.flatMap((event) => (event.kind === 'VOID' ? [[event.why, event.atMs]] : []))).toEqual([
      ['The approver is away.', 309_000],
    ])
    expect(events.find(({ kind }) => kind === 'DECISION')?.atMs).toBe(310_000)
    expect(stage.faults).toEqual([])
  })

  it('other faults are brought about on the stage, and told', async () => {
    const fault =
      '  - {id: slow, kind: fault, title: Slow, at: 10s, fault: {kind: throttle, operation: "iam:*", times: 2}}\n'
    const slow = exerciseOf(changed(initText, ['\nlimits:', `${fault}\nlimits:`]))
    const stage = new FakeStage(slow)
    const { events } = await played(slow, [], stage)
    expect(stage.faults).toEqual(['throttle'])
    expect(events).toContainEqual(expect.objectContaining({ kind: 'FAULT', text: 'AWS throttles iam:*, 2 times.' }))
  })

  it('a second incident is meant by its number', async () => {
    const script: ScriptedMove[] = [
      { does: 'requestBlock', by: 'responder', arn: '{{role:build-runner:arn}}', reason: 'That one, too.', ...at(30) },
      { ...decide('approve', 'approver', 60), incident: 2 },
      { ...decide('deny', 'approver', 61), incident: 1 },
    ]
    const { events } = await played(exercise, script)
    expect(events.flatMap((event) => (event.kind === 'DECISION' ? [[event.incident, event.decision]] : []))).toEqual([
      ['inc_2', 'approve'],
      ['inc_1', 'deny'],
    ])
  })

  it('somebody who has no role is void', async () => {
    const { events } = await played(exercise, [decide('approve', 'stranger', 60)])
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'VOID', why: 'There is no role stranger in this exercise.' }),
    )
  })

  it('the attacker is set to its steps, and stops when the block is enforced', async () => {
    const attacked = exerciseOf(
      changed(initText, ['hidden: true\n', 'hidden: true\n      at: 20s\n      does: mint-key\n']),
    )
    const record = await played(attacked, [decide('approve', 'approver', 60)])
    const results = record.events.flatMap((event) => (event.kind === 'ATTACK' ? [[event.result, event.atMs]] : []))
    expect(results).toEqual([
      ['begun', 20_000],
      ['succeeded', 21_000],
      ['succeeded', 51_000],
      ['stopped', 81_000],
    ])
    expect(record.gains).toMatchObject({ blockedAtMs: 65_000, calls: { succeeded: 2, denied: 1 } })
  })
})
