import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { evidenceSchema } from '../../../src/domain/evidence.js'
import type { PrincipalIdentity } from '../../../src/domain/principal-activity.js'
import { summariseActivity } from '../../../src/evidence/basic-evidence.js'
import { aRoleIdentity, aUserIdentity } from '../../support/fixtures/identities.js'
import { aCall, byAdmin, eve, eveFederated } from '../containment/records.js'

const role = aRoleIdentity
const user = aUserIdentity
const source = { name: 'cloudtrail:LookupEvents', status: 'ok', requests: 3, events: 9 } as const
const window = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T12:00:00Z' }

function summarise(events: CloudTrailEvent[], principal: PrincipalIdentity = role) {
  return summariseActivity({ principal, events, sources: [source], window, collectedAt: '2026-03-01T12:00:00Z' })
}

describe('the evidence of a role', () => {
  it('without records says that nothing was seen, and which sources were asked', () => {
    expect(summarise([])).toMatchObject({
      calls: 0,
      firstSeenAt: null,
      lastSeenAt: null,
      sessions: [],
      sources: [source],
    })
  })

  it('counts calls and errors, with the span and the addresses they came from', () => {
    const events = [
      aCall({ eventTime: '2026-03-01T10:02:00Z', sourceIp: '203.0.113.9', errorCode: 'AccessDenied' }),
      aCall({ eventTime: '2026-03-01T10:00:00Z' }),
      aCall({ eventTime: '2026-03-01T10:01:00.500Z' }),
    ]
    expect(summarise(events)).toMatchObject({
      calls: 3,
      errors: 1,
      firstSeenAt: '2026-03-01T10:00:00Z',
      lastSeenAt: '2026-03-01T10:02:00Z',
      sourceIps: [
        {
          ip: '198.51.100.7',
          calls: 2,
          errors: 0,
          firstSeenAt: '2026-03-01T10:00:00Z',
          lastSeenAt: '2026-03-01T10:01:00.500Z',
        },
        { ip: '203.0.113.9', calls: 1, errors: 1 },
      ],
    })
  })

  it('calls outside the window do not count, calls at its ends do', () => {
    const times = ['2026-03-01T07:59:59Z', '2026-03-01T08:00:00Z', '2026-03-01T12:00:00Z', '2026-03-01T12:00:01Z']
    expect(summarise(times.map((eventTime) => aCall({ eventTime }))).calls).toBe(2)
  })

  it('calls of others do not count, also those on the role', () => {
    const assumed = byAdmin({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: { roleArn: role.arn },
    })
    expect(summarise([assumed]).calls).toBe(0)
  })

  it('lists the ten busiest calls with their error codes', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      Array.from({ length: index + 1 }, () => aCall({ eventName: `Call${index}`, errorCode: 'AccessDenied' })),
    ).flat()
    const { topCalls } = summarise([
      ...many,
      aCall({ eventName: 'Call11', errorCode: 'Throttling' }),
      aCall({ eventName: 'Call11' }),
    ])
    expect(topCalls).toHaveLength(10)
    expect(topCalls[0]).toEqual({
      eventSource: 's3.amazonaws.com',
      eventName: 'Call11',
      calls: 14,
      errors: 13,
      errorCodes: ['AccessDenied', 'Throttling'],
    })
  })

  it('lists the ten busiest user agents', () => {
    const events = Array.from({ length: 12 }, (_, index) =>
      aCall({ userAgent: `agent/${String(index).padStart(2, '0')}` }),
    )
    const { userAgents } = summarise([...events, aCall({ userAgent: 'agent/11' })])
    expect(userAgents).toHaveLength(10)
    expect(userAgents[0]).toEqual({ userAgent: 'agent/11', calls: 2 })
  })

  it('the same records give the same evidence in any order and with repetitions', () => {
    const events = Array.from({ length: 8 }, (_, index) =>
      aCall({ eventTime: `2026-03-01T10:0${index % 3}:00Z`, sourceIp: `198.51.100.${index % 2}` }),
    )
    const expected = summarise(events)
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 8 }), fc.subarray(events), (shuffled, repeated) => {
        expect(summarise([...repeated, ...shuffled])).toEqual(expected)
      }),
    )
  })

  it('another record, or one letter of it, is another digest', () => {
    const event = aCall()
    const { rawDigest } = summarise([event])
    expect(rawDigest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(summarise([{ ...event, userAgent: 'aws-cli/2.18' }]).rawDigest).not.toBe(rawDigest)
    expect(summarise([]).rawDigest).not.toBe(rawDigest)
  })

  it('a record without address, agent and key still counts', () => {
    const { sourceIp: _ip, userAgent: _agent, ...bare } = aCall()
    const { accessKeyId: _key, ...actor } = bare.actor
    expect(summarise([{ ...bare, actor }])).toMatchObject({
      calls: 1,
      sourceIps: [],
      userAgents: [],
      sessions: [{ accessKeyId: '' }],
    })
  })

  it('is what the stored form allows', () => {
    const evidence = summarise([aCall(), aCall({ errorCode: 'AccessDenied' })])
    expect(evidenceSchema.parse(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence)
  })
})

describe('the evidence of a user', () => {
  it('counts calls with her keys, her session tokens and her federated sessions', () => {
    const token = eve({ accessKeyId: 'ASIAEXAMPLESESSION001' })
    const events = [eve(), token, eveFederated(), aCall().actor].map((actor) => aCall({ actor }))
    expect(summarise(events, user).calls).toBe(3)
  })

  it('a group makes no calls', () => {
    expect(summarise([aCall({ actor: eve() })], { ...user, type: 'group' }).calls).toBe(0)
  })
})

describe('credentials that the principal obtained', () => {
  const minting = (changes: Partial<CloudTrailEvent>) => aCall({ eventSource: 'sts.amazonaws.com', ...changes })
  const assumed = minting({
    eventName: 'AssumeRole',
    eventTime: '2026-03-01T07:00:00Z',
    actor: eve(),
    issued: {
      kind: 'assumeRole',
      accessKeyId: 'ASIAADMIN',
      roleArn: 'arn:aws:iam::444455556666:role/admin',
      sessionName: 'x',
      expiresAt: '2026-03-01T19:00:00Z',
    },
  })

  it('are of the role that was assumed, until when the record says, also from before the window', () => {
    expect(summarise([assumed], user).obtained).toEqual([
      {
        accessKeyId: 'ASIAADMIN',
        of: 'arn:aws:iam::444455556666:role/admin',
        sessionName: 'x',
        eventName: 'AssumeRole',
        issuedAt: '2026-03-01T07:00:00Z',
        expiresAt: '2026-03-01T19:00:00Z',
      },
    ])
  })

  it.each(['GetSessionToken', 'GetFederationToken'])('%s gives a user its own', (eventName) => {
    const event = minting({
      eventName,
      actor: eve(),
      issued: { kind: 'sessionToken', accessKeyId: 'ASIATOKEN', sessionName: 'partner' },
    })
    expect(summarise([event], user).obtained).toMatchObject([
      { accessKeyId: 'ASIATOKEN', of: user.arn, sessionName: 'partner', expiresAt: null },
    ])
  })

  it('by an operation that is not known here are listed as well, of an unknown identity', () => {
    const event = minting({
      eventName: 'GetDelegatedAccessToken',
      actor: eve(),
      issued: { kind: 'other', accessKeyId: 'ASIANEW' },
    })
    expect(summarise([event], user).obtained).toMatchObject([{ accessKeyId: 'ASIANEW', of: '' }])
  })

  it('are those of successful calls of the principal, and no credentials of itself that others obtained', () => {
    const failed = minting({ ...assumed, eventId: 'failed', errorCode: 'AccessDenied' })
    const byOthers = { ...assumed, eventId: 'others', actor: aCall().actor }
    expect(summarise([failed, byOthers], user).obtained).toEqual([])
  })
})
