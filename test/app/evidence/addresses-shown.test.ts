import { eventDetailsOf } from '../../../app/evidence/event-index.js'
import { renderPage } from '../../../app/evidence/render-page.js'
import { renderText } from '../../../app/evidence/render-text.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { investigate } from '../../../src/evidence/investigate.js'
import { describeActor } from '../../../src/evidence/proposal/describe-actor.js'
import { anEvent, at, aUser, factsOf } from '../../support/fixtures/gathered-events.js'

const mallory = aUser('mallory')
const cli = 'aws-cli/2.15.0 Python/3.11.6 Linux/5.10.0 exe/x86_64 prompt/off'
const deed = anEvent({
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'DeleteTrail',
  readOnly: false,
  actor: mallory,
  sourceIp: '203.0.113.9',
  userAgent: 'pacu/1.0 <b> \u001b[31m',
  eventTime: at(10),
})
const reads = Array.from({ length: 30 }, (_, i) =>
  anEvent({ actor: mallory, userAgent: `${cli} command/ec2.describe-${i % 3}`, eventTime: at(9 + i / 60) }),
)

function shown(events: readonly CloudTrailEvent[]) {
  const facts = factsOf(events)
  const found = investigate(facts, { sources: [], read: 0, unique: 0 })
  const nameOf = (key: string) => describeActor(facts.scope.actors.get(key)?.actor, key)
  const text = renderText(found, { nameOf, columns: 80 })
  const page = renderPage(found, { nameOf, details: eventDetailsOf(facts), generatedAt: at(12) })
  const section = /From where, and with what tools\n(.*?)\n\n/s.exec(text)?.[1] ?? ''
  return { text, page, lines: section.split('\n').map((line) => line.trim()) }
}

describe('which tools came from which address', () => {
  const { lines, page, text } = shown([...reads, deed])

  it('is told of whoever is proposed, first the address that stands out, each tool with its records and how many more there are', () => {
    expect(lines).toEqual([
      'user mallory: 2 addresses.',
      '- 203.0.113.9  1 call · 2026-03-01 10:00 · stands out',
      `• pacu/1.0 31m: 1 call [${deed.eventId.slice(0, 8)}]`,
      `• all with AKIAMALLORY [${deed.eventId.slice(0, 8)}]`,
      '- 198.51.100.7  30 calls · 2026-03-01 09:00 to 09:29',
      '• aws-cli/2.15.0 Python/3.11.6 (Linux), 3 forms of it: 30 calls [event-00',
      'event-00 +28]',
      '• all with AKIAMALLORY [event-00]',
    ])
  })

  it('is on the page with a link to each record, and nothing of what an agent says is markup or a control', () => {
    expect(page).toMatch(/<span class="name bad">203\.0\.113\.9<\/span>/)
    expect(page).toMatch(
      /3 forms of it: 30 calls<span class="ids">( <a href="#record-\d+"[^>]*>r\d+<\/a>){5} \+25<\/span>/,
    )
    expect(page).not.toContain('<b>')
    expect(text).not.toContain('\u001b[31m')
  })

  it('is told of the busiest where nobody stands out', () => {
    const plain = shown([anEvent(), anEvent({ actor: aUser('bo') }), anEvent({ actor: aUser('bo') })])
    expect(plain.lines.filter((line) => line.endsWith('address.'))).toEqual([
      'user bo: 1 address.',
      'user ana: 1 address.',
    ])
  })
})

describe('calls by address, method and resource', () => {
  it('name their records and how many more there are', () => {
    const { text } = shown([...reads, { ...deed, target: { type: 'trail', name: 'audit' } }])
    expect(text).toMatch(/by address +ok +failed\n +198\.51\.100\.7 +30 +0 +\[event-00 event-00 \+28\]/)
    expect(text).toMatch(/by method +ok +failed\n +ec2 DescribeInstances +30 +0 /)
    expect(text).toMatch(/by resource, of records kept whole +ok +failed\n +trail audit +1 +0 +\[event-00\]/)
  })
})
