import fc from 'fast-check'
import { VirtualWorld } from '../virtual/virtual-world.js'
import { playHistory } from './play-history.js'
import { randomHistories } from './random-histories.js'

const ops = new Map<string, number>()
const seen = new Set<VirtualWorld>()
const orig = VirtualWorld.prototype.report
VirtualWorld.prototype.report = function (f) {
  if (!seen.has(this)) {
    seen.add(this)
    this.account.onCall((c) => {
      const k = c.via + ' ' + c.operation + ' ' + (c.error ?? c.fault ?? '')
      if (!/:(Get|List|Look|Sim)/.test(k)) ops.set(k, (ops.get(k) ?? 0) + 1)
    })
  }
  return orig.call(this, f)
}
for (const one of fc.sample(randomHistories, { numRuns: 60, seed: 5 })) await playHistory(one)
for (const [k, n] of [...ops].sort()) console.log(n, k)
