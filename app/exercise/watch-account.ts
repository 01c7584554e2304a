import type { LoggedCall } from '../../simulated-aws/account/call-log.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'

/** Tells of every call of an account as it takes effect, whoever made it. */
export function onCallsOf({ account: { calls } }: SimulatedAccount, listener: (call: LoggedCall) => void): void {
  const add = calls.add.bind(calls)
  calls.add = (call) => {
    add(call)
    listener(call)
  }
}

/** From now on CloudTrail shows each call this much later than it would. */
export function delayTrailOf({ account: { trail } }: SimulatedAccount, byMs: number): void {
  const add = trail.add.bind(trail)
  trail.add = (record, visibleAtMs) => add(record, visibleAtMs + byMs)
}
