import fc from 'fast-check'
import { memoryOf, RowWriter } from '../../../../integrations/trail-files/scan/call-rows.js'
import { gatherRows } from '../../../../integrations/trail-files/scan/gather-rows.js'
import { RowDictionary } from '../../../../integrations/trail-files/scan/row-dictionary.js'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { eventTimeMs } from '../../../../src/evidence/facts/event-time.js'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { handedOutBy } from '../../../../src/evidence/facts/mint-of.js'
import { NotableScreen } from '../../../../src/evidence/facts/notable-screen.js'
import { outcomeOf } from '../../../../src/evidence/facts/outcome-of.js'
import { TextPool } from '../../../../src/evidence/facts/text-pool.js'
import { anEvent, someEvent, wholeDay } from '../../../support/fixtures/gathered-events.js'

const oddId = fc.oneof(
  { weight: 3, arbitrary: fc.uuid() },
  fc.constantFrom('', 'é', 'ā', '\ud800', 'x'.repeat(40), 'x'.repeat(41), 'x'.repeat(70_000)),
)
const issued = fc.record({
  kind: fc.constantFrom(
    'assumeRole',
    'saml',
    'webIdentity',
    'sessionToken',
    'federationToken',
    'rolesAnywhere',
    'other',
  ),
  accessKeyId: fc.constantFrom('ASIA1', 'ASIA2'),
  sessionName: fc.option(fc.constantFrom('s', ''), { nil: undefined }),
  roleArn: fc.option(fc.constant('arn:aws:iam::111122223333:role/r'), { nil: undefined }),
})
const event = fc.tuple(someEvent, oddId, fc.option(issued)).map(([some, eventId, out]): CloudTrailEvent => {
  if (out === null) return { ...some, eventId }
  const { sessionName, roleArn, ...known } = out
  const told = { ...(sessionName === undefined ? {} : { sessionName }), ...(roleArn === undefined ? {} : { roleArn }) }
  return { ...some, eventId, issued: { ...known, ...told } }
})

function plainly(events: readonly CloudTrailEvent[]) {
  const gatherer = new FactsGatherer(wholeDay)
  for (const each of events) gatherer.add(each)
  return gatherer.facts()
}

function throughRows(events: readonly CloudTrailEvent[], room: number) {
  const [writer, screen] = [new RowWriter(room), new NotableScreen(wholeDay)]
  const [gatherer, dictionary] = [new FactsGatherer(wholeDay), new RowDictionary(new TextPool())]
  const hand = () => {
    const calls = writer.take()
    // As it passes between threads.
    for (const _step of gatherRows(structuredClone(calls, { transfer: [...memoryOf(calls)] }), gatherer, dictionary));
    gatherer.keep(screen.take())
  }
  for (const each of events) {
    const atMs = eventTimeMs(each.eventTime)
    if (writer.isFull) hand()
    writer.add(each, atMs, outcomeOf(each), handedOutBy(each))
    screen.add(each, atMs)
  }
  if (!writer.isEmpty) hand()
  return gatherer.facts()
}

describe('calls that pass between threads as rows', () => {
  it('count for the same facts as the records themselves', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 25 }), (events, room) => {
        expect(throughRows(events, room)).toEqual(plainly(events))
      }),
      { numRuns: 120 },
    )
  })

  it('hold no more than there is room for, and nothing of those before', () => {
    const writer = new RowWriter(2)
    const add = () => writer.add(anEvent({}), 0, 'ok', null)
    add()
    expect(writer.isFull).toBe(false)
    add()
    expect(writer.isFull).toBe(true)
    expect(writer.take().rows).toBe(2)
    add()
    const { rows, newCallers, newTexts, ids } = writer.take()
    // The caller and its texts were said before.
    expect([rows, newCallers, newTexts, ids.bytes.length]).toEqual([1, [], [], ids.lengths[0]])
    expect(writer.isEmpty).toBe(true)
  })

  it.each([
    ['many', 20_000, ''],
    ['long', 24, 'A'.repeat(400_000)],
  ])(
    'count for the same facts where their texts are so %s that a thread begins to say them anew',
    (_how, count, long) => {
      const events = Array.from({ length: count }, (_, number) =>
        anEvent({ userAgent: `agent ${number} ${long}`, sourceIp: `ip ${number % 7}` }),
      )
      const twice = [...events, ...events.map((each) => ({ ...each, eventId: `${each.eventId} again` }))]
      const { scope } = throughRows(twice, Math.ceil(count / 6))
      const [actor] = scope.actors.values()
      const counts = [...(actor?.byAgent ?? [])].map(([agent, { ok }]) => `${agent.slice(0, 12)} ${ok}`)
      expect(new Set(counts)).toEqual(new Set(events.map(({ userAgent }) => `${userAgent?.slice(0, 12)} 2`)))
      expect(actor?.byIp.size).toBe(7)
    },
  )

  it('are said anew once they are many, and only then', () => {
    const writer = new RowWriter(100)
    const begins = Array.from({ length: 300 }, (_, batch) => {
      for (let row = 0; row < 100; row += 1) writer.add(anEvent({ userAgent: `agent ${batch} ${row}` }), 0, 'ok', null)
      return writer.take().beginsAnew
    })
    expect(begins.flatMap((isBegun, batch) => (isBegun ? batch : []))).toEqual([0, 164])
  })
})
