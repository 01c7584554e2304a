import fc from 'fast-check'
import { EventPool } from '../../../../src/evidence/facts/event-pool.js'
import { anEvent, aUser, someEvent } from '../../../support/fixtures/gathered-events.js'

describe('records that share what they have in common', () => {
  it('say the same as before, whatever they say and whoever came before them', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 30 }), (events) => {
        const pool = new EventPool()
        const shared = structuredClone(events)
        for (const event of shared) pool.share(event)
        expect(shared).toEqual(events)
      }),
      { numRuns: 100 },
    )
  })

  it('keep parameters as they are, those with a name like __proto__ too', () => {
    const requestParameters = JSON.parse(`{"__proto__":"a","roleName":"b","list":["c"],"long":"${'d'.repeat(100)}"}`)
    const event = structuredClone(anEvent({ requestParameters }))
    new EventPool().share(event)
    expect(JSON.stringify(event.requestParameters)).toBe(JSON.stringify(requestParameters))
  })

  it('have one caller for one credential, and another where a record says more of it', () => {
    const pool = new EventPool()
    const [first, same, more] = [
      anEvent({ actor: { ...aUser('ana') } }),
      anEvent({ actor: { ...aUser('ana') } }),
      anEvent({ actor: { ...aUser('ana'), mfa: true } }),
    ]
    for (const event of [first, same, more]) pool.share(event)
    expect(same.actor).toBe(first.actor)
    expect(more.actor).toMatchObject({ mfa: true })
    expect(first.actor.mfa).toBeUndefined()
  })
})
