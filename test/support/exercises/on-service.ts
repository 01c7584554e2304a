import { startServiceStage } from '../../../app/exercise/service/start-service-stage.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { PersonalAct } from '../../../exercises/moves.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import { useTestPostgres } from '../services.js'

const LONGEST_MS = 25_000

/** An exercise on the real service, on a database of the tests. */
export async function onService(exercise: Exercise, timeScale: number) {
  const { url } = await useTestPostgres()
  const stage = await startServiceStage(exercise, { timeScale, databaseUrl: url })
  const first = async () => (await stage.incidents())[0]
  /** Lets time go on until the answer is yes. */
  const until = async (isThere: () => Promise<boolean>, what: string) => {
    const endsAtMs = performance.now() + LONGEST_MS
    while (!(await isThere())) {
      if (performance.now() > endsAtMs) throw new Error(`${what} did not come about: ${(await first())?.state}.`)
      const seen = stage.changes()
      await stage.waitUntil(stage.nowMs() + 100 * timeScale, () => stage.changes() !== seen)
    }
  }
  return {
    stage,
    until,
    reach: (state: string) => until(async () => (await first())?.state === state, state),
    act: async (by: string, act: (incident: string) => PersonalAct) => stage.act(by, act((await first())?.id ?? '')),
    approve: async (by = 'approver') => {
      const incident = (await first())?.id ?? ''
      await until(async () => (await stage.question(incident)) !== null, 'The question')
      const planDigest = (await stage.question(incident))?.planDigest ?? ''
      const decided = { kind: 'decide', question: 'contain', decision: 'approve' } as const
      return await stage.act(by, { ...decided, incident, planDigest, reason: 'It must be so.' })
    },
  }
}

/** The first finding of an exercise. */
export function findingOf({ injects }: Exercise): InjectOf<'finding'> {
  const finding = injects.find((inject) => inject.kind === 'finding')
  if (finding === undefined) throw new Error('There is no finding.')
  return finding
}
