import fc from 'fast-check'
import { liveTiming } from '../../playbooks/stages/timing.js'
import type { EffectKind } from '../../src/domain/effect.js'
import type { Happening } from '../support/fixtures/journeys.js'
import { aRolePrincipal } from '../support/fixtures/principals.js'
import { howMany } from '../support/long-run.js'
import { anInput } from '../support/play.js'
import { brokenRule } from '../support/playbook-rules.js'
import {
  advanceWorld,
  beginWorld,
  broughtBy,
  type Edge,
  possibleEvents,
  type World,
} from '../support/playbook-world.js'

const walk = fc.array(fc.nat(), { minLength: 20, maxLength: 60 })
const settings = { seed: 20_260_301, numRuns: howMany({ short: 250, long: 2_000 }) }

type Choices = (world: World, everOrdered: readonly EffectKind[]) => readonly Happening[]

/** Goes where the numbers point among what `choices` offers; the first broken rule, or null. */
function wander(start: Edge, numbers: readonly number[], choices: Choices) {
  let edge = start
  const everOrdered = new Set<EffectKind>()
  for (const number of numbers) {
    for (const { kind } of edge.step.effects) everOrdered.add(kind)
    const offered = choices(edge.after, [...everOrdered])
    const event = offered[number % offered.length]
    if (event === undefined) return null
    edge = advanceWorld(edge.after, event)
    const breach = brokenRule(edge)
    if (breach !== null) return breach
  }
  return null
}

describe('whatever happens, in whatever order', () => {
  it('an incident in earnest keeps every rule', () => {
    const start = beginWorld({ principal: aRolePrincipal(), timing: liveTiming, holdDown: null, requestedBy: null })

    fc.assert(
      fc.property(walk, (numbers) => {
        expect(wander(start, numbers, possibleEvents)).toBeNull()
      }),
      settings,
    )
  })

  it('reports of any order that was ever given, in any state, break no rule and are never an error', () => {
    const start = beginWorld(anInput)

    fc.assert(
      fc.property(walk, (numbers) => {
        const breach = wander(start, numbers, (world, kinds) => [...possibleEvents(world), ...broughtBy(kinds)])
        expect(breach).toBeNull()
      }),
      settings,
    )
  })

  it('the same events lead to the same place', () => {
    fc.assert(
      fc.property(walk, (numbers) => {
        const visited = () => {
          const worlds: World[] = []
          wander(beginWorld(anInput), numbers, (world) => {
            worlds.push(world)
            return possibleEvents(world)
          })
          return worlds
        }
        expect(visited()).toEqual(visited())
      }),
      { ...settings, numRuns: 50 },
    )
  })
})
