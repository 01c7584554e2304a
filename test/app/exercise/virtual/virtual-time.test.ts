import { VirtualTime } from '../../../../app/exercise/virtual/virtual-time.js'

const start = new Date('2026-03-01T10:00:00Z')

/** Keys in the order in which they came. */
function played(ask: (time: VirtualTime, came: (key: string) => void) => void): string[] {
  const time = new VirtualTime(start)
  const order: string[] = []
  ask(time, (key) => void order.push(`${key}@${time.nowMs}`))
  while (time.nextAtMs() < Number.POSITIVE_INFINITY) time.actNext()
  return order
}

describe('virtual time', () => {
  it('lets what is due come in the order of its moments, and at one moment in the order of its keys', () => {
    const asks = ['b', 'c', 'a']
    const order = played((time, came) => {
      time.at(20, 'late', () => came('late'))
      for (const key of asks) time.at(10, key, () => came(key))
    })
    expect(order).toEqual(['a@10', 'b@10', 'c@10', 'late@20'])
  })

  it('stands while something happens: what that asks for at once comes at the same moment', () => {
    const order = played((time, came) => {
      time.at(5, 'first', () => time.at(0, 'second', () => came('second')))
    })
    expect(order).toEqual(['second@5'])
  })

  it('takes those who follow it along, and never goes back', () => {
    const time = new VirtualTime(start)
    let followedMs = 0
    time.follow((ms) => {
      followedMs += ms
    })
    time.moveTo(40)
    time.moveTo(100)
    expect(followedMs).toBe(100)
    expect(time.now()).toEqual(new Date('2026-03-01T10:00:00.100Z'))
    expect(() => time.moveTo(99)).toThrow(RangeError)
  })
})
