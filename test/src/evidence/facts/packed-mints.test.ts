import fc from 'fast-check'
import { PackedMints } from '../../../../src/evidence/facts/packed-mints.js'
import type { Mint } from '../../../../src/evidence/facts/trail-facts.js'

const text = fc.oneof(
  fc.constantFrom('', 'a', 'é', '\ud800', 'ci-deploy'),
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

describe('packed mints', () => {
  it('come out as they went in, in their order, whatever is written in them', () => {
    fc.assert(
      fc.property(fc.array(someMint, { maxLength: 30 }), (mints) => {
        expect([...packed(mints)]).toEqual(mints)
      }),
      { numRuns: 100 },
    )
  })

  it('come out whole where there are many of them, and where more are added afterwards', () => {
    const [one] = fc.sample(someMint, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('no mint')
    const mints = Array.from({ length: 2_500 }, (_, at): Mint => ({ ...one, eventId: `id ${at}`, atMs: at }))
    const first = packed(mints.slice(0, 1_500))
    expect([...first]).toEqual(mints.slice(0, 1_500))
    for (const mint of mints.slice(1_500)) first.add(mint)
    expect([...first]).toEqual(mints)
  })

  it('come out whole where they have more different texts than small numbers can tell apart', () => {
    const [one] = fc.sample(someMint, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('no mint')
    const mints = Array.from(
      { length: 35_000 },
      (_, at): Mint => ({ ...one, eventId: `id ${at}`, sessionName: `session ${at}`, sourceIp: `ip ${at}`, atMs: at }),
    )
    const all = [...packed(mints)]
    const wrong = mints.filter(({ sessionName, sourceIp }, at) => {
      const out = all[at]
      return out?.sessionName !== sessionName || out.sourceIp !== sourceIp || out.userAgent !== one.userAgent
    })
    expect(wrong).toEqual([])
  })
})
