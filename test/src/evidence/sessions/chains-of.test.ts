import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { type Chain, chainsOf } from '../../../../src/evidence/sessions/chains-of.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
  roleId,
  someEvent,
} from '../../../support/fixtures/gathered-events.js'

function chainsIn(events: readonly CloudTrailEvent[]): Chain[] {
  return chainsOf(factsOf(events))
}

function session(role: string, accessKeyId: string, accountId = account): CloudTrailEvent['actor'] {
  return aSessionOf({ role, session: 'hop', accessKeyId, accountId })
}

const role = (name: string, accountId = account) => `arn:aws:iam::${accountId}:role/${name}`

/** ana assumes r1, r1 assumes r2 and so on; the last one calls twice. */
function hops(depth: number): CloudTrailEvent[] {
  const assumptions = Array.from({ length: depth }, (_, i) =>
    anAssumption({
      by: i === 0 ? aUser('ana') : session(`r${i}`, `ASIA${i}`),
      role: `r${i + 1}`,
      session: 'hop',
      key: `ASIA${i + 1}`,
      eventTime: at(9 + i / 10),
    }),
  )
  const last = session(`r${depth}`, `ASIA${depth}`)
  const calls = [anEvent({ actor: last, eventTime: at(23) }), anEvent({ actor: last, eventTime: at(23.1) })]
  return [...calls, ...assumptions]
}

describe('a chain of roles', () => {
  it('is traced to its root, at any depth, with the uses of each key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (depth) => {
        const [chain, ...others] = chainsIn(hops(depth))
        expect(others).toEqual([])
        expect(chain).toMatchObject({ root: `arn:aws:iam::${account}:user/ana`, depth, unresolved: false })
        expect(chain?.links.map(({ to, accessKeyId }) => [to, accessKeyId])).toEqual(
          Array.from({ length: depth }, (_, i) => [role(`r${i + 1}`), `ASIA${i + 1}`]),
        )
        const uses = Array.from({ length: depth }, (_, i) => (i === depth - 1 ? 2 : 1))
        expect(chain?.links.map((link) => link.uses)).toEqual(uses)
        expect(chain?.links.slice(1).map(({ from }) => from)).toEqual(chain?.links.slice(0, -1).map(({ to }) => to))
      }),
      { numRuns: 12 },
    )
  })

  it('that is forged to be hundreds of steps long tells its beginning and its end, and how many it leaves out', () => {
    const depth = 300
    const by = (n: number) => (n === 0 ? aUser('ana') : session(`r${n}`, `ASIA${n}`))
    const [chain] = chainsIn(
      Array.from({ length: depth }, (_, n) =>
        anAssumption({ by: by(n), role: `r${n + 1}`, session: 'hop', key: `ASIA${n + 1}`, eventTime: at(9 + n / 100) }),
      ),
    )
    const told = [...Array.from({ length: 50 }, (_, n) => n + 1), ...Array.from({ length: 50 }, (_, n) => n + 251)]
    expect(chain).toMatchObject({ root: `arn:aws:iam::${account}:user/ana`, depth, leftOut: 200 })
    expect(chain?.links.map(({ to }) => to)).toEqual(told.map((n) => role(`r${n}`)))
  })

  it('goes on where the record of a caller lacks the key id', () => {
    const events = hops(3).map((event) => {
      const { accessKeyId: _, ...bare } = event.actor
      const issuedAt = event.actor.arn?.includes('/r1/') ? at(9) : at(9.1)
      return event.actor.type === 'AssumedRole' && event.issued !== undefined
        ? { ...event, actor: { ...bare, sessionIssuedAt: issuedAt } }
        : event
    })
    expect(chainsIn(events)[0]).toMatchObject({ root: `arn:aws:iam::${account}:user/ana`, depth: 3 })
  })

  it('ends where it closes a circle', () => {
    const events = [
      anAssumption({ by: session('a', 'ASIAA'), role: 'b', session: 'hop', key: 'ASIAB', eventTime: at(9) }),
      anAssumption({ by: session('b', 'ASIAB'), role: 'a', session: 'hop', key: 'ASIAA', eventTime: at(9) }),
    ]
    expect(chainsIn(events)).toMatchObject([{ depth: 2 }])
  })

  it('holds every issue whose caller is known, and no link without one', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 60 }), (events) => {
        const facts = factsOf(events)
        const issued = [...facts.scope.mints].filter(({ actorKey }) => actorKey !== 'unknown::')
        const isLinked = issued.map(({ atMs, accessKeyId }) =>
          chainsOf(facts).some(({ links }) =>
            links.some((link) => link.accessKeyId === accessKeyId && Date.parse(link.at ?? '') === atMs),
          ),
        )
        expect(isLinked).toEqual(issued.map(() => true))
        for (const chain of chainsOf(facts)) {
          expect(chain.depth).toBe(chain.links.length)
          expect(chain.root).toBe(chain.links[0]?.from)
          expect(new Set(chain.links.map(({ sessionId }) => sessionId)).size).toBe(chain.depth)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a caller of another account', () => {
  const other = '444455556666'
  const call = { role: 'ops', session: 'hop', key: 'ASIAX', sharedEventId: 'shared-1' }
  const targetSide = anAssumption({ by: { type: 'AWSAccount', accountId: other, principalId: 'AROAFAR:x' }, ...call })
  const callerSide = { ...anAssumption({ by: session('far', 'ASIAFAR', other), ...call }), accountId: other }
  const use = anEvent({ actor: session('ops', 'ASIAX'), eventTime: at(9.2) })

  it('is external and unresolved where only the side that was called is there', () => {
    expect(chainsIn([targetSide, use])).toMatchObject([
      { unresolved: true, links: [{ external: true, unresolved: true, to: role('ops'), uses: 1 }] },
    ])
  })

  it('is told by the other side of the call, which is one issue with it', () => {
    for (const caller of [callerSide, { ...callerSide, issued: undefined }]) {
      const { issued, ...bare } = caller
      const requestParameters = { roleArn: role('ops'), roleSessionName: 'hop' }
      const known = issued === undefined ? { ...bare, requestParameters } : { ...bare, issued }
      expect(chainsIn([targetSide, known, use])).toMatchObject([
        {
          root: role('far', other),
          unresolved: false,
          links: [{ external: true, unresolved: false, accessKeyId: 'ASIAX', uses: 1, from: role('far', other) }],
        },
      ])
    }
  })
})

describe('the root of a chain', () => {
  const issuedTo = (kind: NonNullable<CloudTrailEvent['issued']>['kind'], provider?: string) => ({
    kind,
    accessKeyId: 'ASIAX',
    assumedRoleId: `${roleId('ops')}:hop`,
    roleArn: role('ops'),
    sessionName: 'hop',
    ...(provider === undefined ? {} : { provider }),
  })
  const sts = { eventSource: 'sts.amazonaws.com', eventTime: at(9) }
  const use = anEvent({ actor: session('ops', 'ASIAX'), eventTime: at(9.2) })

  it.each([
    [
      'the user of a SAML provider',
      anEvent({
        ...sts,
        eventName: 'AssumeRoleWithSAML',
        actor: { type: 'SAMLUser', userName: 'ana@example.com', accountId: account },
        issued: issuedTo('saml', `arn:aws:iam::${account}:saml-provider/idp`),
      }),
      { root: 'ana@example.com', kind: 'saml' },
    ],
    [
      'the subject of an OIDC provider',
      anEvent({
        ...sts,
        eventName: 'AssumeRoleWithWebIdentity',
        actor: { type: 'WebIdentityUser', userName: 'repo:org/app:ref:main' },
        issued: issuedTo('webIdentity', 'token.example.com'),
      }),
      { root: 'repo:org/app:ref:main', kind: 'webIdentity' },
    ],
    [
      'the trust anchor of a certificate',
      anEvent({
        eventSource: 'rolesanywhere.amazonaws.com',
        eventName: 'CreateSession',
        actor: {},
        issued: issuedTo('rolesAnywhere', `arn:aws:rolesanywhere:us-east-1:${account}:trust-anchor/1`),
      }),
      { root: `arn:aws:rolesanywhere:us-east-1:${account}:trust-anchor/1`, kind: 'rolesAnywhere' },
    ],
    [
      'the service that assumed it',
      anEvent({
        ...sts,
        eventName: 'AssumeRole',
        actor: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
        issued: issuedTo('assumeRole'),
      }),
      { root: 'lambda.amazonaws.com', kind: 'service' },
    ],
  ])('is %s', (_, issue, { root, kind }) => {
    expect(chainsIn([issue, use])).toMatchObject([{ root, depth: 1, links: [{ kind, uses: 1 }] }])
  })

  it('is EC2 for an instance, by its record or by the shape of the session', () => {
    const instance = 'i-0123456789abcdef0'
    const actor = aSessionOf({ role: 'web', session: instance, accessKeyId: 'ASIAI' })
    const issue = anAssumption({
      by: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      ...{ role: 'web', session: instance, key: 'ASIAI' },
    })
    const call = anEvent({ actor, eventTime: at(9.2) })
    const link = { kind: 'instanceProfile', uses: 1, from: 'ec2.amazonaws.com', to: role('web') }
    expect(chainsIn([issue, call])).toMatchObject([{ links: [{ ...link, inferred: false }] }])
    expect(chainsIn([call])).toMatchObject([{ links: [{ ...link, inferred: true }] }])
  })

  it("is the session's user for an Identity Center role whose sign-in is not in the records", () => {
    const actor = aSessionOf({ role: 'AWSReservedSSO_Admin_0123', session: 'ana@example.com', accessKeyId: 'ASIAS' })
    expect(chainsIn([anEvent({ actor })])).toMatchObject([
      { root: 'ana@example.com', links: [{ kind: 'identityCenter', inferred: true }] },
    ])
  })

  it('is the user behind a federation token', () => {
    const issue = anEvent({
      ...sts,
      eventName: 'GetFederationToken',
      issued: { kind: 'federationToken', accessKeyId: 'ASIAF', sessionName: 'guest', expiresAt: at(21) },
    })
    const arn = `arn:aws:sts::${account}:federated-user/guest`
    const actor = {
      type: 'FederatedUser',
      arn,
      principalId: `${account}:guest`,
      accessKeyId: 'ASIAF',
      issuerArn: `arn:aws:iam::${account}:user/ana`,
      accountId: account,
    }
    const link = { to: arn, kind: 'federationToken', accessKeyId: 'ASIAF' }
    const chains = [chainsIn([issue, anEvent({ actor, eventTime: at(9.2) })]), chainsIn([issue])]
    for (const [i, chain] of chains.entries()) {
      expect(chain).toMatchObject([
        { root: `arn:aws:iam::${account}:user/ana`, links: [{ ...link, uses: i === 0 ? 1 : 0 }] },
      ])
    }
  })
})
