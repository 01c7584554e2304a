import { RequestPace } from '../../../integrations/aws/request-pace.js'

function fakeClock() {
  const waits: number[] = []
  const clock = { now: 0, waits, nowMs: () => clock.now, wait: async (delayMs: number) => void waits.push(delayMs) }
  return clock
}

describe('the pace of requests', () => {
  it('the first goes at once, the others half a second apart at two a second', async () => {
    const clock = fakeClock()
    const pace = new RequestPace(2, clock)
    for (let request = 0; request < 3; request++) await pace.turn()
    expect(clock.waits).toEqual([500, 1000])
  })

  it('whoever comes late does not wait, and nothing is saved up', async () => {
    const clock = fakeClock()
    const pace = new RequestPace(2, clock)
    await pace.turn()
    clock.now = 60_000
    await pace.turn()
    await pace.turn()
    expect(clock.waits).toEqual([500])
  })

  it('a pause holds everybody back', async () => {
    const clock = fakeClock()
    const pace = new RequestPace(2, clock)
    pace.pause(4_000)
    await pace.turn()
    await pace.turn()
    expect(clock.waits).toEqual([4_000, 4_500])
  })

  it.each([0, -1, Number.NaN])('%s requests a second is refused', (rate) => {
    expect(() => new RequestPace(rate)).toThrow(RangeError)
  })

  it('real time is kept', async () => {
    const pace = new RequestPace(50)
    const started = performance.now()
    for (let request = 0; request < 4; request++) await pace.turn()
    expect(performance.now() - started).toBeGreaterThanOrEqual(55)
  })
})
