import { MaxMindFileError } from '../../integrations/geo/max-mind-file-error.js'
import { openMaxMindGeo } from '../../integrations/geo/max-mind-geo.js'
import { readThreatLists } from '../../integrations/threat-list/read-threat-lists.js'
import { ThreatListError } from '../../integrations/threat-list/threat-list-error.js'
import type { FlaggedAddresses, GeoLookup } from '../../src/evidence/indicators/indicator-input.js'

export interface AddressFiles {
  readonly geo?: string
  readonly asn?: string
  readonly flagged?: string
}

type ReadAddressFiles =
  | {
      readonly ok: true
      readonly geo: GeoLookup | null
      readonly flagged: FlaggedAddresses | null
      /** Lines of the list that are no addresses. */
      readonly badLines: number
    }
  | { readonly ok: false; readonly reason: string }

/** What a person has about addresses: where they are, whose, and which are warned of. Null for what was not given. */
export async function readAddressFiles({ geo, asn, flagged }: AddressFiles): Promise<ReadAddressFiles> {
  const maps = [geo, asn].filter((path) => path !== undefined)
  try {
    const lists = flagged === undefined ? null : await readThreatLists([flagged])
    return {
      ok: true,
      geo: maps.length === 0 ? null : await openMaxMindGeo(maps),
      flagged: lists?.list ?? null,
      badLines: lists?.badLines.length ?? 0,
    }
  } catch (error) {
    if (error instanceof MaxMindFileError || error instanceof ThreatListError) {
      return { ok: false, reason: `${error.message}.`.replace(/\.\.$/, '.') }
    }
    throw error
  }
}
