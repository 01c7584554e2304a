import { investigate } from '../../../src/evidence/investigate.js'
import { account, anEvent, aUser, factsOf } from '../../support/fixtures/gathered-events.js'

const callers = Array.from({ length: 300 }, (_, n) => `user${String(n).padStart(3, '0')}`)
const facts = factsOf(callers.map((name) => anEvent({ actor: aUser(name) })))
const asked = { sources: [], read: 300, unique: 300 }
const last = `user:${account}:user299`

describe('an answer about very many callers', () => {
  it('lists two hundred of those who are not proposed, and counts all', () => {
    const { notProposed, notProposedCount } = investigate(facts, asked)
    expect([notProposed.length, notProposedCount]).toEqual([200, 300])
  })

  it('never leaves out who was asked about or accused', () => {
    const accusation = { arn: '', name: '', source: 'guardduty', type: 'x', severity: 2, trusted: true, sample: false }
    for (const options of [{ focusKey: last }, { accusations: [{ ...accusation, actorKeys: [last] }] }]) {
      expect(investigate(facts, { ...asked, ...options }).notProposed.map(({ key }) => key)).toContain(last)
    }
  })
})
