import fc from 'fast-check'
import { type EnforcedPolicies, PolicyHistory } from '../../../simulated-aws/account/policy-history.js'

const version = (name: string): EnforcedPolicies => ({
  identity: [{ name, document: { Version: '2012-10-17', Statement: [] } }],
  boundary: undefined,
  trust: undefined,
})
const nameOf = (policies: EnforcedPolicies) => policies.identity[0]?.name

it('whatever is written when, in force is the newest write that is at least the delay old', () => {
  const steps = fc.array(fc.nat({ max: 50 }), { maxLength: 30 })
  fc.assert(
    fc.property(steps, fc.nat({ max: 60 }), (waits, delayMs) => {
      const history = new PolicyHistory()
      history.settle(version('seed'))
      const writes = [{ atMs: Number.NEGATIVE_INFINITY, name: 'seed' }]
      let nowMs = 1000
      for (const [index, waitMs] of waits.entries()) {
        nowMs += waitMs
        writes.push({ atMs: nowMs, name: `write ${index}` })
        history.write(version(`write ${index}`), nowMs, delayMs)
        const expected = writes.findLast(({ atMs }) => atMs + delayMs <= nowMs)
        expect(nameOf(history.inForceAt(nowMs))).toBe(expected?.name)
      }
    }),
  )
})

it('a new principal is allowed nothing until its first write is in force', () => {
  const history = new PolicyHistory()
  history.write(version('first'), 1000, 100)
  expect([nameOf(history.inForceAt(1099)), nameOf(history.inForceAt(1100))]).toEqual([undefined, 'first'])
})
