import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { leftAliveBy } from '../../../../src/evidence/sessions/left-alive.js'
import { sessionsOf } from '../../../../src/evidence/sessions/sessions-of.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
} from '../../../support/fixtures/gathered-events.js'

const mallory = `user:${account}:mallory`
const inRole = (role: string, accessKeyId: string, hour: number) =>
  anEvent({ actor: aSessionOf({ role, session: 's', accessKeyId }), eventTime: at(hour) })
const first = anAssumption({ by: aUser('mallory'), role: 'ci', session: 's', key: 'ASIACI' })
const second = anAssumption({
  by: aSessionOf({ role: 'ci', session: 's', accessKeyId: 'ASIACI' }),
  role: 'deploy',
  session: 's',
  key: 'ASIADEPLOY',
  eventTime: at(9.2),
})
const others = anAssumption({ by: aUser('ana'), role: 'audit', session: 's', key: 'ASIAAUDIT' })

function leftBy(blocked: readonly string[], events: readonly CloudTrailEvent[], hour: number) {
  const { leftAlive, denied, more } = leftAliveBy(blocked, sessionsOf(factsOf(events)), at(hour))
  return { left: leftAlive.map(({ accessKeyId, usedAfter }) => [accessKeyId, usedAfter]), denied, more }
}

describe('what a block leaves alive', () => {
  it('is what was obtained through the blocked one, to any depth, and nothing of others', () => {
    const { left, denied } = leftBy([mallory], [first, second, others], 9.5)
    expect(left.map(([key]) => key).sort()).toEqual(['ASIACI', 'ASIADEPLOY'])
    expect(denied).toBe(1)
  })

  it('ends with the credentials, those that were used after the block first', () => {
    const events = [first, second, inRole('deploy', 'ASIADEPLOY', 9.6)]
    expect(leftBy([mallory], events, 9.5).left).toEqual([
      ['ASIADEPLOY', true],
      ['ASIACI', false],
    ])
    expect(leftBy([mallory], events, 10.1).left).toEqual([['ASIADEPLOY', false]])
    expect(leftBy([mallory], events, 10.3).left).toEqual([])
  })

  it('and what was obtained since, which the block should have stopped', () => {
    const { leftAlive, denied } = leftAliveBy([mallory], sessionsOf(factsOf([first, second])), at(8.5))
    expect(leftAlive.map(({ accessKeyId, issuedAfter }) => [accessKeyId, issuedAfter])).toEqual([
      ['ASIACI', true],
      ['ASIADEPLOY', true],
    ])
    expect(denied).toBe(1)
  })

  it("is not the blocked one's own credentials, nor the tokens that a blocked user got of itself", () => {
    const token = anEvent({
      actor: aUser('mallory'),
      eventSource: 'sts.amazonaws.com',
      eventName: 'GetSessionToken',
      issued: { kind: 'sessionToken', accessKeyId: 'ASIATOKEN', expiresAt: at(20) },
    })
    expect(leftBy([mallory], [token], 9.5)).toEqual({ left: [], denied: 2, more: 0 })
    expect(leftBy([`role:${account}:ci`], [first, second], 9.5)).toMatchObject({
      left: [['ASIADEPLOY', false]],
      denied: 1,
    })
  })

  it('is a key that was made for somebody else, for as long as nobody turns it off', () => {
    const made = anEvent({
      actor: aUser('mallory'),
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateAccessKey',
      readOnly: false,
      requestParameters: { userName: 'bo' },
      created: { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'bo' },
    })
    expect(leftBy([mallory], [made], 23).left).toEqual([['AKIANEW', false]])
  })

  it('lists fifty, and counts the rest', () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      anAssumption({ by: aUser('mallory'), role: `r${n}`, session: 's', key: `ASIA${n}` }),
    )
    const { left, more } = leftBy([mallory], many, 9.5)
    expect([left.length, more]).toEqual([50, 10])
  })
})
