import { playExercise } from '../../../../app/exercise/play-exercise.js'
import { playVirtually } from '../../../../app/exercise/play-virtually.js'
import { startServiceStage } from '../../../../app/exercise/service/start-service-stage.js'
import { stageKinds } from '../../../../app/exercise/stage-kinds.js'
import { checkExercise } from '../../../../exercises/check-exercise.js'
import { silentNarrator } from '../../../../exercises/narrator.js'
import { afterAction } from '../../../../exercises/report/after-action.js'
import type { RunRecord } from '../../../../exercises/run-record.js'
import { scoreRun } from '../../../../exercises/score.js'
import { scriptedPlayers } from '../../../../exercises/scripted-players.js'
import { liveEnvironment, startCanary } from '../../../support/exercises/live-environment.js'
import { patientStarter } from '../../../support/exercises/patient-starter.js'
import { useTestPostgres } from '../../../support/services.js'

/** What has to be done takes this many times as long, by the exercise's clock: with more of it a busy machine would be late. */
const TIME_SCALE = 32

const checked = checkExercise(patientStarter(), stageKinds)
if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
const { exercise } = checked

function decisionsIn({ events }: RunRecord) {
  return events.flatMap((event) =>
    event.kind === 'DECISION' ? [[event.by, event.question, event.decision, event.reason, event.result]] : [],
  )
}

describe('the starter on the real service, with live credentials in the environment', () => {
  const players = () => scriptedPlayers('good', exercise.players.good)

  async function playBoth() {
    // One after the other: virtual time is the process's own.
    const virtual = await playVirtually(exercise, players(), silentNarrator)
    const databaseUrl = (await useTestPostgres()).url
    const canary = await startCanary()
    const restore = liveEnvironment(canary.url)
    try {
      const startStage = () => startServiceStage(exercise, { timeScale: TIME_SCALE, databaseUrl })
      const seat = () => ({ players: players(), narrator: silentNarrator })
      return { virtual, real: await playExercise(exercise, { startStage, seat }), heard: canary.heard }
    } finally {
      restore()
      await canary.close()
    }
  }
  let played: Awaited<ReturnType<typeof playBoth>>
  beforeAll(async () => {
    played = await playBoth()
  }, 60_000)

  it('comes to the same decisions, objectives, injects and path as on the virtual stage', () => {
    const { virtual, real } = played
    const [there, here] = [scoreRun(exercise, virtual.record), scoreRun(exercise, real.record)]
    expect(real.record.end).toEqual({ kind: 'finished' })
    expect(real.record.time).toBe('real')
    expect(decisionsIn(real.record)).toEqual(decisionsIn(virtual.record))
    expect(here.objectives.map(({ id, met }) => [id, met])).toEqual(there.objectives.map(({ id, met }) => [id, met]))
    expect(here.objectives.every(({ met }) => met)).toBe(true)
    expect(here.injects).toEqual(there.injects)
    expect(here.path).toEqual(there.path)
  })

  it('measures in exercise time: the time to decide is the script’s, the block is in force when IAM enforces it', () => {
    const { real } = played
    const { metrics } = scoreRun(exercise, real.record)
    const script = 2 * 60_000
    expect(metrics.timeToDecide).toBeGreaterThanOrEqual(script - 1_000)
    expect(metrics.timeToDecide).toBeLessThan(script + 60_000)
    const { gains } = real.record
    expect(gains).toMatchObject({ callsAfterBlock: [], couldStill: [], persistence: [] })
    expect(gains.blockedAtMs).toBeGreaterThan(script)
    expect(gains.calls.succeeded).toBeGreaterThan(0)
  })

  it('reaches nothing but its own accounts and database, whatever the environment says', () => {
    expect(played.real.record.liveAwsCalls).toBe(0)
    expect(played.heard).toEqual([])
  })

  it('leaves a whole report of its incident, and an after-action report of the run', () => {
    const { record, reports } = played.real
    expect(reports).toHaveLength(1)
    expect(reports[0]).toMatchObject({ banner: 'EXERCISE', state: 'contained', verdict: { contained: true } })
    const { objectives } = afterAction({ exercise, record, reports, earlier: [] })
    expect(objectives).toHaveLength(exercise.objectives.length)
  })
})
