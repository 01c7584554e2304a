import { FailureCap } from '../../../app/server/failure-cap.js'

function capAt(now: { ms: number }) {
  return new FailureCap({ monotonicMs: () => now.ms })
}
const fail = (cap: FailureCap, address: string, times: number) =>
  Array.from({ length: times }, () => cap.failed(address)).at(-1)

describe('the cap on failed authentications', () => {
  it('is reached with the 21st failure of an address in a minute, and forgotten with the minute', () => {
    const now = { ms: 0 }
    const cap = capAt(now)
    expect(fail(cap, '192.0.2.1', 20)).toBe(false)
    expect(fail(cap, '192.0.2.1', 1)).toBe(true)
    now.ms += 59_999
    expect(fail(cap, '192.0.2.1', 1)).toBe(true)
    now.ms += 1
    expect(fail(cap, '192.0.2.1', 20)).toBe(false)
  })

  it('is reached by each address for itself', () => {
    const cap = capAt({ ms: 0 })
    expect(fail(cap, '192.0.2.1', 21)).toBe(true)
    expect(fail(cap, '192.0.2.2', 20)).toBe(false)
  })

  it.each([
    ['the /64 of IPv6', '2001:db8::1', '2001:db8::ffff:1', true],
    ['not the /48 of IPv6', '2001:db8::1', '2001:db8:0:1::1', false],
    ['an IPv4 address in either form', '192.0.2.1', '::ffff:192.0.2.1', true],
    ['a socket that forgot its peer', 'unknown', 'unknown', true],
  ])('counts %s', (_what, one, other, isSame) => {
    const cap = capAt({ ms: 0 })
    fail(cap, one, 20)
    expect(cap.failed(other)).toBe(isSame)
  })

  it('keeps a thousand addresses, and forgets those first that have been quiet for longest', () => {
    const cap = capAt({ ms: 0 })
    fail(cap, '198.51.100.1', 20)
    fail(cap, '198.51.100.2', 20)
    for (let n = 0; n < 998; n += 1) cap.failed(`10.0.${Math.floor(n / 250)}.${n % 250}`)
    expect(cap.failed('198.51.100.1')).toBe(true)
    for (let n = 0; n < 100_000; n += 1) {
      cap.failed(`10.${1 + Math.floor(n / 62_500)}.${Math.floor(n / 250) % 250}.${n % 250}`)
      cap.failed('198.51.100.1')
    }
    expect(cap.size).toBe(1_000)
    expect(cap.failed('198.51.100.1')).toBe(true)
    expect(cap.failed('198.51.100.2')).toBe(false)
  })
})
