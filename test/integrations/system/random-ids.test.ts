import { setTimeout as pause } from 'node:timers/promises'
import { randomIds } from '../../../integrations/system/random-ids.js'
import { systemClock } from '../../../integrations/system/system-clock.js'
import { denyAllPolicy } from '../../../src/containment/document.js'

describe('ids', () => {
  it('are their kind and 20 letters or digits, as a policy can be named after', () => {
    for (const prefix of ['inc', 'fnd', 'eff', 'cnt', 'tmr', 'wrk'] as const)
      expect(randomIds.next(prefix)).toMatch(new RegExp(`^${prefix}_[0-9a-z]{20}$`))
    const id = randomIds.next('cnt')
    expect(denyAllPolicy(id).name).toBe(`DenyAll-${id}`)
  })

  it('sort by the millisecond of their creation', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) {
      ids.push(randomIds.next('inc'))
      await pause(3)
    }
    expect([...ids].sort()).toEqual(ids)
  })

  it('never repeat, and use every character about as often', () => {
    const ids = Array.from({ length: 20_000 }, () => randomIds.next('eff'))
    expect(new Set(ids).size).toBe(ids.length)
    const counts = new Map<string, number>()
    for (const id of ids) for (const char of id.slice(-11)) counts.set(char, (counts.get(char) ?? 0) + 1)
    const expected = (20_000 * 11) / 36
    expect(counts.size).toBe(36)
    for (const count of counts.values()) expect(Math.abs(count - expected) / expected).toBeLessThan(0.1)
  })
})

describe('the clock', () => {
  it('never goes back for leases, and is the time of day for records', async () => {
    const [before, day] = [systemClock.monotonicMs(), Date.now()]
    await pause(5)
    expect(systemClock.monotonicMs()).toBeGreaterThan(before)
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(day)
  })
})
