import { z } from 'zod'

/**
 * A port of its own for health and metrics, without a token: for `work`, which has no other, and for whoever keeps the web
 * server's away from the scraper. It tells an intruder whether he was seen: bind it where only the operator gets to.
 */
export const healthSchema = z
  .strictObject({
    host: z.string().default('127.0.0.1'),
    /** null: no port; --health-port opens one for a single process. */
    port: z.number().int().min(0).max(65_535).nullable().default(null),
    /** Reads /metrics of the web server, beside the people: `printf %s TOKEN | sha256sum`. */
    metricsTokenSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the token, as 64 hex digits')
      .nullable()
      .default(null),
  })
  .prefault({})
