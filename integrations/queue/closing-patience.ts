/** How long running jobs get to end when the queue closes. */
const PATIENCE_MS = 10_000

/** BullMQ cannot close while its server is away, and jobs cannot end there either. */
const PATIENCE_WITHOUT_SERVER_MS = 1_000

/** How long to wait for members to close, as far as a `ping` tells whether that can succeed. */
export async function closingPatienceMs(ping: () => Promise<void>): Promise<number> {
  return await ping().then(
    () => PATIENCE_MS,
    () => PATIENCE_WITHOUT_SERVER_MS,
  )
}
