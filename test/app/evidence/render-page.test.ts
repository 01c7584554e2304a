import { eventDetailsOf } from '../../../app/evidence/event-index.js'
import { renderPage } from '../../../app/evidence/render-page.js'
import { sparkline } from '../../../app/evidence/sparkline.js'
import { investigate } from '../../../src/evidence/investigate.js'
import { describeActor } from '../../../src/evidence/proposal/describe-actor.js'
import { anAssumption, anEvent, at, aUser, factsOf } from '../../support/fixtures/gathered-events.js'

const deed = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'DeleteTrail', readOnly: false }
const facts = factsOf([
  anEvent({ ...deed, actor: aUser('mallory'), eventId: 'the-deed' }),
  anAssumption({ by: aUser('mallory'), role: 'ci', session: 's', key: 'ASIA1', eventTime: at(10) }),
  anEvent(),
])
const found = investigate(facts, { sources: [], read: 3, unique: 3 })
const nameOf = (key: string) => describeActor(facts.scope.actors.get(key)?.actor, key)
const page = renderPage(found, { nameOf, details: eventDetailsOf(facts), generatedAt: at(12) })

describe('the page', () => {
  it('links every statement to records that are listed on it, each once', () => {
    const linked = new Set([...page.matchAll(/href="#(record-\d+)"/g)].map(([, id]) => id))
    const listed = [...page.matchAll(/<tr id="(record-\d+)"/g)].map(([, id]) => id)
    expect(linked.size).toBeGreaterThan(1)
    expect([...linked].toSorted()).toEqual(listed.toSorted())
    expect(page).toContain('the-deed')
  })

  it('has a section for each entry of its contents', () => {
    for (const [, id] of page.matchAll(/<li><a href="#([\w-]+)"/g)) expect(page).toContain(`<section id="${id}"`)
  })

  it('tells the chart in words, too', () => {
    expect(page).toMatch(/aria-label="API calls from [^"]*3 succeeded, 0 failed/)
  })
})

describe('the sparkline', () => {
  it('shows one call beside a thousand, and nothing for none', () => {
    expect(sparkline([0, 1, 1000])).toBe(' ▁█')
    expect(sparkline([])).toBe('')
  })
})
