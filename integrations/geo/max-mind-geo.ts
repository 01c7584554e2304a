import type { GeoLookup, Network, Place } from '../../src/evidence/indicators/indicator-input.js'
import { type MaxMindFile, openMaxMindFile } from './max-mind-file.js'
import { MaxMindFileError } from './max-mind-file-error.js'
import { networkIn, placeIn } from './max-mind-record.js'

const withCoordinates = /city|enterprise|insights|location/i
const withPlaces = /country|city|enterprise|insights|location/i
const withNetworks = /asn|isp|enterprise|insights/i

/**
 * Places and network owners out of the files given: a City or Country file and an ASN or ISP file, usually, in any order.
 * Where two files have the same, the first one given that knows the address counts. Throws MaxMindFileError where a file cannot
 * be used, or has neither places nor networks.
 */
export async function openMaxMindGeo(paths: readonly string[]): Promise<GeoLookup> {
  const files: MaxMindFile[] = []
  // One after the other: each is held in memory whole.
  for (const path of paths) {
    const file = await openMaxMindFile(path)
    const { databaseType } = file
    if (!withPlaces.test(databaseType) && !withNetworks.test(databaseType)) {
      throw new MaxMindFileError(path, `it is of type ${databaseType}, which has neither places nor network owners`)
    }
    files.push(file)
  }
  return new MaxMindGeo(files)
}

class MaxMindGeo implements GeoLookup {
  readonly knows: GeoLookup['knows']
  readonly #places: readonly MaxMindFile[]
  readonly #networks: readonly MaxMindFile[]

  constructor(private readonly files: readonly MaxMindFile[]) {
    this.#places = files.filter(({ databaseType }) => withPlaces.test(databaseType))
    this.#networks = files.filter(({ databaseType }) => withNetworks.test(databaseType))
    this.knows = {
      places: this.#places.length > 0,
      coordinates: files.some(({ databaseType }) => withCoordinates.test(databaseType)),
      networks: this.#networks.length > 0,
    }
  }

  placeOf(address: string): Place | null {
    return firstOf(this.#places, (file) => {
      const record = file.recordOf(address)
      return record === null ? null : placeIn(record)
    })
  }

  networkOf(address: string): Network | null {
    return firstOf(this.#networks, (file) => {
      const record = file.recordOf(address)
      return record === null ? null : networkIn(record)
    })
  }

  damage(): string | null {
    return firstOf(this.files, (file) => file.damage())
  }
}

function firstOf<Value>(files: readonly MaxMindFile[], read: (file: MaxMindFile) => Value | null): Value | null {
  for (const file of files) {
    const value = read(file)
    if (value !== null) return value
  }
  return null
}
