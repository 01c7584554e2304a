import type { JsonObject } from '../json.js'
import type { DeliveredFile } from './trail-delivery.js'

/** What is in a log file, before it is zipped. */
export function contentOf({ records }: DeliveredFile): string {
  const all: JsonObject[] = records.map(({ entry }) => entry.record)
  return JSON.stringify({ Records: all })
}
