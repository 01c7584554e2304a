import { Pace, type PaceClock } from '../../../../app/exercise/paced/pace.js'
import { PacedStage } from '../../../../app/exercise/paced/paced-stage.js'
import { playExercise } from '../../../../app/exercise/play-exercise.js'
import { startVirtualStage } from '../../../../app/exercise/start-virtual-stage.js'
import { silentNarrator } from '../../../../exercises/narrator.js'
import { scoreRun } from '../../../../exercises/score.js'
import { scriptedPlayers } from '../../../../exercises/scripted-players.js'
import { exerciseOf, initText } from '../../../support/exercises/exercises.js'
import { fakePlayStage } from '../../../support/exercises/play-fake.js'

/** A clock on which a sleep is over at once and has taken as long as it should. */
function instantClock(): PaceClock & { readonly naps: number[] } {
  const naps: number[] = []
  const state = { nowMs: 0 }
  return {
    naps,
    nowMs: () => state.nowMs,
    after: (ms, act) => {
      naps.push(ms)
      const timer = setImmediate(() => {
        state.nowMs += ms
        act()
      })
      return () => clearImmediate(timer)
    },
  }
}

const exercise = exerciseOf(initText)
const idle = () => false

async function paced(scale: number) {
  const clock = instantClock()
  const pace = new Pace(scale, clock)
  const stage = new PacedStage(fakePlayStage(exercise), pace)
  return { clock, pace, stage, sleptMs: () => clock.naps.reduce((sum, ms) => sum + ms, 0) }
}

describe('a stage at a pace', () => {
  it('lets a run happen as at once, to the last event, at any pace', async () => {
    const play = async (scale: number | null) => {
      const played = await playExercise(exercise, {
        startStage: async (each) => {
          const stage = await startVirtualStage(each)
          return scale === null ? stage : new PacedStage(stage, new Pace(scale, instantClock()))
        },
        seat: () => ({ players: scriptedPlayers('good', exercise.players.good), narrator: silentNarrator }),
      })
      return { ...played, score: scoreRun(exercise, played.record) }
    }
    const atOnce = await play(null)
    expect(atOnce.score.path.asExpected).toBe(true)
    expect(await play(3)).toEqual(atOnce)
    expect(await play(600)).toEqual(atOnce)
  })

  it('takes as long as it should', async () => {
    const { stage, sleptMs } = await paced(10)
    await stage.waitUntil(60_000, idle)
    expect(stage.nowMs()).toBe(60_000)
    expect(sleptMs()).toBeGreaterThan(5_900)
    expect(sleptMs()).toBeLessThan(6_200)
  })

  it('hears within a slice that something is to be looked at', async () => {
    const { stage, clock } = await paced(1)
    const limit = { isOver: false }
    const waiting = stage.waitUntil(60_000, () => limit.isOver)
    await new Promise((resolve) => setImmediate(resolve))
    limit.isOver = true
    await waiting
    expect(stage.nowMs()).toBeLessThan(200)
    expect(Math.max(...clock.naps)).toBeLessThanOrEqual(100)
  })

  it('stands while it is paused, and people are heard all the same', async () => {
    const { stage, pace, clock } = await paced(10)
    await stage.waitUntil(1_000, idle)
    pace.pause()
    const naps = clock.naps.length
    await stage.waitUntil(60_000, () => clock.naps.length > naps + 20)
    expect(stage.nowMs()).toBe(1_000)
    pace.resume()
    await stage.waitUntil(2_000, idle)
    expect(stage.nowMs()).toBe(2_000)
  })

  it('goes on at once to what comes next where it is asked to, and at its pace from there', async () => {
    const { stage, pace, clock } = await paced(1)
    pace.pause()
    pace.fastForward()
    await stage.waitUntil(40_000, idle)
    expect([stage.nowMs(), clock.naps, pace.isPaused]).toEqual([40_000, [], false])
    pace.arrive()
    await stage.waitUntil(41_000, idle)
    expect(clock.naps.length).toBeGreaterThan(5)
  })

  it('goes no further at once than it was told', async () => {
    const { stage, pace, clock } = await paced(1)
    pace.fastForward(30_000)
    await stage.waitUntil(30_500, idle)
    expect([stage.nowMs(), pace.hurryUntilMs]).toEqual([30_500, null])
    expect(clock.naps.length).toBeGreaterThan(0)
  })

  it('does not catch up with time in which the process stood still', () => {
    const clock = { now: 0 }
    const pace = new Pace(2, { nowMs: () => clock.now, after: () => () => {} })
    expect(pace.takeMs()).toBe(0)
    clock.now = 3_600_000
    expect(pace.takeMs()).toBe(500)
    clock.now += 100
    expect(pace.takeMs()).toBe(200)
    pace.setScale(5_000)
    expect(pace.scale).toBe(1_000)
  })

  it('is woken by whoever plays, long before its slice is over', async () => {
    const broken: string[] = []
    const pace = new Pace(1, { nowMs: () => 0, after: () => () => void broken.push('off') })
    const nap = pace.nap(60_000)
    pace.wake()
    await nap
    expect(broken).toEqual(['off'])
  })
})
