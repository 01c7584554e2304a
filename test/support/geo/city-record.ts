import type { MmdbValue } from './mmdb-bytes.js'

export function cityRecord(
  city: string,
  country: string,
  latitude: number,
  longitude: number,
  accuracyKm = 10,
): MmdbValue {
  return {
    city: { names: { en: city } },
    country: { iso_code: country },
    location: { latitude, longitude, accuracy_radius: accuracyKm },
  }
}

export function asnRecord(asn: number, organisation: string): MmdbValue {
  return { autonomous_system_number: asn, autonomous_system_organization: organisation }
}
