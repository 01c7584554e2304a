import type { EvidenceSource } from '../../domain/evidence.js'
import type { TrailQuery } from '../../ports.js'
import type { ChainAsker } from './chain-asker.js'
import { type ChainFound, sessionIn } from './follow-back.js'

const MOST_TOLD = 10
const MOST_IDS = 5
const MOST_ROLES = 3

/**
 * What was found of a chain, as a source tells it: where it stopped and why are its gaps, each step with its event ids its detail. What
 * is the same of many sessions of one role is told once.
 */
export function describeChain(
  name: string,
  found: ChainFound,
  asker: ChainAsker,
  { from, to }: TrailQuery,
): EvidenceSource {
  const { hops, crossings, stops } = found
  const gaps = [...new Set([...stops, ...unknownIn(found)])].slice(0, MOST_TOLD)
  const told = [...crossings, ...stepsIn(found)].slice(0, 2 * MOST_TOLD)
  const detail = [...gaps, ...told, ...rootsIn(found)].join('; ')
  const isEmpty = asker.records === 0 && hops.length === 0
  return {
    name,
    status: gaps.length > 0 ? 'truncated' : isEmpty ? 'empty' : 'ok',
    requests: asker.requests,
    events: asker.records,
    coverage: { regions: [...asker.regionsOf(found.accountId)], from, to, gaps },
    ...(detail === '' ? {} : { detail }),
  }
}

/** By reason and role: a role that is used all day has many sessions, and an attacker can make many roles. */
function unknownIn({ unknown }: ChainFound): string[] {
  return grouped(unknown, ({ why }) => why).map((alike) => {
    const roles = grouped(alike, ({ credential }) => credential.of.arn)
    const named = roles.slice(0, MOST_ROLES).map(([{ credential }, ...others]) => {
      return `${sessionIn(credential)}${others.length === 0 ? '' : ` and ${others.length} more of its sessions`}`
    })
    const more = roles.length > MOST_ROLES ? `, and for sessions of ${roles.length - MOST_ROLES} more roles,` : ''
    return `Who asked for ${named.join(', for ')}${more} is not known: ${alike[0].why}.`
  })
}

function stepsIn({ hops }: ChainFound): string[] {
  return grouped(hops, ({ hop, by }) => `${hop} ${by}`).map((alike) => {
    const [{ hop, by }] = alike
    const ids = alike.slice(0, MOST_IDS).map(({ eventId }) => eventId)
    const more = alike.length > MOST_IDS ? ` and ${alike.length - MOST_IDS} more` : ''
    return `${hop} back: ${by} (${alike.length === 1 ? 'event' : 'events'} ${ids.join(', ')}${more})`
  })
}

function rootsIn({ roots }: ChainFound): string[] {
  const alike = grouped(roots, ({ who }) => who)
  return alike.slice(0, MOST_TOLD).map((same) => {
    const deepest = Math.max(...same.map(({ hop }) => hop))
    return deepest === 0 ? `root: ${same[0].who}` : `root ${deepest} back: ${same[0].who}`
  })
}

/** In the order of the first of each. */
function grouped<One>(all: readonly One[], nameOf: (one: One) => string): [One, ...One[]][] {
  const groups = new Map<string, [One, ...One[]]>()
  for (const one of all) {
    const known = groups.get(nameOf(one))
    if (known === undefined) groups.set(nameOf(one), [one])
    else known.push(one)
  }
  return [...groups.values()]
}
