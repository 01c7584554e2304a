import { PassThrough } from 'node:stream'
import { jest } from '@jest/globals'
import { choosePlay } from '../../../app/exercise/choose-play.js'
import { interruptible } from '../../../app/exercise/interruptible.js'
import { loadExercise } from '../../../app/exercise/load-exercise.js'
import { playExercise } from '../../../app/exercise/play-exercise.js'
import type { Move } from '../../../exercises/moves.js'
import { absentPlayers } from '../../../exercises/scripted-players.js'

function starter() {
  const { checked } = loadExercise('starter-instance-credentials')
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.exercise
}

/** The film of the starter, and what is said to it from where it was started. */
function film(timeScale: number) {
  const exercise = starter()
  const output = new PassThrough()
  const shown: string[] = []
  const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never)
  const play = choosePlay(exercise, {
    by: { kind: 'script', name: 'good', moves: exercise.players.good },
    stage: 'virtual',
    timeScale,
    streams: { input: new PassThrough(), output, env: {} },
    abort: () => {},
    onHangup: () => {},
  })
  const interruptAt = (text: string) =>
    output.on('data', (chunk) => {
      const isNew = !shown.join('').includes(text)
      shown.push(String(chunk))
      if (isNew && shown.join('').includes(text)) process.emit('SIGINT', 'SIGINT')
    })
  const run = async () => {
    const { record } = await playExercise(exercise, play)
    await play.leave?.()
    return record
  }
  return { run, interruptAt, exit }
}

describe('Ctrl-C while scripts play an exercise', () => {
  afterEach(() => jest.restoreAllMocks())

  it.each([0, 1_000])('ends the run, which has its record and its end, at time scale %i', async (timeScale) => {
    const { run, interruptAt, exit } = film(timeScale)
    interruptAt('An incident is open')
    const { end, events } = await run()
    expect(end).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('by a signal') })
    expect(events.some(({ kind }) => kind === 'STATE')).toBe(true)
    expect(events.some(({ kind }) => kind === 'DECISION')).toBe(false)
    expect(exit).not.toHaveBeenCalled()
  })

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('SIGINT')
    const { run } = film(0)
    expect(process.listenerCount('SIGINT')).toBe(before + 1)
    await run()
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})

describe('a run that can be ended from where it was started', () => {
  const seat = () => {
    const moves: Move[] = []
    const table = { nowMs: () => 0, play: (move: Move) => void moves.push(move) }
    return { moves, table, ...interruptible(absentPlayers('nobody'), { roles: starter().roles }) }
  }

  it('has nothing to keep before it began', () => {
    const { interrupt, moves } = seat()
    expect([interrupt(), moves]).toEqual([false, []])
  })

  it('is ended by a move like any other', async () => {
    const { interrupt, players, table, moves } = seat()
    await players.begin(table)
    expect(interrupt()).toBe(true)
    expect(moves).toEqual([expect.objectContaining({ does: 'end' })])
  })

  it('is not ended again while it is being kept', async () => {
    const { interrupt, players, table, moves } = seat()
    await players.begin(table)
    players.end()
    expect([interrupt(), moves]).toEqual([true, []])
  })
})
