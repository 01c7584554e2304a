import { liveTiming } from '../../../playbooks/stages/timing.js'

/** Two before IAM enforces what it has answered; those in full are needed for `contained`. */
const KEPT_MS = [700, 2_800]

/**
 * A soak as long as the live one, with five of its 21 looks: nine tenths of a block's calls to AWS are looks. For suites about
 * something else than the soak itself; those of it (verdict, tampering, attackers, crashes) have all of them.
 */
export const fewLooks = {
  timing: {
    soakLooks: liveTiming.soakLooks.filter(({ atMs, depth }) => depth === 'full' || KEPT_MS.includes(atMs)),
  },
}
