import type { PrincipalIdentity } from '../../../../src/domain/principal-activity.js'
import { accountWith, closeAll, query, readActivity } from './reading-world.js'
import { ana, callOfAna, callWith, changeOf, federatedCall, issueOf, record, tokenOfAna } from './records.js'

afterEach(closeAll)

const accountId = '111122223333'
const user: PrincipalIdentity = { type: 'user', name: 'ana', arn: ana.arn, accountId, uniqueId: ana.principalId }
const group: PrincipalIdentity = {
  type: 'group',
  name: 'admins',
  arn: 'arn:aws:iam::111122223333:group/admins',
  accountId,
  uniqueId: 'AGPAEXAMPLEADMINS0001',
}

type RawRecord = ReturnType<typeof record>

function altered(base: RawRecord, changes: object): RawRecord {
  return { ...base, ...changes }
}

async function idsOf(principal: PrincipalIdentity, events: RawRecord[], accessKeyIds: string[] = []) {
  const activity = await readActivity(await accountWith(...events), { principal, accessKeyIds })
  return activity.events.map(({ eventId }) => eventId)
}

describe('the activity of a user', () => {
  it('calls with any of its keys are found by its name', async () => {
    const calls = ['AKIAEXAMPLE0000000ANA', 'AKIAEXAMPLE00000ANA02'].map((key) => callOfAna(key))
    expect(await idsOf(user, [...calls, callWith('ASIAEXAMPLE0000000001')])).toEqual(
      calls.map(({ eventID }) => eventID),
    )
  })

  it('a key that the finding names is asked for, although the record does not tell the user', async () => {
    const call = callOfAna('AKIAEXAMPLE0000000ANA', {
      userIdentity: { type: 'IAMUser', arn: ana.arn, accessKeyId: 'AKIAEXAMPLE0000000ANA' },
    })
    expect(await idsOf(user, [call])).toEqual([])
    expect(await idsOf(user, [call], ['AKIAEXAMPLE0000000ANA'])).toEqual([call.eventID])
  })

  it('credentials that it issued to itself and to federated users are followed, also those issued before the window', async () => {
    const early = tokenOfAna('GetFederationToken', 'ASIAEXAMPLE0000GUEST1', '2026-02-28T22:00:00Z')
    const own = tokenOfAna('GetSessionToken', 'ASIAEXAMPLE0000000ANA', '2026-03-01T09:00:00Z')
    const guest = federatedCall('ASIAEXAMPLE0000GUEST1', { eventTime: '2026-03-01T10:00:00Z' })
    const session = callOfAna('ASIAEXAMPLE0000000ANA', { eventTime: '2026-03-01T10:30:00Z' })
    const expected = [early, own, guest, session].map(({ eventID }) => eventID)
    expect(await idsOf(user, [guest, session, own, early])).toEqual(expected)
  })

  it('a role that it assumed is seen, and what the role did is not its own', async () => {
    const issue = issueOf('ASIAEXAMPLE0000000001', '2026-03-01T09:00:00Z', 'Mar 1, 2026, 10:00:00 AM')
    expect(await idsOf(user, [issue, callWith('ASIAEXAMPLE0000000001')])).toEqual([issue.eventID])
  })

  it('what others did to it is part of it, and what they did to others is not', async () => {
    const bo = {
      userIdentity: { ...ana, userName: 'bo', arn: 'arn:aws:iam::111122223333:user/bo', principalId: 'AIDABO' },
    }
    const change = altered(changeOf('CreateAccessKey', '2026-03-01T09:00:00Z', { userName: 'ana' }), bo)
    const other = altered(changeOf('CreateAccessKey', '2026-03-01T09:00:00Z', { userName: 'bo' }), bo)
    expect(await idsOf(user, [change, other])).toEqual([change.eventID])
  })

  it('a re-created namesake and a role of the same name are left out', async () => {
    const namesake = record({ userIdentity: { ...ana, principalId: 'AIDAEXAMPLEANOTHER001' } })
    const role = callWith('ASIAEXAMPLE0000000001', {
      userIdentity: { type: 'AssumedRole', userName: 'ana', arn: 'arn:aws:sts::111122223333:assumed-role/ana/x' },
    })
    expect(await idsOf(user, [namesake, role])).toEqual([])
  })
})

describe('the activity of one session of a role', () => {
  const session: PrincipalIdentity = { ...query.principal, sessionName: 'build' }

  it('has the calls of the session, and not those of others', async () => {
    const issue = issueOf('ASIAEXAMPLE0000000001', '2026-03-01T09:00:00Z', 'Mar 1, 2026, 10:00:00 AM')
    const otherIssue = altered(issueOf('ASIAEXAMPLE0000000002', '2026-03-01T09:00:00Z', 'Mar 1, 2026, 10:00:00 AM'), {
      requestParameters: { roleArn: query.principal.arn, roleSessionName: 'night' },
    })
    const call = callWith('ASIAEXAMPLE0000000001', { eventTime: '2026-03-01T09:30:00Z' })
    const night = {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLECIDEPLOY01:night',
      accessKeyId: 'ASIAEXAMPLE0000000002',
    }
    const otherCall = callWith('ASIAEXAMPLE0000000002', { userIdentity: night })
    const change = changeOf('PutRolePolicy', '2026-03-01T09:40:00Z')
    const ids = await idsOf(session, [issue, otherIssue, call, otherCall, change])
    expect(ids).toEqual([issue.eventID, call.eventID, change.eventID])
  })
})

describe('the activity of a group', () => {
  it('is what was done to it: its members act for themselves', async () => {
    const joined = changeOf('AddUserToGroup', '2026-03-01T09:00:00Z', { groupName: 'admins', userName: 'eve' })
    const left = changeOf('RemoveUserFromGroup', '2026-03-01T09:10:00Z', { groupName: 'admins', userName: 'ana' })
    const other = changeOf('AddUserToGroup', '2026-03-01T09:20:00Z', { groupName: 'readers', userName: 'eve' })
    const account = await accountWith(joined, left, other, callOfAna('AKIAEXAMPLE0000000ANA'))
    const { events, source } = await readActivity(account, {
      principal: group,
      accessKeyIds: ['AKIAEXAMPLE0000000ANA'],
    })
    expect(events.map(({ eventId }) => eventId)).toEqual([joined.eventID, left.eventID])
    expect(source).toMatchObject({ status: 'ok', requests: 1 })
  })

  it('the whole budget is for the group, since no keys follow', async () => {
    const joins = Array.from({ length: 120 }, () =>
      changeOf('AddUserToGroup', '2026-03-01T09:00:00Z', { groupName: 'admins', userName: 'eve' }),
    )
    const { source } = await readActivity(await accountWith(...joins), { principal: group, maxRequests: 3 })
    expect(source).toMatchObject({ status: 'ok', events: 120 })
  })
})
