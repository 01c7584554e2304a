import { loadExercise } from '../../../app/exercise/load-exercise.js'
import { playVirtually } from '../../../app/exercise/play-virtually.js'
import { scenarios } from '../../../app/exercise/scenarios.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { silentNarrator } from '../../../exercises/narrator.js'
import { scoreRun } from '../../../exercises/score.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import { liveEnvironment, startCanary } from '../../support/exercises/live-environment.js'

const STARTER = 'starter-instance-credentials'

function exerciseNamed(id: string): Exercise {
  const { checked } = loadExercise(id)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.exercise
}

async function play(exercise: Exercise, player: 'good' | 'bad') {
  const players = scriptedPlayers(player, exercise.players[player])
  const { record } = await playVirtually(exercise, players, silentNarrator)
  return { record, score: scoreRun(exercise, record) }
}

describe('a scenario of the program', () => {
  it.each(scenarios().map(({ id }) => id))('%s has the id of its file and no mistakes', (id) => {
    expect(exerciseNamed(id).id).toBe(id)
  })
})

describe('the starter', () => {
  it('is met in all by the good player, and the record tells what each did', async () => {
    const { record, score } = await play(exerciseNamed(STARTER), 'good')
    expect(record.end).toEqual({ kind: 'finished' })
    expect(score.objectives.filter(({ met }) => !met)).toEqual([])
    expect(score.injects.filter(({ met }) => !met)).toEqual([])
    expect(score.path.asExpected).toBe(true)
    expect(record.events.filter(({ kind }) => kind === 'NOTE')).toHaveLength(1)
    expect(record.events.filter(({ kind }) => kind === 'REVEALED')).toHaveLength(1)
  })

  it('measures what the thief got: calls until IAM enforced the block, none after, and none to come', async () => {
    const { record } = await play(exerciseNamed(STARTER), 'good')
    const { gains, events } = record
    const attack = events.filter((event) => event.kind === 'ATTACK').map(({ result }) => result)
    expect(attack).toEqual(['begun', 'succeeded', 'stopped'])
    const blocking = events.find((event) => event.kind === 'STATE' && event.to === 'verifying')
    expect(gains.blockedAtMs).toBe((blocking?.atMs ?? 0) + 4_000)
    expect(gains.calls.succeeded).toBeGreaterThan(0)
    expect(gains).toMatchObject({ callsAfterBlock: [], couldStill: [], persistence: [] })
  })

  it('tells what the bad player missed, and what the thief can still do', async () => {
    const { record, score } = await play(exerciseNamed(STARTER), 'bad')
    expect(score.objectives.filter(({ met }) => met)).toEqual([])
    expect(score.injects.map(({ id, met }) => [id, met])).toEqual([
      ['alarm', false],
      ['shop', false],
      ['impact', false],
    ])
    expect(score.metrics).toMatchObject({ decision: 'deny', unauthorisedAttempts: 1, timeToContain: null })
    expect(record.gains.couldStill).toContain(`s3:ListAllMyBuckets as assumed-role/web-shop/i-0f3a9c2d71e84b650`)
    expect(record.events.filter(({ kind }) => kind === 'REFUSED')).toHaveLength(1)
  })

  it('goes the same way twice for one seed, to the last event', async () => {
    const exercise = exerciseNamed(STARTER)
    const first = await play(exercise, 'good')
    const second = await play(exercise, 'good')
    expect(second).toEqual(first)
  })

  it('reaches nothing but its own account, whatever the environment says', async () => {
    const canary = await startCanary()
    const restore = liveEnvironment(canary.url)
    try {
      const { record, score } = await play(exerciseNamed(STARTER), 'good')
      expect(record.liveAwsCalls).toBe(0)
      expect(score.objectives.every(({ met }) => met)).toBe(true)
    } finally {
      restore()
      await canary.close()
    }
    expect(canary.heard).toEqual([])
  })
})
