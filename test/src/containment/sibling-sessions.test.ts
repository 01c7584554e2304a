import { newSiblings, siblingSentence, siblingSessions } from '../../../src/containment/sibling-sessions.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { anEvidence } from '../../support/fixtures/evidence.js'
import { aContainPlan } from '../../support/fixtures/plans.js'
import { aCall } from './records.js'

const stranger = { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAOUTSIDESTRANGER01:cli' }
const colleague = { ...stranger, principalId: 'AIDAOUTSIDECOLLEAGUE1' }
const { arn, uniqueId } = aContainPlan().entity
const at = '2026-03-01T10:00:00Z'

/** Somebody is given a session of the role. */
function issue(sessionName: string, changes: Partial<CloudTrailEvent> = {}, expiresAt?: string): CloudTrailEvent {
  const issued = {
    kind: 'assumeRole' as const,
    accessKeyId: `ASIA${sessionName.toUpperCase()}`,
    assumedRoleId: `${uniqueId}:${sessionName}`,
    roleArn: arn,
    sessionName,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
  const call = { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', eventTime: '2026-03-01T09:50:00Z' }
  return aCall({ ...call, actor: stranger, issued, ...changes })
}

const accused = issue('support')

function siblings(events: readonly CloudTrailEvent[], changes: { sessionName?: null; accessKeyId?: string } = {}) {
  const of = { events, role: { arn, uniqueId }, sessionName: 'support', accessKeyId: null, at }
  return siblingSessions({ ...of, ...changes }).map(({ sessionName }) => sessionName)
}

describe('other sessions of whoever has the accused one', () => {
  it('are those of the same caller that are alive, newest first, each once', () => {
    const older = issue('older', { eventTime: '2026-03-01T08:00:00Z' })
    const other = issue('other', { eventId: 'e-other' }, '2026-03-01T10:30:00Z')
    expect(siblings([older, accused, other, other, issue('theirs', { actor: colleague })])).toEqual(['other', 'older'])
  })

  it('are not those that are over, were refused, or have the accused name: that name is denied', () => {
    const over = issue('over', {}, '2026-03-01T09:59:00Z')
    const yesterday = issue('yesterday', { eventTime: '2026-02-28T21:59:00Z' })
    const refused = issue('refused', { errorCode: 'AccessDenied' })
    expect(siblings([accused, over, yesterday, refused, issue('support', { eventId: 'e-2' })])).toEqual([])
  })

  it('are found by the accused key where no name of a session is known, and not guessed where neither is', () => {
    const other = issue('other')
    expect(siblings([accused, other], { sessionName: null, accessKeyId: 'ASIASUPPORT' })).toEqual(['other'])
    expect(siblings([accused, other], { sessionName: null })).toEqual([])
    expect(siblings([other])).toEqual([])
  })

  it('are told in one sentence, in which names stand in quotes and the sixth is counted', () => {
    const by = 'AROAOUTSIDESTRANGER01 of 444455556666'
    const one = (sessionName: string) => ({ sessionName, accessKeyId: 'ASIAX', issuedAt: at, expiresAt: null, by })
    expect(siblingSentence({ siblings: [one('a\nb')] })).toBe(
      `Whoever has the accused session ("${by}") has another session of the role alive: "a\\nb" (ASIAX, end unknown).`,
    )
    expect(siblingSentence({ siblings: ['1', '2', '3', '4', '5', '6'].map(one) })).toMatch(
      /has 6 other sessions .*"5" \(ASIAX, end unknown\); 1 more\.$/,
    )
    expect(siblingSentence({})).toBeNull()
  })

  it('that come up while people are asked have them decide anew where one session is all that would be denied', () => {
    const sibling = { sessionName: 'x', accessKeyId: 'ASIAX', issuedAt: at, expiresAt: null, by: 'w' }
    const before = anEvidence()
    const after = anEvidence({ siblings: [sibling] })
    const narrow = { ...aContainPlan(), modes: ['deny-session' as const] }
    expect(newSiblings(before, after, narrow)).toContain('"x" (ASIAX')
    expect(newSiblings(after, after, narrow)).toBeNull()
    expect(newSiblings(before, after, aContainPlan())).toBeNull()
    expect(newSiblings(before, after, { ...narrow, modes: ['revoke-sessions', 'deny-session'] })).toBeNull()
  })
})
