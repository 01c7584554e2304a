import type { Json } from './canonical-json.js'

/** One CloudTrail record as JSON, before anything was read out of it: fields may be missing, null, cut off or of other types. */
export type TrailRecord = { readonly [field: string]: Json }
