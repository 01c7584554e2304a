import fc from 'fast-check'
import { CallPlaces } from '../../../../src/evidence/facts/call-places.js'
import { OneCall } from '../../../../src/evidence/facts/call-sum.js'
import type { CallOutcome } from '../../../../src/evidence/facts/outcome-of.js'
import { type CallCounts, type CallPlace, PlaceRows } from '../../../../src/evidence/facts/place-rows.js'

const someId = fc.oneof(
  fc.uuid(),
  fc.constantFrom('', 'no uuid', 'x'.repeat(70), '00000000-0000-0000-0000-000000000000'),
)
const someCall = fc.record({
  ip: fc.constantFrom('198.51.100.7', '203.0.113.9', 'AWS Internal'),
  eventId: someId,
  atMs: fc.integer({ min: 1, max: 6 }),
  outcome: fc.constantFrom('ok' as const, 'failed' as const, 'denied' as const),
})
interface Call {
  readonly ip: string
  readonly eventId: string
  readonly atMs: number
  readonly outcome: CallOutcome
}

function counted(calls: readonly Call[], rows = new PlaceRows()): CallPlaces {
  const places = new CallPlaces(rows)
  for (const { ip, eventId, atMs, outcome } of calls) places.count(ip, new OneCall({ eventId, atMs }, outcome))
  return places
}

/** The same by going through the calls. */
function plainly(calls: readonly Call[]): (readonly [string, CallPlace])[] {
  return [...new Set(calls.map(({ ip }) => ip))].sort().map((ip) => {
    const here = calls.filter((call) => call.ip === ip)
    const [first] = here.toSorted((a, b) => a.atMs - b.atMs || (a.eventId < b.eventId ? -1 : 1))
    const ok = here.filter(({ outcome }) => outcome === 'ok').length
    const place = { ok, failed: here.length - ok, firstSeenMs: first?.atMs ?? 0, firstEventId: first?.eventId ?? '' }
    return [ip, place]
  })
}

describe('where a call was made from', () => {
  it('is told with the first record by time and id, in whatever order they come and whichever thread read them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(someCall, fc.boolean()), { maxLength: 40 }), (drawn) => {
        const calls = drawn.map(([call]) => call)
        const expected = plainly(calls)
        const rows = new PlaceRows()
        const [ours, theirs] = [true, false].map((side) => drawn.filter(([, on]) => on === side).map(([call]) => call))
        const merged = counted(ours ?? [], rows)
        const other = counted(theirs ?? [], rows)
        merged.merge(other)
        expect([...counted(calls)]).toEqual(expected)
        expect([...counted(calls.toReversed())]).toEqual(expected)
        expect([...merged]).toEqual(expected)
        expect([...other]).toEqual(plainly(theirs ?? []))
      }),
    )
  })

  it('is counted the same without the first record', () => {
    fc.assert(
      fc.property(fc.array(someCall, { maxLength: 40 }), (calls) => {
        const places = counted(calls)
        const seen = new Map<string, CallCounts>()
        places.eachCount((ip, counts) => {
          seen.set(ip, counts)
        })
        const expected = plainly(calls).map(([ip, { ok, failed }]) => [ip, { ok, failed }] as const)
        expect(seen).toEqual(new Map(expected))
        expect(expected.map(([ip]) => places.countsOf(ip))).toEqual(expected.map(([, counts]) => counts))
        expect(places.countsOf('192.0.2.1')).toBeUndefined()
      }),
    )
  })

  it('holds as many addresses as there are', () => {
    const calls = Array.from({ length: 3_000 }, (_, host) => ({
      ip: `10.0.${host >> 8}.${host & 255}`,
      eventId: `id-${host}`,
      atMs: host,
      outcome: 'ok' as const,
    }))
    const places = counted(calls)
    expect(places.size).toBe(3_000)
    expect(places.get('10.0.11.183')).toEqual({ ok: 1, failed: 0, firstSeenMs: 2_999, firstEventId: 'id-2999' })
    expect(places.get('10.9.9.9')).toBeUndefined()
  })
})
