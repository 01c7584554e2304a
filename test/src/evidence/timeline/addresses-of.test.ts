import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { addressesOf } from '../../../../src/evidence/timeline/addresses-of.js'
import { account, anEvent, at, aUser, factsOf } from '../../../support/fixtures/gathered-events.js'

const ana = `user:${account}:ana`
const none: ReadonlySet<string> = new Set()
const cli = 'aws-cli/2.15.0 Python/3.11.6 Linux/5.10'

const someCall = fc
  .record({
    eventTime: fc.integer({ min: 0, max: 200 }).map((minutes) => at(9 + minutes / 60)),
    accessKeyId: fc.constantFrom('AKIAONE', 'AKIATWO', ''),
    sourceIp: fc.constantFrom('198.51.100.7', '203.0.113.9', undefined),
    userAgent: fc.constantFrom(cli, `${cli} command/s3.ls`, 'Boto3/1.28.57', undefined),
    errorCode: fc.constantFrom(undefined, undefined, 'AccessDenied'),
  })
  .map(({ eventTime, accessKeyId, ...optional }): CloudTrailEvent => {
    const { accessKeyId: _, ...nameless } = aUser('ana')
    const event = anEvent({ eventTime, actor: accessKeyId === '' ? nameless : aUser('ana', accessKeyId) })
    const { sourceIp: _ip, userAgent: _agent, ...bare } = event
    const { sourceIp, userAgent, errorCode } = optional
    return {
      ...bare,
      ...(sourceIp === undefined ? {} : { sourceIp }),
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(errorCode === undefined ? {} : { errorCode }),
    }
  })

/** By going through the records. */
function plainly(events: readonly CloudTrailEvent[]) {
  const sorted = [...events].sort((a, b) => (`${a.eventTime}${a.eventId}` < `${b.eventTime}${b.eventId}` ? -1 : 1))
  const failed = events.filter(({ errorCode }) => errorCode !== undefined).length
  return {
    ok: events.length - failed,
    failed,
    firstSeen: sorted[0]?.eventTime,
    lastSeen: sorted.at(-1)?.eventTime,
    eventIds: sorted.slice(0, 10).map(({ eventId }) => eventId),
  }
}

describe('the addresses of a principal', () => {
  it('tell by address, agent and key what going through the records tells, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(someCall, { maxLength: 40 }), (events) => {
        const found = addressesOf(factsOf(events), [ana], none)
        expect(addressesOf(factsOf(events.toReversed()), [ana], none)).toEqual(found)
        const addresses = found.flatMap((one) => one.addresses)
        expect(new Set(addresses.map(({ sourceIp }) => sourceIp))).toEqual(
          new Set(events.flatMap(({ sourceIp }) => sourceIp ?? [])),
        )
        for (const { sourceIp, userAgents, keys, lastEventId, ...counts } of addresses) {
          const here = events.filter((event) => event.sourceIp === sourceIp)
          expect(counts).toMatchObject(plainly(here))
          expect(here.find(({ eventId }) => eventId === lastEventId)?.eventTime).toBe(counts.lastSeen)
          for (const { userAgent, ...told } of userAgents)
            expect(told).toMatchObject(plainly(here.filter((event) => (event.userAgent ?? '') === userAgent)))
          expect(userAgents.reduce((sum, { ok, failed }) => sum + ok + failed, 0)).toBe(here.length)
          for (const { accessKeyId, userAgents: agents, ...told } of keys) {
            const by = here.filter(({ actor }) => actor.accessKeyId === accessKeyId)
            expect(told).toMatchObject(plainly(by))
            for (const { userAgent, ...used } of agents)
              expect(used).toMatchObject(plainly(by.filter((event) => (event.userAgent ?? '') === userAgent)))
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('name what is most used first, and count the rest', () => {
    const events = Array.from({ length: 30 }, (_, i) =>
      Array.from({ length: i + 1 }, () => anEvent({ userAgent: `tool${i}/1.0`, actor: aUser('ana', `AKIA${i}`) })),
    ).flat()
    const [address] = addressesOf(factsOf(events), [ana], none)[0]?.addresses ?? []
    expect(address?.userAgents.map(({ userAgent }) => userAgent).slice(0, 2)).toEqual(['tool29/1.0', 'tool28/1.0'])
    expect([address?.userAgents.length, address?.otherUserAgents]).toEqual([10, 20])
    expect([address?.tools.length, address?.otherTools]).toEqual([5, 25])
    expect([address?.keys.length, address?.otherKeys, address?.keys[0]?.accessKeyId]).toEqual([10, 20, 'AKIA29'])
  })

  it('are led by those from which something came that stands out, however busy the others are', () => {
    const busy = Array.from({ length: 50 }, (_, i) => anEvent({ sourceIp: `10.0.0.${i % 25}` }))
    const deed = anEvent({
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      readOnly: false,
      sourceIp: '203.0.113.9',
    })
    const [found] = addressesOf(factsOf([...busy, deed]), [ana], new Set([deed.eventId]))
    expect(found?.addresses[0]).toMatchObject({ sourceIp: '203.0.113.9', standsOut: true, lastEventId: deed.eventId })
    expect([found?.addresses.length, found?.otherAddresses]).toEqual([20, 6])
  })

  it('show forms of one tool as one', () => {
    const agents = [cli, `${cli} command/s3.ls`, `${cli} command/sts.get-caller-identity`, 'Boto3/1.28.57']
    const facts = factsOf(agents.map((userAgent) => anEvent({ userAgent })))
    const [address] = addressesOf(facts, [ana], none)[0]?.addresses ?? []
    expect(address?.tools.map(({ tool, userAgents, ok }) => [tool, userAgents, ok])).toEqual([
      ['aws-cli/2.15.0 Python/3.11.6 (Linux)', 3, 3],
      ['Boto3/1.28.57', 1, 1],
    ])
  })
})
