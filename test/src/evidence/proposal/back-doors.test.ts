import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { account, anAssumption, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, change, investigated, keyMade, names, notProposedAs, proposedAs, reads } from './proposal-case.js'

const elsewhere = '203.0.113.50'
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess'
const mallory = aUser('mallory')
const root: CloudTrailEvent['actor'] = {
  type: 'Root',
  arn: `arn:aws:iam::${account}:root`,
  principalId: account,
  accountId: account,
}
const identityCenter = aSessionOf({
  role: 'AWSReservedSSO_Admin_0123456789abcdef',
  session: 'mallory@example.org',
  path: '/aws-reserved/sso.amazonaws.com/',
})

function userMade(by: CloudTrailEvent['actor'], userName: string) {
  return change('iam CreateUser', { userName }, { actor: by, created: { kind: 'user', name: userName } })
}

function roleMade(by: CloudTrailEvent['actor'], roleName: string, principal: string) {
  const trust = `{"Statement":[{"Effect":"Allow","Principal":${principal},"Action":"sts:AssumeRole"}]}`
  const request = { roleName, assumeRolePolicyDocument: trust }
  return change('iam CreateRole', request, { actor: by, created: { kind: 'role', name: roleName } })
}

function later(actor: CloudTrailEvent['actor'], times = 3) {
  return reads(actor, times, { eventTime: at(11), sourceIp: elsewhere })
}

const roleSession = (role: string) => aSessionOf({ role, session: 'x', accessKeyId: 'ASIAX', issuedAt: at(10.5) })
const outsider: CloudTrailEvent['actor'] = {
  type: 'AWSAccount',
  accountId: '444455556666',
  principalId: 'AIDAOUTSIDE',
}

describe('a back door in use stands out with whoever opened it', () => {
  it.each([
    ['a user', mallory],
    ['the root user, whom no block reaches', root],
    ['a role of Identity Center, which no block reaches', identityCenter],
  ])('a user that was made by %s, with the records of both', (_title, by) => {
    const made = userMade(by, 'bd')
    const use = later(aUser('bd', 'AKIABD'))
    const found = investigated([blinding(by), made, keyMade(by, 'bd', 'AKIABD'), ...use])
    const reason = proposedAs(found, 'bd')?.because.find(({ text }) => text.includes('which stands out, created it'))
    expect(reason?.eventIds).toEqual(expect.arrayContaining([made.eventId, use[0]?.eventId]))
    expect(reason?.text).toContain('made the access key AKIABD for it')
  })

  it('a user that was put into a strong group, and is used with another key from where it never called', () => {
    const before = reads(aUser('bd'), 3, { eventTime: at(8) })
    const joined = (groupName: string) =>
      change('iam AddUserToGroup', { userName: 'bd', groupName }, { actor: mallory, eventTime: at(9.5) })
    const asked = (...events: CloudTrailEvent[]) =>
      names(investigated([...before, blinding(mallory), ...events, ...later(aUser('bd', 'ASIANEW'))]))
    expect(asked(joined('Administrators'))).toEqual(['mallory', 'bd'])
    const given = change('iam AttachGroupPolicy', { groupName: 'ops', policyArn: admin }, { actor: mallory })
    expect(asked(given, joined('ops'))).toEqual(['mallory', 'bd'])
    expect(asked(joined('ops'))).toEqual(['mallory'])
    expect(names(investigated([...before, blinding(mallory), joined('Administrators')]))).toEqual(['mallory'])
  })

  it('a role that lets another account in', () => {
    const assumed = anAssumption({ by: outsider, role: 'bd', session: 'x', key: 'ASIAX', eventTime: at(10.5) })
    const made = roleMade(mallory, 'bd', '{"AWS":"arn:aws:iam::444455556666:root"}')
    const found = investigated([blinding(mallory), made, assumed, ...later(roleSession('bd'))])
    expect(names(found)).toEqual(['mallory', 'bd'])
  })

  it('a key that was made for a user that was there before, used by whoever has it', () => {
    const own = reads(aUser('bo', 'AKIABOOWN'), 4, { eventTime: at(8) })
    const found = investigated([
      blinding(mallory),
      keyMade(mallory, 'bo', 'AKIABO'),
      ...own,
      ...later(aUser('bo', 'AKIABO')),
    ])
    expect(names(found)).toEqual(['mallory', 'bo'])
  })

  it('a role that was there before and got every right, where it is used from an address new to it', () => {
    const grant = change('iam AttachRolePolicy', { roleName: 'app', policyArn: admin }, { actor: mallory })
    const before = reads(aSessionOf({ role: 'app', session: 'run' }), 3, { eventTime: at(8) })
    const found = investigated([blinding(mallory), grant, ...before, ...later(roleSession('app'))])
    expect(proposedAs(found, 'app')?.reasons.join(' ')).toContain('gave it strong rights (AttachRolePolicy)')
  })

  it('is passed on to what the back door opened in turn', () => {
    const bd = aUser('bd', 'AKIABD')
    const found = investigated([
      blinding(mallory),
      userMade(mallory, 'bd'),
      ...later(bd),
      { ...userMade(bd, 'second'), eventTime: at(11) },
      ...reads(aUser('second'), 2, { eventTime: at(12), sourceIp: elsewhere }),
    ])
    expect(names(found)).toEqual(['mallory', 'bd', 'second'])
  })

  it('is in the answer about whoever opened it', () => {
    const events = [blinding(mallory), userMade(mallory, 'bd'), ...later(aUser('bd'))]
    const found = investigated(events, { focusKey: `user:${account}:mallory` })
    expect(names(found)).toEqual(['mallory', 'bd'])
  })
})

describe('no back door in use', () => {
  it('is a user that was not used: a thing to clean up, and no victim', () => {
    const found = investigated([blinding(mallory), userMade(mallory, 'bd'), keyMade(mallory, 'bd', 'AKIABD')])
    expect(names(found)).toEqual(['mallory'])
    expect(found.persistence.map(({ name }) => name)).toContain('bd')
  })

  it('is a new user of an ordinary administrator that does its work', () => {
    const password = change('iam CreateLoginProfile', { userName: 'bo' }, { actor: aUser('admin') })
    const found = investigated([userMade(aUser('admin'), 'bo'), password, ...later(aUser('bo'), 20)])
    expect(names(found)).toEqual([])
  })

  it('makes the work of an ordinary administrator no attack, whatever a new user does, even at the same office', () => {
    const signIn = change('signin ConsoleLogin', undefined, {
      actor: aUser('bo', ''),
      eventTime: at(10),
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'Yes' },
    })
    const found = investigated([
      userMade(aUser('admin'), 'bo'),
      change('iam CreateLoginProfile', { userName: 'bo' }, { actor: aUser('admin') }),
      signIn,
      blinding(aUser('bo', ''), { eventTime: at(11) }),
    ])
    expect(names(found)).toEqual(['bo'])
  })

  it.each([
    ['only tried grave things', [blinding(mallory, { errorCode: 'AccessDenied' })]],
    ['did one thing of medium weight', [change('ec2 CreateKeyPair', { keyName: 'k' }, { actor: mallory })]],
  ])('is what somebody made who %s', (_title, deeds) => {
    const found = investigated([...deeds, userMade(mallory, 'bo'), ...later(aUser('bo'))])
    expect(names(found)).not.toContain('bo')
  })

  it('is a role for machines with the rights of its work, whoever rolled it out', () => {
    const made = roleMade(mallory, 'app', '{"Service":"lambda.amazonaws.com"}')
    const found = investigated([blinding(mallory), made, ...later(roleSession('app'))])
    expect(names(found)).toEqual(['mallory'])
  })

  it('is a role that got every right and goes on with its work from where it always did', () => {
    const grant = change('iam AttachRolePolicy', { roleName: 'app', policyArn: admin }, { actor: mallory })
    const work = [8, 11].flatMap((hour) =>
      reads(aSessionOf({ role: 'app', session: `run-${hour}` }), 3, { eventTime: at(hour), sourceIp: elsewhere }),
    )
    expect(names(investigated([blinding(mallory), grant, ...work]))).toEqual(['mallory'])
  })

  it('is a call that failed, or what was called before it', () => {
    const refused = { ...userMade(mallory, 'bo'), errorCode: 'EntityAlreadyExists' }
    const found = investigated([blinding(mallory), refused, ...later(aUser('bo'))])
    expect(names(found)).toEqual(['mallory'])
  })

  it('and who made what is not proposed is said plainly, without calling it a victim', () => {
    const slight = change('iam CreateUser', { userName: 'bo' }, { actor: mallory, errorCode: 'AccessDenied' })
    const found = investigated([
      slight,
      blinding(mallory, { errorCode: 'AccessDenied' }),
      userMade(mallory, 'bd'),
      keyMade(mallory, 'bd', 'AKIABD'),
      ...later(aUser('bd', 'AKIABD')),
    ])
    expect(notProposedAs(found, 'bd')?.kind).not.toBe('victim')
    expect(notProposedAs(found, 'bd')?.reason).toMatch(/created it.*delete it/)
  })
})

describe('what an attacker made and nobody used', () => {
  const statement = (...events: CloudTrailEvent[]) => investigated(events).verdict.statement
  const door = [userMade(mallory, 'Bd'), keyMade(mallory, 'Bd', 'AKIABD')]

  it('is named in the answer, as it is written, for it may be a way back in', () => {
    expect(statement(blinding(mallory), ...door)).toMatch(
      /^user mallory is proposed.* Left behind: user Bd\. It was not used in these records, and may be a way back in\.$/,
    )
    expect(statement(blinding(root), userMade(root, 'Bd'))).toContain('Left behind: user Bd.')
  })

  it.each([
    ['was used', [...door, ...later(aUser('Bd', 'AKIABD'))]],
    [
      'was deleted again',
      [...door, change('iam DeleteUser', { userName: 'Bd' }, { actor: mallory, target: { type: 'user', name: 'Bd' } })],
    ],
    ['is somebody else’s', [userMade(aUser('admin'), 'Bd')]],
    ['is a role for machines, with ordinary rights', [roleMade(mallory, 'app', '{"Service":"ec2.amazonaws.com"}')]],
  ])('is not where it %s', (_title, events) => {
    expect(statement(blinding(mallory), ...events)).not.toContain('Left behind')
  })

  it('is not where the answer is a question itself', () => {
    expect(statement(keyMade(mallory, 'bo', 'AKIABO'), userMade(mallory, 'Bd'))).not.toContain('Left behind')
  })
})
