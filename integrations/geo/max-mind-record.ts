import { z } from 'zod'
import type { Coordinates, Network, Place } from '../../src/evidence/indicators/indicator-input.js'

/** A field of another type than MaxMind's is a field that is not there. */
function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined)
}

const name = z.string().transform((text) => text.slice(0, 128))
const country = lenient(z.object({ iso_code: lenient(z.string().regex(/^[A-Za-z]{2}$/)) }))
const ownerFields = {
  autonomous_system_number: lenient(z.number().int().nonnegative()),
  autonomous_system_organization: lenient(name),
}

/** City, Country, Enterprise, ASN and ISP records, and those that are made like them. https://dev.maxmind.com/geoip/docs/databases */
const recordSchema = z.object({
  ...ownerFields,
  country,
  registered_country: country,
  city: lenient(z.object({ names: lenient(z.object({ en: lenient(name) })) })),
  location: lenient(
    z.object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      accuracy_radius: lenient(z.number().nonnegative()),
    }),
  ),
  traits: lenient(
    z.object({
      ...ownerFields,
      is_anonymous: lenient(z.boolean()),
      is_hosting_provider: lenient(z.boolean()),
      user_type: lenient(z.string()),
    }),
  ),
})
export type MaxMindRecord = z.infer<typeof recordSchema>

/** null where the file has something else under the address than a record. */
export function readMaxMindRecord(value: unknown): MaxMindRecord | null {
  return recordSchema.safeParse(value).data ?? null
}

/** Without a country there is no place. Where the country of use is not known, the one of registration counts. */
export function placeIn({ country, registered_country, city, location }: MaxMindRecord): Place | null {
  const code = country?.iso_code ?? registered_country?.iso_code
  if (code === undefined) return null
  return { country: code.toUpperCase(), city: city?.names?.en ?? null, coordinates: coordinatesIn(location) }
}

function coordinatesIn(location: MaxMindRecord['location']): Coordinates | null {
  if (location === undefined) return null
  const { latitude, longitude, accuracy_radius = 0 } = location
  return { latitude, longitude, accuracyKm: accuracy_radius }
}

export function networkIn(record: MaxMindRecord): Network | null {
  const { traits } = record
  const organisation = record.autonomous_system_organization ?? traits?.autonomous_system_organization
  if (organisation === undefined || organisation === '') return null
  return {
    organisation,
    asn: record.autonomous_system_number ?? traits?.autonomous_system_number ?? null,
    isHosting: traits?.is_hosting_provider === true || traits?.is_anonymous === true || traits?.user_type === 'hosting',
  }
}
