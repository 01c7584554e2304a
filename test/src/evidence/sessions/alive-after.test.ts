import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { aliveAfter, isAliveAt } from '../../../../src/evidence/sessions/alive-after.js'
import { sessionsOf } from '../../../../src/evidence/sessions/sessions-of.js'
import { anAssumption, anEvent, aSessionOf, at, aUser, factsOf } from '../../../support/fixtures/gathered-events.js'

function living(events: readonly CloudTrailEvent[], hour: number) {
  return aliveAfter(sessionsOf(factsOf(events)), at(hour)).map(({ session, alive, usedAfter }) => [
    session.accessKeyId,
    alive,
    usedAfter,
  ])
}

const issue = anAssumption({ by: aUser('ana'), role: 'ci', session: 's', key: 'ASIACI', eventTime: at(9), hours: 1 })
const lateUse = anEvent({
  actor: aSessionOf({ role: 'ci', session: 's', accessKeyId: 'ASIACI' }),
  eventTime: at(9.9),
})

describe('after a block', () => {
  it('a session lives until its end, and a long-term key on', () => {
    expect(living([issue], 9.99)).toEqual([
      ['AKIAANA', true, false],
      ['ASIACI', true, false],
    ])
    expect(living([issue], 10)).toEqual([['AKIAANA', true, false]])
  })

  it('a use at that moment or later is pointed out', () => {
    expect(living([issue, lateUse], 9.9)).toContainEqual(['ASIACI', true, true])
    expect(living([issue, lateUse], 9.95)).toContainEqual(['ASIACI', true, false])
  })

  it('a session whose end no record says may live, until it is older than any can get', () => {
    const actor = aSessionOf({ role: 'ci', session: 's', accessKeyId: 'ASIACI', issuedAt: at(9) })
    const events = [anEvent({ actor, eventTime: at(9.5) })]
    expect(living(events, 20.9)).toEqual([['ASIACI', null, false]])
    expect(living(events, 21)).toEqual([])
  })

  it('a key that was deleted is dead, and one that is made later not born yet', () => {
    const made = anEvent({
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateAccessKey',
      readOnly: false,
      created: { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'bo' },
    })
    const deleted = anEvent({
      eventSource: 'iam.amazonaws.com',
      eventName: 'DeleteAccessKey',
      eventTime: at(12),
      readOnly: false,
      requestParameters: { accessKeyId: 'AKIANEW' },
    })
    const session = sessionsOf(factsOf([made, deleted])).find(({ accessKeyId }) => accessKeyId === 'AKIANEW')
    if (session === undefined) throw new Error('no session of the new key')
    const hours = [8, 9, 11.99, 12].map((hour) => isAliveAt(session, Date.parse(at(hour))))
    expect(hours).toEqual([false, true, true, false])
  })

  it('a sign-in to the console may live in a browser although no call was seen of it', () => {
    const { accessKeyId: _, ...actor } = aUser('ana')
    const signIn = anEvent({
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      eventTime: at(9),
      actor,
      responseElements: { ConsoleLogin: 'Success' },
    })
    const failed = { ...signIn, eventId: 'failed', responseElements: { ConsoleLogin: 'Failure' } }
    expect(sessionsOf(factsOf([signIn, failed]))).toMatchObject([
      { kind: 'console', issuedBy: 'ConsoleLogin', calls: 0, sourceIps: ['198.51.100.7'] },
    ])
    expect(living([signIn], 20)).toEqual([['', null, false]])
    expect(living([signIn], 22)).toEqual([])
  })
})
