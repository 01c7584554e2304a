import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import { actorOfArn } from './actor-of-arn.js'

/** Who obtained credentials of a principal, and how often. */
export interface Assumer {
  /** `Actor.key`. */
  readonly actorKey: string
  readonly scope: number
  readonly baseline: number
  readonly eventIds: readonly string[]
}

/** How many of the earliest records of an assumer are named. */
const namedEvents = 10

/** By the `Actor.key` of these principals. In one go: there may be as many mints as of anything. */
export function assumersOf({ scope, baseline }: TrailFacts, actorKeys: readonly string[]): Map<string, Assumer[]> {
  const asked = new Map(actorKeys.map((key) => [key, new Map<string, Counted>()]))
  const byArn = new Map<string, Map<string, Counted> | null>()
  for (const [name, { mints }] of [['scope', scope] as const, ['baseline', baseline] as const]) {
    mints.forEach((mint) => {
      const { ofArn } = mint
      let assumers = byArn.get(ofArn)
      if (assumers === undefined) {
        assumers = asked.get(actorOfArn(ofArn)?.key ?? '') ?? null
        byArn.set(ofArn, assumers)
      }
      if (assumers === null) return
      const assumer = entryOf(assumers, mint.actorKey, noCredentials)
      assumer[name] += 1
      if (assumer.eventIds.length < namedEvents) assumer.eventIds.push(mint.eventId)
    })
  }
  return new Map([...asked].map(([key, assumers]) => [key, inOrder(assumers)]))
}

interface Counted {
  scope: number
  baseline: number
  readonly eventIds: string[]
}

function noCredentials(): Counted {
  return { scope: 0, baseline: 0, eventIds: [] }
}

function inOrder(assumers: ReadonlyMap<string, Counted>): Assumer[] {
  return [...assumers]
    .map(([actorKey, counted]) => ({ actorKey, ...counted }))
    .sort((a, b) => compareTexts(a.actorKey, b.actorKey))
}
