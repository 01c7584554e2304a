import fc from 'fast-check'
import { serviceTiming } from '../../../../app/exercise/service/service-timing.js'
import { liveTiming } from '../../../../playbooks/stages/timing.js'
import { exerciseWith } from '../../../support/exercises/played.js'

const MINUTE_MS = 60_000
const usual = exerciseWith((initial) => ({
  ...initial,
  world: {
    ...initial.world,
    approvals: { ...initial.world.approvals, contain: { approvers: ['approver'], expires: '15m' } },
  },
}))

describe('the waits of an exercise on the real service', () => {
  it('are those of a run in earnest, with the time that the file gives people, whatever the scale', () => {
    const inEarnest = serviceTiming(usual, 1)
    expect(inEarnest.soakLooks).toEqual(liveTiming.soakLooks)
    for (const scale of [1, 20, 60]) {
      const { questions, watchIntervalMs, lateWriteWatchMs } = serviceTiming(usual, scale)
      expect(questions.contain.expiryMs).toBe(15 * MINUTE_MS)
      expect([watchIntervalMs, lateWriteWatchMs]).toEqual([liveTiming.watchIntervalMs, liveTiming.lateWriteWatchMs])
    }
  })

  it('leave real work its real time', () => {
    const { evidenceBudgetMs, planningBudgetMs, writeBudgetMs } = serviceTiming(usual, 60)
    expect(evidenceBudgetMs / 60).toBe(liveTiming.evidenceBudgetMs)
    expect(planningBudgetMs / 60).toBe(liveTiming.planningBudgetMs)
    expect(writeBudgetMs / 60).toBe(liveTiming.writeBudgetMs)
  })

  it('never order a look before the one before it can be done, and always the last one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (scale) => {
        const { soakLooks } = serviceTiming(usual, scale)
        expect(soakLooks.at(-1)).toEqual(liveTiming.soakLooks.at(-1))
        const gaps = soakLooks.slice(1).map(({ atMs }, index) => (atMs - (soakLooks[index]?.atMs ?? 0)) / scale)
        expect(gaps.every((ms) => ms >= 200)).toBe(true)
      }),
    )
  })
})
