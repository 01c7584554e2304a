import { returnedSessions, toldOf } from '../../../src/containment/returned-sessions.js'
import { whyNoMore, whyNotWider, widerPlan } from '../../../src/containment/wider-plan.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { type ContainPlan, planDigest } from '../../../src/domain/plan.js'
import type { RoleAsker, RoleUse } from '../../../src/domain/role-use.js'
import { aContainPlan } from '../../support/fixtures/plans.js'
import { aCall, applied } from './records.js'

const outside = '444455556666'
const stranger = { type: 'AWSAccount', accountId: outside, principalId: 'AROAOUTSIDESTRANGER01:cli' }
const colleague = { type: 'AWSAccount', accountId: outside, principalId: 'AIDAOUTSIDECOLLEAGUE1' }
const role = aContainPlan().entity

/** One session that the plan denies. */
function oneSession(purpose: 'denySession' | 'revokeOlderSessions' = 'denySession'): ContainPlan {
  const [write] = aContainPlan().writes
  if (write?.kind !== 'putPolicy') throw new Error('The plan puts no policy.')
  return {
    ...aContainPlan(),
    sessionName: purpose === 'denySession' ? 'support-17' : null,
    writes: [{ ...write, purpose }],
  }
}

/** Somebody is given a session of the role. */
function issue(sessionName: string, eventTime: string, changes: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return aCall({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    eventTime,
    actor: stranger,
    issued: {
      kind: 'assumeRole',
      accessKeyId: `ASIA${sessionName.toUpperCase()}`,
      assumedRoleId: `${role.uniqueId}:${sessionName}`,
      roleArn: role.arn,
      sessionName,
    },
    ...changes,
  })
}

const blocked = issue('support-17', '2026-03-01T09:50:00Z')
const later = '2026-03-01T10:04:00Z'

function returned(
  events: readonly CloudTrailEvent[],
  changes: { plan?: ContainPlan; roleUse?: RoleUse; sessionName?: string } = {},
) {
  const { plan = oneSession(), roleUse = null, sessionName = 'support-17' } = changes
  return returnedSessions({ events, block: applied(plan), sessionName, roleUse })
}

function askers(...list: readonly Partial<RoleAsker>[]): RoleUse {
  const asker: RoleAsker = {
    who: '',
    accountId: outside,
    isExternal: true,
    given: 1,
    refused: 0,
    firstAt: later,
    lastAt: later,
    daysBefore: 0,
    externalId: 'never',
    sessionNames: [],
    sourceIps: [],
    alive: 0,
    isNew: true,
    isRoutine: false,
    isAccused: false,
  }
  const filled = list.map((one) => ({ ...asker, ...one }))
  return { roleArn: role.arn, askedFrom: later, incidentFrom: later, askers: filled, askerCount: list.length, gaps: [] }
}

describe('whoever had the session that is denied', () => {
  it('is told by who they are, with all that CloudTrail says of the new session', () => {
    const back = issue('helpdesk', later, {
      eventId: 'e-back',
      sharedEventId: 's-back',
      sourceIp: '203.0.113.9',
      userAgent: 'x',
    })
    expect(returned([back, blocked])).toEqual([
      {
        kind: 'session',
        name: `${role.arn}/helpdesk/ASIAHELPDESK`,
        createdAt: later,
        by: `AROAOUTSIDESTRANGER01 of ${outside}`,
        cause: 'principal',
        returned: {
          eventId: 'e-back',
          sharedEventId: 's-back',
          sourceIp: '203.0.113.9',
          userAgent: 'x',
          asker: 'same',
        },
      },
    ])
  })

  it('does not come back by a session of the name that is denied, or by one that was refused', () => {
    const refused = issue('helpdesk', later, { errorCode: 'AccessDenied' })
    expect(returned([blocked, issue('support-17', later), refused])).toEqual([])
  })

  it('is told of with the other session from before the block that was not over then, since nothing denies it', () => {
    const early = (accessKeyId: string, expiresAt?: string) => {
      const asked = issue(`early-${accessKeyId}`, '2026-03-01T09:55:00Z')
      if (asked.issued === undefined) throw new Error('Nothing was issued.')
      return { ...asked, issued: { ...asked.issued, accessKeyId, ...(expiresAt === undefined ? {} : { expiresAt }) } }
    }
    const yesterday = issue('yesterday', '2026-02-28T21:00:00Z')
    const events = [early('ASIAEARLY', '2026-03-01T10:55:00Z'), early('ASIAOVER', '2026-03-01T09:59:59Z'), yesterday]

    expect(returned([blocked, ...events])).toMatchObject([
      { createdAt: '2026-03-01T09:55:00Z', cause: 'principal', returned: { asker: 'same', before: true } },
    ])
    expect(returned([blocked, early('ASIAEARLY')])).toHaveLength(1)
    expect(returned([blocked, early('ASIAEARLY')], { plan: oneSession('revokeOlderSessions') })).toEqual([])
  })

  it('is not held for the sessions that others of the account had before', () => {
    expect(returned([blocked, issue('early', '2026-03-01T09:55:00Z', { actor: colleague })])).toEqual([])
  })

  it('is told of with a new session also where many from before the block are told', () => {
    const many = Array.from({ length: 30 }, (_, index) => issue(`early-${index}`, '2026-03-01T09:55:00Z'))
    const told = toldOf(returned([blocked, ...many, issue('helpdesk', later)]))
    expect(told.filter(({ returned: one }) => one?.before)).toHaveLength(20)
    expect(told.at(-1)?.name).toContain('/helpdesk/')
  })

  it('is known by the evidence where the first record is not read any more', () => {
    const roleUse = askers({ who: `AROAOUTSIDESTRANGER01 of ${outside}`, isAccused: true })
    expect(returned([issue('helpdesk', later)], { roleUse })).toMatchObject([{ returned: { asker: 'same' } }])
    expect(returned([issue('helpdesk', later)])).toEqual([])
  })

  it('is suspected behind another principal of the same foreign account, unless that one uses the role routinely', () => {
    const other = issue('helpdesk', later, { actor: colleague })
    expect(returned([blocked, other])).toMatchObject([{ returned: { asker: 'sameAccount' } }])
    const roleUse = askers({ who: `AIDAOUTSIDECOLLEAGUE1 of ${outside}`, isNew: false, isRoutine: true, daysBefore: 5 })
    expect(returned([blocked, other], { roleUse })).toEqual([])
  })

  it('is not everybody of our own account, of an identity provider, nor a service', () => {
    const own = {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/eve',
      principalId: 'AIDAEVE',
      accountId: '111122223333',
    }
    const erin = { ...own, arn: 'arn:aws:iam::111122223333:user/erin', principalId: 'AIDAERIN' }
    expect(
      returned([issue('support-17', blocked.eventTime, { actor: own }), issue('x', later, { actor: erin })]),
    ).toEqual([])
    const login = (principalId: string) => ({ type: 'SAMLUser', identityProvider: 'corp', principalId })
    const federated = issue('support-17', blocked.eventTime, { actor: login('corp:eve') })
    expect(returned([federated, issue('x', later, { actor: login('corp:erin') })])).toEqual([])
    expect(returned([federated, issue('x', later, { actor: login('corp:eve') })])).toHaveLength(1)
    const service = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }
    const instance = issue('support-17', blocked.eventTime, { actor: service })
    expect(returned([instance, issue('i-0abc', later, { actor: service })])).toEqual([])
  })

  it('comes back under the old name, too, where only older sessions are revoked', () => {
    const plan = oneSession('revokeOlderSessions')
    expect(returned([blocked, issue('support-17', later)], { plan })).toHaveLength(1)
    expect(returned([blocked, issue('support-17', later)], { plan, sessionName: 'another' })).toEqual([])
  })

  it('is no matter where the whole role is denied, and of another role', () => {
    expect(returned([blocked, issue('helpdesk', later)], { plan: { ...aContainPlan(), sessionName: null } })).toEqual(
      [],
    )
    const elsewhere = issue('helpdesk', later)
    const issued = {
      kind: 'assumeRole' as const,
      accessKeyId: 'ASIAX',
      roleArn: 'arn:aws:iam::111122223333:role/other',
    }
    expect(returned([blocked, { ...elsewhere, issued }])).toEqual([])
  })

  it('is told of the first twenty times, the same in whatever order the records come and however often', () => {
    const minutes = Array.from({ length: 30 }, (_, minute) => `2026-03-01T10:${String(minute + 10)}:00Z`)
    const many = minutes.map((at, index) => issue(`x${index}`, at))
    const all = returned([blocked, ...many])
    expect(all).toHaveLength(30)
    const told = toldOf(all)
    expect(told.map(({ createdAt }) => createdAt)).toEqual(minutes.slice(0, 20))
    expect(toldOf(returned([...many, ...many, blocked].reverse()))).toEqual(told)
  })
})

describe('a wider plan', () => {
  const standing = oneSession()

  it('has the block that stands among its writes, after what is new, and names its plan', () => {
    const plan = widerPlan(aContainPlan(), standing)
    expect(plan.writes).toEqual([...aContainPlan().writes, ...standing.writes])
    expect(plan).toMatchObject({ widens: planDigest(standing), containmentId: standing.containmentId })
  })

  it('denies all of the role: where the configuration has nothing but older sessions revoked, it is none', () => {
    expect(whyNoMore(aContainPlan())).toBeNull()
    expect(whyNoMore(oneSession('revokeOlderSessions'))).toMatch(/does not deny all of it/)
  })

  it('is only of one session of a role', () => {
    expect(whyNotWider(standing)).toBeNull()
    expect(whyNotWider(aContainPlan())).toMatch(/more than one session of role .* already/)
    expect(whyNotWider(oneSession('revokeOlderSessions'))).not.toBeNull()
  })
})
