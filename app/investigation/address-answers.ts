import { setImmediate as turn } from 'node:timers/promises'
import type { CloudTrailEvent } from '../../src/domain/cloudtrail-event.js'
import type { FlaggedAddresses, GeoLookup, Network, Place } from '../../src/evidence/indicators/indicator-input.js'
import { plainAddress } from '../../src/evidence/indicators/source-kind.js'

/** What is known of the addresses of some calls, as plain data that passes between threads; null: nothing was given. */
export interface AddressAnswers {
  readonly geo: {
    readonly knows: GeoLookup['knows']
    readonly places: ReadonlyMap<string, Place>
    readonly networks: ReadonlyMap<string, Network>
    readonly damage: string | null
  } | null
  readonly flagged: ReadonlyMap<string, string> | null
}

export interface Lookups {
  readonly geo: GeoLookup | null
  readonly flagged: FlaggedAddresses | null
}

const atATime = 500

/** Asks about every address of the calls beforehand: lookups hold files open and functions, which do not pass. */
export async function addressAnswers(
  events: readonly CloudTrailEvent[],
  { geo, flagged }: Lookups,
): Promise<AddressAnswers> {
  if (geo === null && flagged === null) return { geo: null, flagged: null }
  const places = new Map<string, Place>()
  const networks = new Map<string, Network>()
  const reasons = new Map<string, string>()
  let asked = 0
  for (const source of new Set(events.flatMap(({ sourceIp }) => sourceIp ?? []))) {
    const address = plainAddress(source)
    if (address === null) continue
    keep(places, address, geo?.placeOf(address))
    keep(networks, address, geo?.networkOf(address))
    keep(reasons, address, flagged?.reasonOf(address))
    asked += 1
    if (asked % atATime === 0) await turn()
  }
  return {
    geo: geo === null ? null : { knows: geo.knows, places, networks, damage: geo.damage() },
    flagged: flagged === null ? null : reasons,
  }
}

/** Lookups that give the same answers for these addresses, in one spelling. */
export function lookupsOf({ geo, flagged }: AddressAnswers): Lookups {
  return { geo: geo === null ? null : geoOf(geo), flagged: flagged === null ? null : flaggedOf(flagged) }
}

function geoOf({ knows, places, networks, damage }: NonNullable<AddressAnswers['geo']>): GeoLookup {
  return {
    knows,
    placeOf: (address) => places.get(address) ?? null,
    networkOf: (address) => networks.get(address) ?? null,
    damage: () => damage,
  }
}

function flaggedOf(reasons: ReadonlyMap<string, string>): FlaggedAddresses {
  return { reasonOf: (address) => reasons.get(address) ?? null }
}

function keep<Value>(known: Map<string, Value>, address: string, value: Value | null | undefined): void {
  if (value != null) known.set(address, value)
}
