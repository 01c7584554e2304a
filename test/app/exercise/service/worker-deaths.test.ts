import { findingOf, onService } from '../../../support/exercises/on-service.js'
import { exerciseWith } from '../../../support/exercises/played.js'

const usual = exerciseWith((initial) => initial)
const TIME_SCALE = 60

/** One worker dies there, while it carries out the block. */
async function blockedWith(when: 'beforeWrite' | 'afterWrite') {
  const { stage, reach, approve } = await onService(usual, TIME_SCALE)
  try {
    await stage.sendFinding(findingOf(usual))
    await reach('awaitingApproval')
    await stage.fault({ kind: 'killWorker', when })
    const approved = await approve()
    await reach('verifying')
    const [incident] = await stage.incidents()
    const records = await stage.records(incident?.id ?? '', 0)
    const writes = stage.accounts.first.calls().filter(({ operation }) => operation === 'iam:PutRolePolicy')
    const applied = records.flatMap(({ body }) => (body.what === 'BLOCK_APPLIED' ? [body.actor] : []))
    return { approved, applied, writes, started: stage.workersStarted }
  } finally {
    await stage.stop()
  }
}

describe('a worker that dies with its order in hand', () => {
  it.each(['beforeWrite', 'afterWrite'] as const)(
    'has it taken up by the next one when its lease is over, and the block is applied once: %s',
    async (when) => {
      const { approved, applied, writes, started } = await blockedWith(when)
      expect(approved).toMatchObject({ status: 'done' })
      expect(started).toBe(2)
      expect(applied).toEqual([expect.objectContaining({ kind: 'worker', name: 'wrk_exercise_2', attempt: 2 })])
      expect(writes.map(({ error }) => error)).toEqual([null])
    },
    40_000,
  )
})
