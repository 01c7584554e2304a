import type { Clock } from '../src/ports.js'

/**
 * IAM may answer from a moment ago just after a write, both ways. What a single read says is therefore read again before it
 * counts against anybody: https://github.com/hashicorp/terraform-provider-aws/pull/18435
 */
export const REREADS = 2
const REREAD_PAUSE_MS = 100

export async function pauseBeforeReread(clock: Clock): Promise<void> {
  await clock.pause(REREAD_PAUSE_MS)
}
