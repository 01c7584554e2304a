import type { SeededRandom } from '../../app/exercise/virtual/seeded-random.js'
import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import type { LoggedCall } from '../../simulated-aws/account/call-log.js'
import type { Attack } from '../../simulated-aws/attackers/attacker.js'

const POLL_MS = { least: 100, most: 500 }
/** Denied so often in a row, or where nobody changed anything for so long, an attacker looks in less often. */
const DENIALS_UNTIL_SLOW = 10
const STILL_UNTIL_SLOW_MS = 30_000
const SLOW_POLL_MS = 2_000

/** Only what changes IAM; a session that is opened changes nothing in there. */
export function isMutation({ operation, error }: LoggedCall): boolean {
  return error === null && operation.startsWith('iam:') && !/^iam:(Get|List|Simulate|Generate)/.test(operation)
}

/** Lets an attacker act in virtual time from now on, between any two calls of whoever defends. */
export function pursue({ time, account }: VirtualWorld, attack: Attack, random: SeededRandom): void {
  const pollMs = random.between(POLL_MS.least, POLL_MS.most)
  let denials = 0
  let changedAtMs = time.nowMs
  account.onCall((call) => {
    if (isMutation(call)) changedAtMs = time.nowMs
    if (call.via === 'actor') denials = call.error === null ? 0 : denials + 1
  })
  const act = () => {
    attack.step()
    const isSlow = denials >= DENIALS_UNTIL_SLOW || time.nowMs - changedAtMs > STILL_UNTIL_SLOW_MS
    time.at(time.nowMs + (isSlow ? SLOW_POLL_MS : pollMs), 'attacker', act)
  }
  time.at(time.nowMs, 'attacker', act)
}
