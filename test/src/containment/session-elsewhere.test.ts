import { findSuspects, type SuspectsInput } from '../../../src/containment/suspects.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { aCall, applied, aUserActor, eve } from './records.js'
import { aUser, planFor } from './samples.js'

const block = applied(planFor(aUser()))

function find(changes: Partial<SuspectsInput>) {
  const nothing = { inventory: [], newKeys: [], events: [], lookedAt: '2026-03-01T10:10:00Z' }
  const plannedAt = '2026-03-01T09:45:00.400Z'
  return findSuspects({ ...nothing, block, plannedAt, suspectLookbackMs: 15 * 60_000, ...changes })
}

describe('sessions of other identities that the principal obtained', () => {
  const admin = 'arn:aws:iam::444455556666:role/admin'
  const obtained = (changes: Partial<CloudTrailEvent> = {}, issued: Partial<CloudTrailEvent['issued']> = {}) =>
    aCall({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      eventTime: '2026-03-01T09:50:00Z',
      actor: eve(),
      issued: { kind: 'assumeRole', accessKeyId: 'ASIAELSEWHERE', roleArn: admin, sessionName: 'x', ...issued },
      ...changes,
    })

  it('are suspects where the plan does not name them: CloudTrail showed them too late for it', () => {
    expect(find({ events: [obtained()] })).toEqual([
      {
        kind: 'session',
        name: `${admin}/x/ASIAELSEWHERE`,
        createdAt: '2026-03-01T09:50:00Z',
        by: 'arn:aws:iam::111122223333:user/staff/eve',
        cause: 'principal',
      },
    ])
  })

  it('are none where the plan names them: whoever approved it knew', () => {
    const { plan } = block
    const named = { accessKeyId: 'ASIAELSEWHERE', roleArn: admin, sessionName: 'x', expiresAt: null }
    const impact = { ...plan.impact, sessionsElsewhere: [named] }
    expect(find({ events: [obtained()], block: { ...block, plan: { ...plan, impact } } })).toEqual([])
  })

  it.each([
    ['refused', obtained({ errorCode: 'AccessDenied' })],
    ['over by now', obtained({}, { expiresAt: '2026-03-01T10:10:00Z' })],
    ["somebody else's", obtained({ actor: aUserActor('admin') })],
    ['older than what is looked at', obtained({ eventTime: '2026-03-01T09:44:59Z' })],
    ['tokens of its own', obtained({ eventName: 'GetSessionToken' }, { roleArn: undefined })],
    ["the blocked entity's own", obtained({}, { roleArn: block.plan.entity.arn })],
  ])('are none where they are %s', (_, event) => {
    expect(find({ events: [event] })).toEqual([])
  })

  it('are followed on from role to role', () => {
    const chained = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::444455556666:assumed-role/admin/x',
      accessKeyId: 'ASIAELSEWHERE',
    }
    const further = obtained({ actor: chained }, { accessKeyId: 'ASIAFURTHER' })
    expect(find({ events: [further, obtained()] }).map(({ name }) => name)).toEqual([
      `${admin}/x/ASIAELSEWHERE`,
      `${admin}/x/ASIAFURTHER`,
    ])
  })
})
