import { Deliveries } from '../../../../integrations/slack/bolt/deliveries.js'

const aClock = () => {
  const clock = { ms: 0, monotonicMs: () => clock.ms }
  return clock
}

describe('deliveries', () => {
  it('do a thing once, and answer every repetition the same, even one that comes meanwhile', async () => {
    const deliveries = new Deliveries<number>(aClock())
    let times = 0
    const take = async () => ++times
    const first = deliveries.once('one', take)
    const second = deliveries.once('one', take)

    expect([first.isFirst, second.isFirst, await first.answer, await second.answer]).toEqual([true, false, 1, 1])
    expect(await deliveries.once('two', take).answer).toBe(2)
  })

  it('do again what failed: the repetition may be the one that works', async () => {
    const deliveries = new Deliveries<string>(aClock())
    const failing = deliveries.once('one', () => Promise.reject(new Error('down')))
    await expect(failing.answer).rejects.toThrow('down')
    await Promise.resolve()

    expect(await deliveries.once('one', async () => 'done').answer).toBe('done')
  })

  it('remember for ten minutes, and no more than five thousand', async () => {
    const clock = aClock()
    const deliveries = new Deliveries<void>(clock)
    deliveries.once('one', async () => {})
    clock.ms = 599_999
    expect(deliveries.once('one', async () => {}).isFirst).toBe(false)
    clock.ms = 600_000
    expect(deliveries.once('one', async () => {}).isFirst).toBe(true)
    for (let index = 0; index < 6_000; index += 1) deliveries.once(`key ${index}`, async () => {})
    expect(deliveries.size).toBe(5_000)
    expect(deliveries.once('one', async () => {}).isFirst).toBe(true)
  })
})
