import type { ActorType, TrailFacts } from '../facts/trail-facts.js'
import { type Assumer, assumersOf } from './assumers-of.js'
import { type Compared, type Routine, routineOf } from './routine-of.js'

/** The first of a list, and how long it is. */
export interface Some {
  readonly count: number
  readonly first: readonly string[]
}

/** How long a principal was active and how routinely it is used, short enough to be shown. */
export interface RoutineSummary extends Omit<Routine, 'sourceIps' | 'userAgents'> {
  readonly key: string
  readonly type: ActorType
  readonly name: string
  readonly arn: string
  /** The busiest few; `assumerCount` is of all. */
  readonly assumers: readonly Assumer[]
  readonly assumerCount: number
  readonly sourceIps: { readonly usual: Some; readonly onlyNow: Some }
  readonly userAgents: { readonly usual: Some; readonly onlyNow: Some }
}

const listed = 10

/** Of these actors, in their order; those that are in no record are left out. */
export function routinesOf(facts: TrailFacts, keys: readonly string[]): RoutineSummary[] {
  const obtained = assumersOf(facts, keys)
  return keys.flatMap((key) => {
    const actor = (facts.scope.actors.get(key) ?? facts.baseline.actors.get(key))?.actor
    if (actor === undefined) return []
    const { type, name, arn } = actor
    const { assumers, sourceIps, userAgents, ...routine } = routineOf(facts, key, obtained.get(key))
    const busiest = assumers.toSorted((a, b) => b.scope - a.scope || b.baseline - a.baseline)
    return [
      {
        key,
        type,
        name,
        arn,
        ...routine,
        assumers: busiest.slice(0, listed),
        assumerCount: assumers.length,
        sourceIps: someOf(sourceIps),
        userAgents: someOf(userAgents),
      },
    ]
  })
}

function someOf({ usual, onlyNow }: Compared) {
  const some = (texts: readonly string[]) => ({ count: texts.length, first: texts.slice(0, listed) })
  return { usual: some(usual), onlyNow: some(onlyNow) }
}
