import { z } from 'zod'
import type { Account } from '../../account/account.js'
import type { Json, JsonObject } from '../../json.js'
import type { Reply } from '../../pipeline/call.js'

export const pageInput = z.object({
  pageSize: z.coerce.number().int().min(1).max(500).default(50),
  nextToken: z.string().regex(/^\d+$/).optional(),
})

/** One page of a list under its name; with `emptyPages` the first of them is empty. */
export function listPage(
  account: Account,
  name: string,
  items: readonly JsonObject[],
  { pageSize, nextToken }: z.output<typeof pageInput>,
): Reply {
  if (account.settings.emptyPages && nextToken === undefined) {
    return { ok: true, result: { [name]: [], nextToken: '0' } }
  }
  const from = Number(nextToken ?? 0)
  const page: Json[] = items.slice(from, from + pageSize)
  const isOver = from + pageSize >= items.length
  return { ok: true, result: { [name]: page, ...(!isOver && { nextToken: String(from + pageSize) }) } }
}
