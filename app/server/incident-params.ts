import { z } from 'zod'

/** The incident that a path names. */
export const incidentParams = z.object({
  id: z.string().regex(/^inc_[0-9a-z]{20}$/, 'an incident id is inc_ and 20 characters'),
})
