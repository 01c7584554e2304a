import { routinesOf } from '../../../../src/evidence/sessions/routines-of.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
} from '../../../support/fixtures/gathered-events.js'

const ci = `role:${account}:ci`
const calls = Array.from({ length: 12 }, (_, n) =>
  anEvent({
    actor: aSessionOf({ role: 'ci', session: 's', accessKeyId: 'ASIACI' }),
    eventTime: at(9 + n / 10),
    sourceIp: `198.51.100.${n}`,
  }),
)
const assumptions = Array.from({ length: 13 }, (_, n) =>
  anAssumption({ by: aUser(n > 10 ? 'busy' : `user${n}`), role: 'ci', session: 's', key: `ASIA${n}` }),
)

describe('the routines that are shown', () => {
  it('name the first few and count all, the busiest caller first', () => {
    const [routine] = routinesOf(factsOf([...calls, ...assumptions]), [ci])
    expect(routine).toMatchObject({ name: 'ci', assumerCount: 12, sourceIps: { onlyNow: { count: 12 } } })
    expect(routine?.sourceIps.onlyNow.first).toHaveLength(10)
    expect(routine?.assumers).toHaveLength(10)
    expect(routine?.assumers[0]).toMatchObject({ actorKey: `user:${account}:busy`, scope: 2 })
  })

  it('are of those that records show', () => {
    expect(routinesOf(factsOf(calls), ['role:x:nobody'])).toEqual([])
  })
})
