import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { roleUse } from '../../../src/evidence/role-use.js'

const role = {
  type: 'role',
  arn: 'arn:aws:iam::111122223333:role/service/audit',
  name: 'audit',
  accountId: '111122223333',
  uniqueId: 'AROAEXAMPLEAUDIT00001',
} as const
const about = {
  role,
  askedFrom: '2026-01-15T00:00:00Z',
  incidentFrom: '2026-03-01T00:00:00Z',
  sessionName: 'x-1',
  at: '2026-03-01T12:00:00Z',
  gaps: [],
}

let ids = 0
/** Somebody gets a session of the role. */
function anAsk(eventTime: string, changes: Partial<CloudTrailEvent> = {}, sessionName = 'nightly'): CloudTrailEvent {
  ids += 1
  return {
    eventId: `evt-${ids}`,
    eventTime,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    sourceIp: '198.51.100.7',
    actor: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/scheduler/run',
      principalId: 'AROAEXAMPLESCHED00001:run',
      accountId: '111122223333',
    },
    issued: { kind: 'assumeRole', accessKeyId: `ASIA${ids}`, roleArn: role.arn, sessionName },
    requestParameters: { roleArn: role.arn, roleSessionName: sessionName },
    ...changes,
  }
}
const stranger = { type: 'AWSAccount', principalId: 'AIDAEXAMPLESTRANGER01', accountId: '444455556666' }
const nightly = ['2026-02-10', '2026-02-11', '2026-02-12'].map((day) => anAsk(`${day}T01:00:00Z`))
const attack = anAsk('2026-03-01T10:00:00Z', { actor: stranger }, 'x-1')

const by = (events: readonly CloudTrailEvent[], changes: Partial<typeof about> = {}) =>
  roleUse({ ...about, ...changes, events }).askers

describe('who asks for sessions of a role', () => {
  it('is told apart: who never did before, and who does day after day', () => {
    expect(by([...nightly, attack])).toMatchObject([
      {
        who: 'AIDAEXAMPLESTRANGER01 of 444455556666',
        accountId: '444455556666',
        isExternal: true,
        isNew: true,
        isRoutine: false,
        isAccused: true,
        externalId: 'never',
        given: 1,
      },
      {
        who: 'role scheduler of 111122223333',
        isExternal: false,
        isNew: false,
        isRoutine: true,
        isAccused: false,
        daysBefore: 3,
      },
    ])
  })

  it('is routine only from three different days on, not from three calls of one', () => {
    const sameDay = ['01', '02', '03'].map((hour) => anAsk(`2026-02-10T${hour}:00:00Z`))
    expect(by(sameDay)).toMatchObject([{ daysBefore: 1, isRoutine: false, isNew: false }])
  })

  it('is not known by having been refused', () => {
    const refused = anAsk('2026-02-10T01:00:00Z', { actor: stranger, errorCode: 'AccessDenied' })
    const { issued: _, ...without } = refused
    expect(by([without, attack])).toMatchObject([{ isNew: true, given: 1, refused: 1 }])
  })

  it('is one caller in whatever session, one service, one identity provider', () => {
    const again = anAsk('2026-02-13T01:00:00Z', {
      actor: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/scheduler/other',
        principalId: 'AROAEXAMPLESCHED00001:other',
        accountId: '111122223333',
      },
    })
    const service = { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }
    const calls = [
      again,
      ...nightly,
      ...['01', '02'].map((hour) => anAsk(`2026-02-10T${hour}:00:00Z`, { actor: service })),
    ]
    expect(by(calls).map(({ who, given }) => [who, given])).toEqual([
      ['role scheduler of 111122223333', 4],
      ['lambda.amazonaws.com', 2],
    ])
  })

  it.each([
    ['always', [{ externalId: 'e1' }, { externalId: 'e1' }]],
    ['sometimes', [{ externalId: 'e1' }, {}]],
    ['never', [{}, {}]],
  ])('gives an external id %s', (externalId, parameters) => {
    const calls = parameters.map((one) =>
      anAsk('2026-02-10T01:00:00Z', { requestParameters: { roleArn: role.arn, ...one } }),
    )
    expect(by(calls)).toMatchObject([{ externalId }])
  })

  it('has sessions alive where their end is known and lies ahead', () => {
    const until = (expiresAt: string) =>
      anAsk('2026-03-01T10:00:00Z', {
        issued: { kind: 'assumeRole', accessKeyId: 'ASIA', roleArn: role.arn, expiresAt },
      })
    expect(by([until('2026-03-01T12:00:01Z'), until('2026-03-01T12:00:00Z'), attack])[1]).toMatchObject({ alive: 1 })
  })

  it.each([
    ['without its path', 'arn:aws:iam::111122223333:role/audit', 1],
    ['in another case', 'arn:aws:iam::111122223333:role/service/AUDIT', 1],
    ["by its session's ARN", 'arn:aws:sts::111122223333:assumed-role/audit/x-1', 1],
    ['of another account', 'arn:aws:iam::444455556666:role/service/audit', 0],
    ['of another name', 'arn:aws:iam::111122223333:role/service/audit2', 0],
  ])('counts where the role is named %s', (_, roleArn, count) => {
    expect(
      by([
        anAsk('2026-03-01T10:00:00Z', {
          requestParameters: { roleArn },
          issued: { kind: 'assumeRole', accessKeyId: 'A', roleArn },
        }),
      ]),
    ).toHaveLength(count)
  })

  it('is the same whatever the order of records and how often each is told', () => {
    const events = [...nightly, attack]
    const expected = by(events)
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 20 }), (more) => {
        expect(by([...more, ...events.toReversed()])).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  it('lists twenty at most, and counts them all', () => {
    const many = Array.from({ length: 25 }, (_, n) =>
      anAsk('2026-02-10T01:00:00Z', { actor: { ...stranger, principalId: `AIDA${n}` } }),
    )
    const { askers, askerCount } = roleUse({ ...about, events: many })
    expect([askers.length, askerCount]).toEqual([20, 25])
  })
})
