import { observeActivity } from '../../../src/containment/observe.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { aCall, applied, aUserActor, eve, eveFederated } from './records.js'
import { aGroup, aRole, aUser, planFor } from './samples.js'

const explicit =
  'User: x is not authorized to perform: s3:ListBuckets with an explicit deny in an identity-based policy'
const denied = { errorCode: 'AccessDenied', errorMessage: explicit }

function seen(block: ReturnType<typeof applied>, ...events: CloudTrailEvent[]) {
  const { denied: denials, succeeded } = observeActivity(events, block)
  return { denied: denials, succeeded: succeeded.map(({ eventId }) => eventId) }
}

describe('calls of a blocked user', () => {
  const block = applied(planFor(aUser()))
  const session = eve({ accessKeyId: 'ASIAEXAMPLESESSION001', sessionIssuedAt: '2026-03-01T09:00:00Z' })

  it.each([
    ['a long-term key', eve()],
    ['a session token', session],
    ['a federated session', eveFederated()],
    ['her ARN alone, in another case', { arn: 'arn:aws:iam::111122223333:user/staff/EVE' }],
  ])('known by %s count', (_, actor) => {
    const success = aCall({ actor })
    expect(seen(block, success, aCall({ actor, ...denied }))).toEqual({ denied: 1, succeeded: [success.eventId] })
  })

  it.each([
    ['a re-created namesake', eve({ principalId: 'AIDAEXAMPLEANOTHEREVE' })],
    ['a role of her name', aCall().actor],
    ['a namesake elsewhere', { arn: 'arn:aws:iam::444455556666:user/staff/eve' }],
  ])('of %s do not', (_, actor) => {
    expect(seen(block, aCall({ actor }))).toEqual({ denied: 0, succeeded: [] })
  })
})

describe('calls of the members of a blocked group', () => {
  const block = applied(planFor(aGroup()))

  it.each([
    ['a member', aUserActor('bob')],
    ['a member with a path, in another case', eve({ arn: 'arn:aws:iam::111122223333:user/staff/EVE' })],
    ["a member's federated session", eveFederated()],
    ['a member that only its name tells', { type: 'IAMUser', userName: 'bob' }],
  ])('known by %s count', (_, actor) => {
    const success = aCall({ actor })
    expect(seen(block, success, aCall({ actor, ...denied }))).toEqual({ denied: 1, succeeded: [success.eventId] })
  })

  it.each([
    ['somebody else', aUserActor('mallory')],
    ['a namesake elsewhere', { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/bob' }],
    ['a role of a member’s name', { arn: 'arn:aws:sts::111122223333:assumed-role/bob/x' }],
  ])('of %s do not', (_, actor) => {
    expect(seen(block, aCall({ actor }))).toEqual({ denied: 0, succeeded: [] })
  })
})

describe('a plan that denies one session', () => {
  const plan = planFor(aRole(), { role: ['deny-session'] }, { sessionName: 'build-17' })
  const of = (session: string) => ({
    ...aCall().actor,
    principalId: `AROAEXAMPLECIDEPLOY01:${session}`,
    arn: `arn:aws:sts::111122223333:assumed-role/ci-deploy/${session}`,
  })

  it('is broken by a success of that session, and not by another session', () => {
    const own = aCall({ actor: of('build-17') })
    expect(seen(applied(plan), own, aCall({ actor: of('build-18') }))).toEqual({ denied: 0, succeeded: [own.eventId] })
  })

  it('a record that does not say which session it is of counts', () => {
    const unnamed = aCall({ actor: { issuerId: 'AROAEXAMPLECIDEPLOY01', principalId: 'AROAEXAMPLECIDEPLOY01' } })
    expect(seen(applied(plan), unnamed).succeeded).toEqual([unnamed.eventId])
  })
})

describe('a plan that revokes older sessions', () => {
  const since = (sessionIssuedAt: string | undefined) => {
    const { sessionIssuedAt: _issued, ...actor } = aCall().actor
    return { ...actor, ...(sessionIssuedAt === undefined ? {} : { sessionIssuedAt }) }
  }
  const block = applied(planFor(aRole(), { role: ['revoke-sessions'] }), { revokedBefore: '2026-03-01T10:00:01Z' })

  it('is broken by a session issued before its date, and by none issued at or after it', () => {
    const older = aCall({ actor: since('2026-03-01T10:00:00Z') })
    const atDate = aCall({ actor: since('2026-03-01T10:00:01Z') })
    expect(seen(block, older, atDate)).toEqual({ denied: 0, succeeded: [older.eventId] })
  })

  it('a session whose issue is not told counts', () => {
    const untold = aCall({ actor: since(undefined) })
    expect(seen(block, untold).succeeded).toEqual([untold.eventId])
  })

  it('a long-term key has no date of issue and is never meant; a temporary one is', () => {
    const user = applied(planFor(aUser(), { user: ['revoke-sessions'] }))
    const temporary = aCall({ actor: eve({ accessKeyId: 'ASIAEXAMPLESESSION001' }) })
    const federated = aCall({ actor: eveFederated() })
    expect(seen(user, aCall({ actor: eve() }), temporary, federated).succeeded).toEqual([
      temporary.eventId,
      federated.eventId,
    ])
  })

  it('beside a denial of one session means both', () => {
    const both = planFor(aRole(), { role: ['deny-session', 'revoke-sessions'] }, { sessionName: 'build-18' })
    const older = aCall()
    const named = aCall({
      actor: { ...since('2026-03-01T10:30:00Z'), principalId: 'AROAEXAMPLECIDEPLOY01:build-18' },
    })
    const newer = aCall({ actor: since('2026-03-01T10:30:00Z') })
    expect(seen(applied(both), older, named, newer).succeeded).toEqual([older.eventId, named.eventId])
  })
})

describe('a plan that only turns keys off', () => {
  const block = applied(planFor(aUser(), { user: ['disable-keys'] }))

  it('Federation survival: a session issued before is a success, and the block failed', () => {
    const federated = aCall({ actor: eveFederated() })
    expect(seen(block, federated).succeeded).toEqual([federated.eventId])
    const denyAll = applied(planFor(aUser()))
    expect(seen(denyAll, aCall({ actor: eveFederated(), ...denied }))).toEqual({ denied: 1, succeeded: [] })
  })

  it('a denial has another reason, and a key that is refused as inactive is the proof', () => {
    const rejected = { errorCode: 'InvalidClientTokenId' }
    expect(seen(block, aCall({ actor: eve(), ...denied })).denied).toBe(0)
    expect(seen(block, aCall({ actor: eve(), ...rejected })).denied).toBe(1)
    expect(seen(block, aCall({ actor: eve({ accessKeyId: 'AKIAEXAMPLEOTHERKEY01' }), ...rejected })).denied).toBe(0)
  })
})
