import { eventDetailsOf } from '../../../app/evidence/event-index.js'
import { renderPage } from '../../../app/evidence/render-page.js'
import { renderText } from '../../../app/evidence/render-text.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { investigate } from '../../../src/evidence/investigate.js'
import { describeActor } from '../../../src/evidence/proposal/describe-actor.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
} from '../../support/fixtures/gathered-events.js'

const deed = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'DeleteTrail', readOnly: false }
const code = aSessionOf({ role: 'ops', session: 'job', accessKeyId: 'ASIACODE', issuedAt: at(9.1) })

/** A role is given to a function, whose code acts with it: no record joins both. */
const handedOver = [
  anEvent({
    eventSource: 'lambda.amazonaws.com',
    eventName: 'CreateFunction20150331',
    readOnly: false,
    actor: aUser('intern'),
    requestParameters: { functionName: 'job', role: `arn:aws:iam::${account}:role/ops` },
  }),
  anAssumption({
    by: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    role: 'ops',
    session: 'job',
    key: 'ASIACODE',
    eventTime: at(9.1),
  }),
  anEvent({ ...deed, actor: code, eventTime: at(9.1), sourceIp: '3.70.12.12' }),
]

const obtained = [
  anAssumption({ by: aUser('ana'), role: 'ops', session: 'hop', key: 'ASIAHOP' }),
  anEvent({ ...deed, actor: aSessionOf({ role: 'ops', session: 'hop', accessKeyId: 'ASIAHOP' }), eventTime: at(9.2) }),
]

function drawn(events: readonly CloudTrailEvent[]) {
  const facts = factsOf(events)
  const found = investigate(facts, { sources: [], read: events.length, unique: events.length })
  const nameOf = (key: string) => describeActor(facts.scope.actors.get(key)?.actor, key)
  const page = renderPage(found, { nameOf, details: eventDetailsOf(facts), generatedAt: at(12) })
  return { found, text: renderText(found, { nameOf, columns: 140 }), page }
}

describe('a link that is inferred', () => {
  const { found, text, page } = drawn(handedOver)

  it('is one of a chain that says so', () => {
    expect(found.chains[0]?.links.map(({ inferred }) => inferred)).toEqual([true, false])
  })

  it('hangs under who gave the role, by a line of its own, which the legend explains', () => {
    expect(text).toMatch(/user\/intern\n.*[└├]─ user\/intern .*AKIAINTERN.*\n.*[└├]┄ .*role\/ops, session job/)
    expect(text).toMatch(
      /role handed over by CreateFunction20150331 \(inferred\)|role handed over by CreateFunction \(inferred\)/,
    )
    expect(text.match(/┄ inferred: told by circumstances/g)).toHaveLength(1)
  })

  it('is dashed on the page, which explains that, too', () => {
    expect(page.match(/<path class="link inferred"/g)).toHaveLength(1)
    expect(page).toContain('- - - inferred: told by circumstances')
  })
})

it('a chain that records show to its root has no mark and no legend', () => {
  const { text, page } = drawn(obtained)
  expect(text).toMatch(/[└├]─ .*role\/ops, session hop/)
  expect(text).not.toMatch(/┄|inferred/)
  expect(page).not.toMatch(/class="link inferred"|- - - inferred/)
})
