import { z } from 'zod'

/** What bounds the program, whatever people approve. */
export const limitsSchema = z
  .strictObject({
    holdDownMinutes: z.number().min(0).max(525_600).default(60),
    /** Blocks put by approval within 60 minutes, each account by itself; further ones wait for somebody to look. */
    blocksPerAccountPerHour: z.number().int().min(1).max(1_000).default(5),
  })
  .prefault({})
