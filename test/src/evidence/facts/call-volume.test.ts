import fc from 'fast-check'
import { OneCall } from '../../../../src/evidence/facts/call-sum.js'
import { countInVolume, emptyVolume, maxSlots, mergeVolume } from '../../../../src/evidence/facts/call-volume.js'

const minuteMs = 60_000
/** Two months in minutes: the interval has to widen. */
const moments = fc.array(
  fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minute) => minute * minuteMs),
  {
    maxLength: 1500,
    size: 'max',
    minLength: 0,
  },
)

function volumeOf(all: readonly number[]) {
  const volume = emptyVolume()
  for (const atMs of all) countInVolume(volume, new OneCall({ eventId: '', atMs }, 'ok'))
  return volume
}

describe('a volume', () => {
  it('is the same in whatever order and parts the calls came', () => {
    fc.assert(
      fc.property(moments, fc.nat({ max: 1500 }), (all, cut) => {
        const merged = emptyVolume()
        for (const part of [all.slice(cut).reverse(), all.slice(0, cut)]) mergeVolume(merged, volumeOf(part))
        expect(merged).toEqual(volumeOf(all))
      }),
      { numRuns: 30 },
    )
  })

  it('loses no call, and holds few slots', () => {
    fc.assert(
      fc.property(moments, (all) => {
        const { slots } = volumeOf(all)
        expect([...slots.values()].reduce((sum, { ok }) => sum + ok, 0)).toBe(all.length)
        expect(slots.size).toBeLessThanOrEqual(maxSlots)
      }),
      { numRuns: 30 },
    )
  })

  it('widens only when it must', () => {
    const minutes = (count: number) => volumeOf(Array.from({ length: count }, (_, i) => i * minuteMs))
    expect([minutes(maxSlots).slotMs, minutes(maxSlots + 1).slotMs]).toEqual([minuteMs, 5 * minuteMs])
  })
})
