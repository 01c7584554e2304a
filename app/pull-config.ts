import { z } from 'zod'

/**
 * `sources.detective.pull`: asks Amazon Detective of each account for investigations that were done since, for it sends
 * none. Of an account whose Detective is administered by another one, that other one must be served.
 */
export const detectivePullSchema = z.strictObject({
  /** ListInvestigations is asked once in this time, for each account and Region of its `lookupRegions`. */
  everyMinutes: z.number().min(1).max(1_440),
})
export type DetectivePullConfig = z.infer<typeof detectivePullSchema>
