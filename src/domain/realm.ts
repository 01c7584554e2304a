import { z } from 'zod'
import { accountIdSchema, partitionSchema } from './partition.js'

/**
 * The world an incident belongs to: live or exercise, and which AWS behind which endpoint. A worker claims effects of its
 * own realm only, so that an exercise can never write to a live account, nor the other way round.
 */
export const realmSchema = z.object({
  kind: z.enum(['live', 'exercise']),
  partition: partitionSchema,
  accountId: accountIdSchema,
  /** null is AWS itself; anything else is named in every message. */
  endpoint: z.url().nullable(),
})
export type Realm = z.infer<typeof realmSchema>

/** The realm as one comparable word, stored with every incident, effect and queue name. */
export function realmId(realm: Realm): string {
  const where = realm.endpoint === null ? 'aws' : new URL(realm.endpoint).host
  return [realm.kind, realm.partition, realm.accountId, where].join('/')
}

/** `EXERCISE · endpoint 127.0.0.1:4566 is not AWS`, or '' for live AWS: opens every message of that realm. */
export function realmBanner(realm: Realm): string {
  const exercise = realm.kind === 'exercise' ? ['EXERCISE'] : []
  const endpoint = realm.endpoint === null ? [] : [`endpoint ${new URL(realm.endpoint).host} is not AWS`]
  return [...exercise, ...endpoint].join(' · ')
}
