import fc from 'fast-check'
import { eventDetailsOf } from '../../../app/evidence/event-index.js'
import { renderPage } from '../../../app/evidence/render-page.js'
import { renderText } from '../../../app/evidence/render-text.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { investigate } from '../../../src/evidence/investigate.js'
import { describeActor } from '../../../src/evidence/proposal/describe-actor.js'
import { account, anAssumption, anEvent, at, aUser, factsOf } from '../../support/fixtures/gathered-events.js'

const evil = fc.oneof(
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onload='alert(1)",
    '</title></style><img src=x onerror=alert(1)>',
    '\u001b[2J\u001b]8;;http://example.com\u0007',
    'line\r\nline\u2028line',
    '\u202egnp.exe',
    '{{7*7}}',
    'javascript:alert(1)',
    '\ud800 half',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

/** Every text that a caller can choose is hostile: names, agents, sessions, targets, addresses, ids, errors. */
const hostileEvents = fc.array(evil, { minLength: 9, maxLength: 9 }).map((texts): CloudTrailEvent[] => {
  const [name = '', agent = '', session = '', target = '', ip = '', id = '', error = '', key = '', source = ''] = texts
  const actor = { ...aUser('mallory'), userName: name, arn: `arn:aws:iam::${account}:user/${name}`, accessKeyId: key }
  const deed = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'DeleteTrail', readOnly: false }
  return [
    anEvent({ ...deed, actor, userAgent: agent, sourceIp: ip, requestParameters: { name: target } }),
    anEvent({
      ...deed,
      actor: aUser('eve'),
      eventId: `${id} id`,
      userAgent: `pacu ${agent}`,
      target: { type: 'trail', name: target },
    }),
    anEvent({ ...deed, actor: aUser('bo'), errorCode: error, region: source }),
    anEvent({ actor: { type: 'AWSService', invokedBy: source } }),
    anAssumption({ by: actor, role: `ci${name}`, session, key: `ASIA${key}`, eventTime: at(10) }),
  ]
})

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u

function rendered(events: readonly CloudTrailEvent[]) {
  const facts = factsOf(events)
  const found = investigate(facts, { sources: [], read: 0, unique: 0 })
  const nameOf = (key: string) => describeActor(facts.scope.actors.get(key)?.actor, key)
  const page = renderPage(found, { nameOf, details: eventDetailsOf(facts), generatedAt: at(12) })
  return { page, text: renderText(found, { nameOf, columns: 100 }) }
}

describe('what an attacker writes into names, agents and errors', () => {
  it('adds no element, attribute or unseen character to the page', () => {
    const elements = (page: string) => new Set(page.match(/<\/?[a-zA-Z!][a-zA-Z0-9]*/g))
    const harmless = elements(rendered([anEvent(), ...plainDeeds()]).page)
    fc.assert(
      fc.property(hostileEvents, (events) => {
        const { page } = rendered(events)
        for (const element of elements(page)) expect(harmless).toContain(element)
        expect(page.replaceAll('\n', '').match(unseen)).toBeNull()
        const withoutValues = page.replace(/"[^"]*"/g, '""')
        expect(withoutValues.match(/<[^>]*\son[a-z]+\s*=/i)).toBeNull()
        expect(page.match(/\s(href|src)="(?!#)/)).toBeNull()
      }),
      { numRuns: 40 },
    )
  })

  it('moves nothing in the terminal and begins no line', () => {
    fc.assert(
      fc.property(hostileEvents, (events) => {
        const plain = rendered(events).text.replace(/\p{Cc}\[\d+m/gu, '')
        expect(plain.replaceAll('\n', '').match(unseen)).toBeNull()
      }),
      { numRuns: 40 },
    )
  })
})

function plainDeeds(): CloudTrailEvent[] {
  const deed = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'DeleteTrail', readOnly: false }
  return [
    ...['mallory', 'eve', 'bo'].map((name) =>
      anEvent({ ...deed, actor: aUser(name), userAgent: 'pacu', errorCode: name === 'bo' ? 'Denied' : 'X' }),
    ),
    anEvent({ ...deed, actor: aUser('mallory') }),
    anEvent({ actor: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } }),
    anAssumption({ by: aUser('mallory'), role: 'ci', session: 's', key: 'ASIA1', eventTime: at(10) }),
  ]
}
