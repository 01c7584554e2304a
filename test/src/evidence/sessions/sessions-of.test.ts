import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import type { Session } from '../../../../src/evidence/sessions/session.js'
import { sessionsOf } from '../../../../src/evidence/sessions/sessions-of.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
  someEvent,
} from '../../../support/fixtures/gathered-events.js'

function sessionsIn(events: readonly CloudTrailEvent[]): Session[] {
  return sessionsOf(factsOf(events))
}

function withKey(sessions: readonly Session[], accessKeyId: string): Session | undefined {
  return sessions.find((session) => session.accessKeyId === accessKeyId)
}

const ci = { role: 'ci', session: 'build', key: 'ASIACI' }
const ciActor = aSessionOf({ role: 'ci', session: 'build', accessKeyId: 'ASIACI' })

describe('a session', () => {
  it('is traced to whoever assumed the role, with the key and from the record that says so', () => {
    const issue = anAssumption({ by: aUser('ana'), ...ci })
    const calls = [
      anEvent({ actor: ciActor, eventTime: at(9.1) }),
      anEvent({ actor: ciActor, eventTime: at(9.5), errorCode: 'AccessDenied', sourceIp: '203.0.113.9' }),
    ]
    expect(withKey(sessionsIn([...calls, issue]), 'ASIACI')).toMatchObject({
      kind: 'role',
      principal: `arn:aws:iam::${account}:role/ci`,
      sessionName: 'build',
      issuedBy: 'AssumeRole',
      issuedEventId: issue.eventId,
      parent: `arn:aws:iam::${account}:user/ana`,
      parentAccessKeyId: 'AKIAANA',
      firstSeen: at(9.1),
      lastSeen: at(9.5),
      calls: 2,
      errors: 1,
      expiresAt: at(10),
      sourceIps: ['198.51.100.7', '203.0.113.9'],
      eventIds: [issue.eventId, ...calls.map(({ eventId }) => eventId)],
    })
  })

  it('that was not used is listed: it is as alive', () => {
    const session = withKey(sessionsIn([anAssumption({ by: aUser('ana'), ...ci })]), 'ASIACI')
    expect(session).toMatchObject({ calls: 0, firstSeen: null, principal: `arn:aws:iam::${account}:role/ci` })
  })

  it('of another principal with the same key id is another one', () => {
    const sessions = sessionsIn([
      anAssumption({ by: aUser('ana'), ...ci }),
      anEvent({ actor: aSessionOf({ role: 'ops', session: 'x', accessKeyId: 'ASIACI' }), eventTime: at(9.1) }),
    ])
    const [unused, used] = [0, 1].map((calls) => sessions.find((s) => s.accessKeyId === 'ASIACI' && s.calls === calls))
    expect(used).toMatchObject({ issuedBy: null, parent: null, principal: `arn:aws:iam::${account}:role/ops` })
    expect(unused).toMatchObject({ issuedBy: 'AssumeRole', principal: `arn:aws:iam::${account}:role/ci` })
  })

  it('is not taken for one that was issued after its first call', () => {
    const sessions = sessionsIn([
      anEvent({ actor: ciActor, eventTime: at(8) }),
      anAssumption({ by: aUser('ana'), ...ci, eventTime: at(9) }),
    ])
    expect(sessions.find(({ calls }) => calls === 1)).toMatchObject({ issuedBy: null })
  })

  it('whose records lack the key id is told by principal and moment of issue, within two seconds', () => {
    const bare = (issuedAt: string) => aSessionOf({ role: 'ci', session: 'build', issuedAt })
    const issue = anAssumption({ by: aUser('ana'), ...ci, eventTime: at(9) })
    const near = sessionsIn([issue, anEvent({ actor: bare('2026-03-01T09:00:02Z'), eventTime: at(9.2) })])
    expect(near.filter(({ kind }) => kind === 'role')).toMatchObject([
      { accessKeyId: 'ASIACI', isKeyInferred: true, calls: 1, parentAccessKeyId: 'AKIAANA' },
    ])
    const far = sessionsIn([issue, anEvent({ actor: bare('2026-03-01T09:00:03Z'), eventTime: at(9.2) })])
    expect(far.find(({ calls, kind }) => calls === 1 && kind === 'role')).toMatchObject({
      accessKeyId: '',
      parent: null,
    })
  })

  it('takes together records with and without the key id', () => {
    const { accessKeyId: _, ...bare } = ciActor
    const events = [anAssumption({ by: aUser('ana'), ...ci }), ...[ciActor, bare].map((actor) => anEvent({ actor }))]
    expect(sessionsIn(events).filter(({ kind }) => kind === 'role')).toMatchObject([{ calls: 2, isKeyInferred: false }])
  })

  it('issued by a record without an answer is told by role, session name and moment', () => {
    const { issued: _, ...issue } = anAssumption({ by: aUser('ana'), ...ci })
    const requestParameters = { roleArn: `arn:aws:iam::${account}:role/ci`, roleSessionName: 'build' }
    const sessions = sessionsIn([{ ...issue, requestParameters }, anEvent({ actor: ciActor, eventTime: at(9.1) })])
    expect(withKey(sessions, 'ASIACI')).toMatchObject({ issuedEventId: issue.eventId, parentAccessKeyId: 'AKIAANA' })
  })

  it('from before the scope is listed where it was still alive when the scope began, and not where it had ended', () => {
    const before = (key: string, hours: number) =>
      anAssumption({ by: aUser('ana'), ...ci, session: key, key, eventTime: at(-3), hours })
    const sessions = sessionsIn([before('ASIALONG', 12), before('ASIASHORT', 1), anEvent({ eventTime: at(1) })])
    expect([withKey(sessions, 'ASIALONG')?.calls, withKey(sessions, 'ASIASHORT')]).toEqual([0, undefined])
  })
})

describe('a long-term key', () => {
  const creation = anEvent({
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    readOnly: false,
    created: { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'bo' },
  })

  it('that was created is an issued key, traced to who made it', () => {
    const sessions = sessionsIn([creation, anEvent({ actor: aUser('bo', 'AKIANEW'), eventTime: at(9.2) })])
    expect(withKey(sessions, 'AKIANEW')).toMatchObject({
      kind: 'longTermKey',
      issuedBy: 'CreateAccessKey',
      parent: `arn:aws:iam::${account}:user/ana`,
      principal: `arn:aws:iam::${account}:user/bo`,
      calls: 1,
      expiresAt: null,
      endedAt: null,
    })
  })

  it('ends where it is switched off, and lives again where it is switched on', () => {
    const update = (status: string, hour: number) =>
      anEvent({
        eventSource: 'iam.amazonaws.com',
        eventName: 'UpdateAccessKey',
        eventTime: at(hour),
        readOnly: false,
        requestParameters: { accessKeyId: 'AKIANEW', userName: 'bo', status },
      })
    const off = [creation, update('Inactive', 10)]
    expect(withKey(sessionsIn(off), 'AKIANEW')?.endedAt).toBe(at(10))
    expect(withKey(sessionsIn([...off, update('Active', 11)]), 'AKIANEW')?.endedAt).toBeNull()
  })
})

describe('sessions of a set of records', () => {
  it('are the same in whatever order the records came', () => {
    fc.assert(
      fc.property(
        fc
          .array(someEvent, { maxLength: 50 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(sessionsIn(shuffled)).toEqual(sessionsIn(all))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('count every call that was made with a credential once', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 60 }), (events) => {
        const withCredential = events.filter(
          ({ actor, eventTime }) =>
            eventTime >= at(0) &&
            eventTime <= at(24) &&
            (actor.accessKeyId || (actor.principalId && actor.sessionIssuedAt)),
        )
        const calls = sessionsIn(events).reduce((sum, session) => sum + session.calls, 0)
        expect(calls).toBe(withCredential.length)
      }),
      { numRuns: 60 },
    )
  })
})
