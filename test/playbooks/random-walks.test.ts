import fc from 'fast-check'
import { liveTiming } from '../../playbooks/stages/timing.js'
import type { EffectKind } from '../../src/domain/effect.js'
import { aTrustedFinding } from '../support/fixtures/findings.js'
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
  type Move,
  movesOf,
  possibleEvents,
  type World,
} from '../support/playbook-world.js'
import { byName } from './playbooks-under-test.js'

const walk = fc.array(fc.nat(), { minLength: 20, maxLength: 60 })
const seed = 20_260_301
/** The first playbook has every shared stage; the others walk through the same ones, and need fewer walks to show their own. */
const runsOf = { first: howMany({ short: 250, long: 2_000 }), other: howMany({ short: 60, long: 2_000 }) }

type Choices = (world: World, everOrdered: readonly EffectKind[]) => readonly Happening[]

interface Walked {
  readonly move: Move
  readonly waived?: readonly string[]
}

/** Goes where the numbers point among what `choices` offers; the first broken rule, or null. */
function wander({ move, waived = [] }: Walked, start: Edge, numbers: readonly number[], choices: Choices) {
  let edge = start
  const everOrdered = new Set<EffectKind>()
  for (const number of numbers) {
    for (const { kind } of edge.step.effects) everOrdered.add(kind)
    const offered = choices(edge.after, [...everOrdered])
    const event = offered[number % offered.length]
    if (event === undefined) return null
    edge = advanceWorld(edge.after, event, move)
    const breach = brokenRule(edge, waived)
    if (breach !== null) return breach
  }
  return null
}

const subjects = byName.map(([name, playbook], index) => [name, playbook, index === 0 ? 'first' : 'other'] as const)

describe.each(subjects)('%s: whatever happens, in whatever order', (_, { machine, waived = [] }, which) => {
  const settings = { seed, numRuns: runsOf[which] }
  const walked = { move: movesOf(machine), waived }

  it('an incident in earnest keeps every rule', () => {
    const start = beginWorld(
      { principal: aRolePrincipal(), timing: liveTiming, holdDown: null, requestedBy: null, ...aTrustedFinding },
      machine,
    )

    fc.assert(
      fc.property(walk, (numbers) => {
        expect(wander(walked, start, numbers, possibleEvents)).toBeNull()
      }),
      settings,
    )
  })

  it('reports of any order that was ever given, in any state, break no rule and are never an error', () => {
    const start = beginWorld(anInput, machine)

    fc.assert(
      fc.property(walk, (numbers) => {
        const breach = wander(walked, start, numbers, (world, kinds) => [...possibleEvents(world), ...broughtBy(kinds)])
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
          wander(walked, beginWorld(anInput, machine), numbers, (world) => {
            worlds.push(world)
            return possibleEvents(world)
          })
          return worlds
        }
        expect(visited()).toEqual(visited())
      }),
      { ...settings, numRuns: which === 'first' ? 50 : 15 },
    )
  })
})
