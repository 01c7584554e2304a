import { ReplayGuard } from '../../../../../integrations/slack/bolt/http/replay-guard.js'

describe('the replay guard', () => {
  it('lets each signature through once in ten minutes', () => {
    const clock = { ms: 0, monotonicMs: () => clock.ms }
    const guard = new ReplayGuard(clock)
    expect([guard.isFirst('v0=a'), guard.isFirst('v0=a'), guard.isFirst('v0=b')]).toEqual([true, false, true])
    clock.ms = 599_999
    expect(guard.isFirst('v0=a')).toBe(false)
    clock.ms = 600_000
    expect(guard.isFirst('v0=a')).toBe(true)
  })

  it('forgets what was not taken', () => {
    const guard = new ReplayGuard({ monotonicMs: () => 0 })
    guard.isFirst('v0=a')
    guard.forget('v0=a')
    expect(guard.isFirst('v0=a')).toBe(true)
  })

  it('is bounded', () => {
    const guard = new ReplayGuard({ monotonicMs: () => 0 })
    for (let index = 0; index < 25_000; index += 1) guard.isFirst(`v0=${index}`)
    expect(guard.size).toBe(20_000)
  })
})
