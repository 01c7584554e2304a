import { routineOf } from '../../../../src/evidence/sessions/routine-of.js'
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
const call = (day: number, accessKeyId: string, changes = {}) =>
  anEvent({
    actor: aSessionOf({ role: 'ci', session: 's', accessKeyId }),
    eventTime: at(9 - day * 24),
    ...changes,
  })

describe('how routinely a role is used', () => {
  const before = [3, 2, 2, 1].map((day, i) => call(day, `ASIABEFORE${i}`))
  const now = [call(0, 'ASIANOW'), call(0, 'ASIANOW', { eventTime: at(11), sourceIp: '203.0.113.9' })]
  const assumptions = [
    anAssumption({ by: aUser('ana'), role: 'ci', session: 's', key: 'ASIABEFORE0', eventTime: at(-63.1) }),
    anAssumption({ by: aUser('mallory'), role: 'ci', session: 's', key: 'ASIANOW', eventTime: at(8.9) }),
  ]
  const routine = routineOf(factsOf([...now, ...before, ...assumptions]), ci)

  it('says how long it was active, and on how many days it was seen before', () => {
    expect(routine).toMatchObject({
      firstSeen: at(9),
      lastSeen: at(11),
      activeMs: 2 * 3_600_000,
      daysSeen: { scope: 1, baseline: 3 },
      baselineDays: 3,
      credentials: { scope: 1, baseline: 4 },
    })
  })

  it('says by whom it was assumed, then and now', () => {
    expect(routine.assumers.map(({ actorKey, scope, baseline }) => [actorKey, scope, baseline])).toEqual([
      [`user:${account}:ana`, 0, 1],
      [`user:${account}:mallory`, 1, 0],
    ])
    expect(routine.assumers[1]?.eventIds).toEqual([assumptions[1]?.eventId])
  })

  it('tells usual addresses and agents from those that were never seen before', () => {
    expect(routine.sourceIps).toEqual({ usual: ['198.51.100.7'], onlyNow: ['203.0.113.9'] })
    expect(routine.userAgents).toEqual({ usual: ['aws-cli/2.15.0'], onlyNow: [] })
  })

  it('is empty for who is in no record', () => {
    expect(routineOf(factsOf(now), 'role:x:nobody')).toMatchObject({ firstSeen: null, activeMs: 0, assumers: [] })
  })
})
