import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { mintsThat } from '../../../../src/evidence/facts/mints-that.js'
import { PackedMints } from '../../../../src/evidence/facts/packed-mints.js'
import type { Mint } from '../../../../src/evidence/facts/trail-facts.js'
import { wholeMint } from '../../../../src/evidence/facts/whole-mint.js'

const text = fc.oneof(
  fc.constantFrom('', 'a', 'é', '\ud800', 'ci-deploy'),
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid().map((id) => id.replaceAll('-', '_')),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const orNull = fc.option(text)
const someMint: fc.Arbitrary<Mint> = fc.record({
  eventId: text,
  atMs: fc.double({ noNaN: true }),
  eventName: text,
  eventSource: text,
  kind: fc.constantFrom('assumeRole', 'saml', 'accessKey', 'other'),
  accessKeyId: text,
  assumedRoleId: orNull,
  ofArn: text,
  sessionName: text,
  expiresAt: orNull,
  provider: orNull,
  sourceIdentity: orNull,
  sharedEventId: orNull,
  recipientAccountId: orNull,
  actorKey: text,
  invokedBy: orNull,
  parentAccessKeyId: orNull,
  parentPrincipalId: orNull,
  parentIssuedAt: orNull,
  sourceIp: orNull,
  userAgent: orNull,
})

function packed(mints: readonly Mint[]): PackedMints {
  const all = new PackedMints()
  for (const mint of mints) all.add(mint)
  return all
}

/** Jest's own comparison takes a second for some thousands. */
function wrongOf(found: readonly Mint[], expected: readonly Mint[]): readonly Mint[] {
  expect(found).toHaveLength(expected.length)
  return expected.filter((mint, at) => !isDeepStrictEqual(found[at], mint))
}

describe('packed mints', () => {
  it('come out as they went in, in their order, whatever is written in them', () => {
    fc.assert(
      fc.property(fc.array(someMint, { maxLength: 30 }), (mints) => {
        expect([...packed(mints)]).toEqual(mints)
      }),
      { numRuns: 100 },
    )
  })

  it('tell whoever looks at each of them field by field the same', () => {
    fc.assert(
      fc.property(fc.array(someMint, { maxLength: 30 }), (mints) => {
        const seen: Mint[] = []
        packed(mints).forEach((mint) => {
          seen.push(wholeMint(mint))
        })
        expect(seen).toEqual(mints)
      }),
      { numRuns: 100 },
    )
  })

  it('are the same for whoever holds on to them while others are added', () => {
    const [one] = fc.sample(someMint, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('no mint')
    const all = packed([one])
    const held: Mint[] = []
    all.forEach((mint) => {
      held.push(mint)
    })
    for (let at = 0; at < 5_000; at += 1) all.add({ ...one, eventId: `id ${at}` })
    expect(held.map(wholeMint)).toEqual([one])
  })

  it('are kept as copies by whoever asks for some of them', () => {
    fc.assert(
      fc.property(fc.array(someMint, { maxLength: 30 }), (mints) => {
        const ofRoles = mints.filter(({ kind }) => kind === 'assumeRole')
        expect(mintsThat(packed(mints), ({ kind }) => kind === 'assumeRole')).toEqual(ofRoles)
      }),
      { numRuns: 50 },
    )
  })

  it('come out whole where there are many of them, and where more are added afterwards', () => {
    const [one] = fc.sample(someMint, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('no mint')
    const mints = Array.from({ length: 9_000 }, (_, at): Mint => ({ ...one, eventId: `id ${at}`, atMs: at }))
    const first = packed(mints.slice(0, 5_000))
    expect(wrongOf([...first], mints.slice(0, 5_000))).toEqual([])
    for (const mint of mints.slice(5_000)) first.add(mint)
    expect(wrongOf([...first], mints)).toEqual([])
  })

  it('come out by time, and by their ids within one moment, whatever a block holds of them', () => {
    const [one] = fc.sample(someMint, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('no mint')
    const mints = Array.from({ length: 9_000 }, (_, at): Mint => {
      const id = `${(at * 7_919) % 9_000}`.padStart(12, '0')
      return { ...one, eventId: at % 3 === 0 ? id : `0f0e0d0c-0000-4000-8000-${id}`, atMs: (at * 31) % 40 }
    })
    const all = packed(mints)
    for (const _step of all.sorting());
    const inOrder = mints.toSorted((a, b) => a.atMs - b.atMs || (a.eventId < b.eventId ? -1 : 1))
    expect([...all].map(({ eventId }) => eventId)).toEqual(inOrder.map(({ eventId }) => eventId))
  })

  it('come out whole where they have more different texts than small numbers can tell apart', () => {
    const [one] = fc.sample(someMint, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('no mint')
    const mints = Array.from(
      { length: 70_000 },
      (_, at): Mint => ({ ...one, eventId: `id ${at}`, sessionName: `session ${at}`, sourceIp: `ip ${at}`, atMs: at }),
    )
    expect(wrongOf([...packed(mints)], mints)).toEqual([])
  })
})
