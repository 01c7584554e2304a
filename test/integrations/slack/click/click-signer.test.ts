import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { clickKey } from '../../../../integrations/slack/click/click-key.js'
import { clickSigner } from '../../../../integrations/slack/click/click-signer.js'
import type { Click, OwnerClick } from '../../../../integrations/slack/incident-card.js'

const key = clickKey('xoxb-1-a-token-of-a-test')
const at = (time: string) => ({ now: () => new Date(time) })
const signer = clickSigner(key, at('2026-03-01T10:00:00Z'))
const digest = `sha256:${'ab'.repeat(32)}`
const click: Click = {
  incidentId: 'inc_0123456789abcdefghij',
  question: 'contain',
  decision: 'approve',
  planDigest: digest,
  expiresAt: '2026-03-01T10:30:00.000Z',
  channel: 'C0123456789',
  target: 'role ci-deploy',
}
const owner: OwnerClick = { incidentId: click.incidentId, ownerId: 'U0OWNER', expiresAt: click.expiresAt }
const isoDate = fc
  .date({ min: new Date('2026-03-01T10:00:01Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString())
const anyClick: fc.Arbitrary<Click> = fc.record({
  incidentId: fc.stringMatching(/^inc_[0-9a-z]{20}$/),
  question: fc.constantFrom('contain', 'restore'),
  decision: fc.constantFrom('approve', 'deny'),
  planDigest: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
  expiresAt: isoDate,
  channel: fc.stringMatching(/^C[A-Z0-9]{8,12}$/),
  target: fc.string({ unit: 'binary', maxLength: 3_000 }),
})

describe('a button value', () => {
  it('is read back as it was signed', () => {
    expect(signer.read(signer.sign(click))).toEqual({ ok: true, click })
    expect(signer.readOwner(signer.signOwner(owner))).toEqual({ ok: true, click: owner })
  })

  it('is the same for the same click, whatever the order of its fields and whichever process signs', () => {
    const { target, ...rest } = click
    const other = clickSigner(clickKey('xoxb-1-a-token-of-a-test'), at('2026-03-01T10:20:00Z'))

    expect(other.sign({ target, ...rest })).toBe(signer.sign(click))
  })

  it('fits a button and is read back, whatever the target is called', () => {
    fc.assert(
      fc.property(anyClick, (any) => {
        const value = signer.sign(any)
        expect(value.length).toBeLessThanOrEqual(2_000)
        const read = signer.read(value)
        expect(read).toMatchObject({ ok: true, click: { ...any, target: expect.any(String) } })
        if (read.ok && any.target.isWellFormed() && any.target.length < 90) expect(read.click.target).toBe(any.target)
      }),
      { numRuns: 200 },
    )
  })

  it('fits a button with the longest target of the costliest characters', () => {
    for (const unit of ['\u0001', '"', '\\', '\u{1F600}', '\u20ac', 'x']) {
      expect(signer.sign({ ...click, target: unit.repeat(5_000) }).length).toBeLessThanOrEqual(2_000)
    }
  })

  it('is refused when any one character of it is another', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ v1'
    const value = signer.sign(click)
    for (let index = 0; index < value.length; index += 1) {
      for (const letter of [...alphabet].filter((one) => one !== value[index])) {
        const altered = `${value.slice(0, index)}${letter}${value.slice(index + 1)}`
        if (signer.read(altered).ok) throw new Error(`${letter} at ${index} was not noticed.`)
      }
    }
  })

  it('is refused when it is cut, lengthened or joined from two', () => {
    const [one, two] = [signer.sign(click), signer.sign({ ...click, decision: 'deny' })]
    for (let length = 0; length < one.length; length += 1) expect(signer.read(one.slice(0, length)).ok).toBe(false)
    const join = (parts: readonly string[]) => parts.join('.')
    expect(signer.read(join([...one.split('.').slice(0, 3), ...two.split('.').slice(3)]))).toMatchObject({
      why: 'forged',
    })
    for (const more of ['A', '.', '=', '\n', ' ', one]) expect(signer.read(one + more).ok).toBe(false)
  })

  it('is refused when another key signed it', () => {
    fc.assert(
      fc.property(anyClick, fc.string({ minLength: 1, maxLength: 60 }), (any, token) => {
        const other = clickSigner(clickKey(`xoxb-other-${token}`), at('2026-03-01T10:00:00Z'))
        expect(other.read(signer.sign(any))).toEqual({ ok: false, why: 'forged', incidentId: null })
      }),
      { numRuns: 100 },
    )
  })

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (any) => !signer.read(any).ok),
      { numRuns: 300 },
    )
    expect(signer.read(undefined)).toEqual({ ok: false, why: 'malformed', incidentId: null })
    expect(signer.read('')).toMatchObject({ why: 'malformed' })
  })

  it('counts until the moment it expires, and names its incident then', () => {
    const value = signer.sign(click)
    expect(clickSigner(key, at('2026-03-01T10:29:59.999Z')).read(value).ok).toBe(true)
    for (const late of ['2026-03-01T10:30:00.000Z', '2027-01-01T00:00:00Z']) {
      expect(clickSigner(key, at(late)).read(value)).toEqual({
        ok: false,
        why: 'expired',
        incidentId: click.incidentId,
      })
    }
  })

  it('of a decision is none of an owner, nor the other way round', () => {
    expect(signer.readOwner(signer.sign(click))).toMatchObject({ ok: false, why: 'malformed' })
    expect(signer.read(signer.signOwner(owner))).toMatchObject({ ok: false, why: 'malformed' })
  })

  it('has to be understood even where our key signed it', () => {
    const sealed = (content: string) => {
      const signed = `v1.decision.${Buffer.from(content).toString('base64url')}`
      return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
    }
    expect(signer.read(sealed(JSON.stringify(click)))).toMatchObject({ ok: true })
    for (const content of ['{', 'null', '[]', '"x"', '{}', JSON.stringify({ ...click, extra: 1 })]) {
      expect(signer.read(sealed(content))).toMatchObject({ ok: false, why: 'malformed' })
    }
  })

  it('is not made of a click that is none', () => {
    expect(() => signer.sign({ ...click, planDigest: 'sha256:x' })).toThrow()
    expect(() => signer.sign({ ...click, expiresAt: 'tomorrow' })).toThrow()
  })
})

describe('the key of button values', () => {
  it('is 32 bytes, the same for the same token, another for another', () => {
    expect(key).toHaveLength(32)
    expect(clickKey('xoxb-1-a-token-of-a-test')).toEqual(key)
    expect(clickKey('xoxb-2')).not.toEqual(key)
  })

  it('is made neither of an empty token nor of too few bytes', () => {
    expect(() => clickKey('')).toThrow('empty')
    expect(() => clickSigner(new Uint8Array(16), at('2026-03-01T10:00:00Z'))).toThrow('32 bytes')
  })
})
