import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { anEvent, at, aUser, wholeDay } from '../../../support/fixtures/gathered-events.js'

/** More than are remembered at once. */
const callers = 5_000
const name = (number: number) => `user${number}`

describe('counting by callers that are remembered', () => {
  it('counts each call once, however many callers there are, and whoever shares a key id with another', () => {
    const gatherer = new FactsGatherer(wholeDay)
    for (let turn = 0; turn < 2; turn += 1) {
      for (let number = 0; number < callers; number += 1) {
        gatherer.add(anEvent({ actor: aUser(name(number)), eventTime: at(9 + turn) }))
        // Two that take turns under one key id: each is read anew.
        gatherer.add(
          anEvent({ actor: aUser(number % 2 === 0 ? 'ana' : 'bo', 'AKIASHARED'), sourceIp: `10.0.0.${turn}` }),
        )
      }
    }
    const { scope } = gatherer.facts()
    expect(scope.ok).toBe(4 * callers)
    const tallies = [...scope.actors.values()].map(({ actor, ok, byHour, byIp, byAgent, byRegion }) => {
      const sums = [byHour, byIp, byAgent, byRegion].map((map) =>
        [...map.values()].reduce((sum, one) => sum + one.ok, 0),
      )
      return `${actor.name.slice(0, 4)} ${[ok, ...sums].join(' ')}`
    })
    expect(new Set(tallies)).toEqual(
      new Set(['user 2 2 2 2 2', `ana ${Array(5).fill(callers).join(' ')}`, `bo ${Array(5).fill(callers).join(' ')}`]),
    )
    expect([...scope.keys.values()].reduce((sum, key) => sum + key.ok, 0)).toBe(4 * callers)
  })
})
