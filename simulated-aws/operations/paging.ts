import { z } from 'zod'
import type { Account } from '../account/account.js'
import { type Failure, validationError } from '../pipeline/aws-error.js'

/** The paging parameters of every IAM list. */
export const pagingInput = {
  MaxItems: z.coerce.number().int().min(1).max(1000).default(100),
  Marker: z.string().min(1).optional(),
}

export type PageRequest = { MaxItems: number; Marker?: string | undefined }
export type Page<Item> = { ok: true; items: Item[]; isTruncated: boolean; marker: string | undefined }

const markerSchema = z.object({ after: z.string().nullable() })

/**
 * One page of a list, in the order of `keyOf`. A marker names the last key served, so that what is added or removed
 * between two pages neither repeats nor hides anything else. With the account's `emptyPages` every list begins with a
 * page that is empty and truncated: "IAM might return fewer results, even when there are more results available".
 */
export function page<Item>(
  account: Account,
  all: Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
): Page<Item> | Failure {
  const start = readMarker(request.Marker)
  if (start === undefined) return validationError('Invalid Marker.')
  if (account.settings.emptyPages && request.Marker === undefined) {
    return { ok: true, items: [], isTruncated: true, marker: writeMarker(null) }
  }
  const { after } = start
  const rest = all
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .filter(({ key }) => after === null || key > after)
  const served = rest.slice(0, request.MaxItems)
  const isTruncated = rest.length > served.length
  const marker = isTruncated ? writeMarker(served.at(-1)?.key ?? null) : undefined
  return { ok: true, items: served.map(({ item }) => item), isTruncated, marker }
}

/** The part of a list's answer that every list has. */
export function pageFields({ isTruncated, marker }: Page<unknown>): { IsTruncated: boolean; Marker?: string } {
  return { IsTruncated: isTruncated, ...(marker !== undefined && { Marker: marker }) }
}

function writeMarker(after: string | null): string {
  return Buffer.from(JSON.stringify({ after })).toString('base64url')
}

function readMarker(marker: string | undefined): { after: string | null } | undefined {
  if (marker === undefined) return { after: null }
  try {
    return markerSchema.safeParse(JSON.parse(Buffer.from(marker, 'base64url').toString())).data
  } catch {
    return undefined
  }
}
