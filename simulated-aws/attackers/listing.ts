import { z } from 'zod'
import type { Actor } from '../actor.js'
import type { JsonObject } from '../json.js'

const pageSchema = z.object({ IsTruncated: z.boolean(), Marker: z.string().optional() })

export type Listing<Item extends z.ZodType> = {
  action: string
  parameters?: JsonObject
  /** Where the answer has its items. */
  field: string
  item: Item
}

/** All pages of an IAM list; undefined where any of them is refused: half a list would make a block look like none. */
export function listAll<Item extends z.ZodType>(actor: Actor, listing: Listing<Item>): z.output<Item>[] | undefined {
  const { action, parameters, field, item } = listing
  const reply = actor.call({ service: 'iam', action, ...(parameters && { parameters }) })
  if (!reply.ok) return undefined
  const { IsTruncated, Marker } = pageSchema.parse(reply.result)
  const items = z.array(item).parse(reply.result?.[field])
  if (!IsTruncated || Marker === undefined) return items
  const rest = listAll(actor, { ...listing, parameters: { ...parameters, Marker } })
  return rest && [...items, ...rest]
}
