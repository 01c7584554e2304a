import { ServiceTime } from '../../../../app/exercise/service/service-time.js'

function begun(timeScale: number): ServiceTime {
  const time = new ServiceTime(timeScale)
  time.begin()
  return time
}

async function tookMs(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now()
  await work()
  return performance.now() - startedAtMs
}

describe('the time of an exercise on the real service', () => {
  it('stands at 0 until T+0, and runs so many times as fast as a clock from then on', async () => {
    const time = new ServiceTime(100)
    expect(time.nowMs).toBe(0)
    expect(() => time.startedAt).toThrow('has not begun')
    time.begin()
    expect(await tookMs(() => time.until(5_000, () => false))).toBeLessThan(1_000)
    expect(time.nowMs).toBeGreaterThanOrEqual(5_000)
    expect(time.toExerciseMs(time.startedAt.toISOString())).toBe(0)
    expect(time.toExerciseMs(new Date(time.startedAt.getTime() + 30).toISOString())).toBe(3_000)
    expect(time.toRealMs(60_000)).toBe(600)
  })

  it('cannot run slower than a clock', () => {
    for (const scale of [0, 0.5, -1, Number.NaN]) expect(() => new ServiceTime(scale)).toThrow(RangeError)
  })

  it('asks whether it is over as soon as something changed, and else four times a second', async () => {
    const time = begun(1)
    const asked: number[] = []
    const isOver = () => asked.push(performance.now()) >= 4
    setTimeout(() => time.wake(), 20)
    await time.until(60_000, isOver)
    const [first = 0, second = 0, third = 0, fourth = 0] = asked
    expect(second - first).toBeLessThan(200)
    expect(third - second).toBeGreaterThan(200)
    expect(Math.max(third - second, fourth - third)).toBeLessThan(400)
  })

  it('lets things happen when they are due, and whoever waits is asked then', async () => {
    const time = begun(100)
    const happened: string[] = []
    time.at(4_000, 'b', () => happened.push('second'))
    time.at(2_000, 'a', () => happened.push('first'))
    await time.until(60_000, () => happened.length === 2)
    expect(happened).toEqual(['first', 'second'])
    expect(time.nowMs).toBeLessThan(30_000)
  })

  it('ends a wait by what went wrong beside it', async () => {
    const time = begun(100)
    time.at(1_000, 'a', () => {
      throw new Error('The attacker stumbled.')
    })
    await expect(time.until(600_000, () => false)).rejects.toThrow('The attacker stumbled.')
  })

  it('lets nothing happen any more once it is stopped', async () => {
    const time = begun(100)
    const happened: string[] = []
    time.at(2_000, 'a', () => happened.push('late'))
    time.stop()
    await time.until(6_000, () => false)
    expect(happened).toEqual([])
  })
})
