import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { persistenceOf } from '../../../../src/evidence/persistence/persistence-of.js'
import type { PersistenceKind } from '../../../../src/evidence/persistence/suspect.js'
import { corpusRecords, factsOfRecords, hasCorpus, text } from '../../../support/corpus-trail.js'
import { account, at, aUser, factsOf } from '../../../support/fixtures/gathered-events.js'
import { call, other, policy, trust } from '../detections/detection-case.js'

const ana = `user:${account}:ana`
const left = (events: readonly CloudTrailEvent[], keys = [ana]) => persistenceOf(factsOf(events), keys)
const later = { eventTime: at(12) }
const key = { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'bo' } as const

const ways: readonly [PersistenceKind, string, CloudTrailEvent, CloudTrailEvent | null][] = [
  [
    'accessKey',
    'AKIANEW',
    call('iam CreateAccessKey', { userName: 'bo' }, { created: key }),
    call('iam DeleteAccessKey', { userName: 'bo', accessKeyId: 'AKIANEW' }, later),
  ],
  ['user', 'eve', call('iam CreateUser', { userName: 'eve' }), call('iam DeleteUser', { userName: 'Eve' }, later)],
  ['role', 'x', call('iam CreateRole', { roleName: 'x' }), call('iam DeleteRole', { roleName: 'x' }, later)],
  [
    'loginProfile',
    'bo',
    call('iam CreateLoginProfile', { userName: 'bo' }),
    call('iam DeleteLoginProfile', { userName: 'bo' }, later),
  ],
  ['trust', 'x', call('iam UpdateAssumeRolePolicy', { roleName: 'x', policyDocument: trust({ AWS: other }) }), null],
  [
    'grant',
    'arn:aws:iam::aws:policy/AdministratorAccess',
    call('iam AttachRolePolicy', { roleName: 'x', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    call('iam DetachRolePolicy', { roleName: 'x', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, later),
  ],
  [
    'grant',
    'arn:x/bo',
    call('eks AssociateAccessPolicy', { name: 'c', principalArn: 'arn:x/bo', policyArn: 'arn:x/ClusterAdminPolicy' }),
    call('eks DeleteAccessEntry', { name: 'c', principalArn: 'arn:x/bo' }, later),
  ],
  [
    'instanceProfile',
    'p',
    call('iam CreateInstanceProfile', { instanceProfileName: 'p' }),
    call('iam DeleteInstanceProfile', { instanceProfileName: 'p' }, later),
  ],
  [
    'rolesAnywhere',
    'ta-1',
    call(
      'rolesanywhere CreateTrustAnchor',
      { name: 'a' },
      { responseElements: { trustAnchor: { trustAnchorId: 'ta-1' } } },
    ),
    call('rolesanywhere DeleteTrustAnchor', { trustAnchorId: 'ta-1' }, later),
  ],
  [
    'rolesAnywhere',
    'p-1',
    call('rolesanywhere UpdateProfile', { profileId: 'p-1', roleArns: [`arn:aws:iam::${account}:role/x`] }),
    call('rolesanywhere DisableProfile', { profileId: 'p-1' }, later),
  ],
  [
    'accessKey',
    'AKIAOLD',
    call('iam UpdateAccessKey', { userName: 'bo', accessKeyId: 'AKIAOLD', status: 'Active' }),
    call('iam DeleteAccessKey', { userName: 'bo', accessKeyId: 'AKIAOLD' }, later),
  ],
  [
    'instanceProfile',
    'iip-assoc-1',
    call('ec2 ReplaceIamInstanceProfileAssociation', {
      ReplaceIamInstanceProfileAssociationRequest: { AssociationId: 'iip-assoc-1', IamInstanceProfile: { Name: 'p' } },
    }),
    null,
  ],
  [
    'ssoAccess',
    'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
    call('sso PutInlinePolicyToPermissionSet', {
      instanceArn: 'arn:aws:sso:::instance/ssoins-1',
      permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
      inlinePolicy: '{}',
    }),
    null,
  ],
  ['federationToken', 'fed', call('sts GetFederationToken', { name: 'fed' }), null],
  [
    'serviceCredential',
    'ACCA1',
    call(
      'iam CreateServiceSpecificCredential',
      { userName: 'bo' },
      { responseElements: { serviceSpecificCredential: { serviceSpecificCredentialId: 'ACCA1' } } },
    ),
    call('iam DeleteServiceSpecificCredential', { userName: 'bo', serviceSpecificCredentialId: 'ACCA1' }, later),
  ],
  [
    'mfaDevice',
    'arn:mfa',
    call('iam EnableMFADevice', { userName: 'bo', serialNumber: 'arn:mfa' }),
    call('iam DeactivateMFADevice', { userName: 'bo', serialNumber: 'arn:mfa' }, later),
  ],
  [
    'identityProvider',
    'arn:aws:iam::1:saml-provider/x',
    call(
      'iam CreateSAMLProvider',
      { name: 'x' },
      { responseElements: { sAMLProviderArn: 'arn:aws:iam::1:saml-provider/x' } },
    ),
    call('iam DeleteSAMLProvider', { sAMLProviderArn: 'arn:aws:iam::1:saml-provider/x' }, later),
  ],
  [
    'ssoAccess',
    'arn:ps',
    call('sso CreateAccountAssignment', { permissionSetArn: 'arn:ps', principalId: 'u', targetId: '1' }),
    call('sso DeleteAccountAssignment', { permissionSetArn: 'arn:ps', principalId: 'u', targetId: '1' }, later),
  ],
  [
    'lambdaFunction',
    'f',
    call('lambda UpdateFunctionCode20150331v2', { functionName: 'f' }),
    call('lambda DeleteFunction20150331', { functionName: 'arn:aws:lambda:eu-west-1:1:function:f' }, later),
  ],
  [
    'sharedResource',
    'data',
    call('s3 PutBucketPolicy', {
      bucketName: 'data',
      bucketPolicy: JSON.parse(policy({ Principal: { AWS: other }, Action: 's3:Get*' })),
    }),
    call('s3 DeleteBucketPolicy', { bucketName: 'data' }, later),
  ],
  [
    'instance',
    'i-9',
    call('ec2 RunInstances', {}, { responseElements: { instancesSet: { items: [{ instanceId: 'i-9' }] } } }),
    call('ec2 TerminateInstances', { instancesSet: { items: [{ instanceId: 'i-9' }] } }, later),
  ],
  ['keyPair', 'k', call('ec2 ImportKeyPair', { keyName: 'k' }), call('ec2 DeleteKeyPair', { keyName: 'k' }, later)],
  [
    'automation',
    'nightly',
    call('scheduler CreateSchedule', { name: 'nightly' }),
    call('scheduler DeleteSchedule', { name: 'nightly' }, later),
  ],
]

describe.each(ways)('%s %s', (kind, name, make, unmake) => {
  it('is left behind by who made it, with its event', () => {
    expect(left([make])).toMatchObject([
      {
        kind,
        name,
        byKey: ana,
        by: `arn:aws:iam::${account}:user/ana`,
        stillThere: 'unknown',
        eventIds: [make.eventId],
      },
    ])
  })

  it('is not told of others, of failures, or of what a service made', () => {
    const failed = { ...make, errorCode: 'AccessDenied' }
    const byService = { ...make, actor: { ...make.actor, invokedBy: 'ec2.amazonaws.com' } }
    expect([...left([make], [`user:${account}:bo`]), ...left([failed]), ...left([byService])]).toEqual([])
  })

  it('is no key that was turned off', () => {
    expect(left([call('iam UpdateAccessKey', { userName: 'bo', accessKeyId: 'AKIAOLD', status: 'Inactive' })])).toEqual(
      [],
    )
  })

  it('is removed by whoever took it away later, and by no failed or earlier try', () => {
    if (unmake === null) return
    const byBo = { ...unmake, actor: aUser('bo') }
    expect(left([make, byBo])[0]).toMatchObject({ stillThere: 'removed', eventIds: [make.eventId, unmake.eventId] })
    expect(left([make, { ...byBo, errorCode: 'AccessDenied' }])[0]?.stillThere).toBe('unknown')
    expect(left([make, { ...byBo, eventTime: at(1) }])[0]?.stillThere).toBe('unknown')
  })
})

describe('what was left behind', () => {
  it('of a key is removed by switching it off, and is there again when it is switched on', () => {
    const make = call('iam CreateAccessKey', { userName: 'bo' }, { created: key })
    const set = (status: string, hour: number, accessKeyId = 'AKIANEW') =>
      call('iam UpdateAccessKey', { userName: 'bo', accessKeyId, status }, { actor: aUser('bo'), eventTime: at(hour) })
    const stillThere = (...events: CloudTrailEvent[]) => left([make, ...events])[0]?.stillThere
    expect(stillThere(set('Inactive', 12))).toBe('removed')
    expect(stillThere(set('Inactive', 12, 'AKIAOTHER'))).toBe('unknown')
    expect(stillThere(set('Active', 12))).toBe('unknown')
    expect(stillThere(set('Inactive', 12), set('Active', 13))).toBe('unknown')
    expect(stillThere(set('Active', 11), set('Inactive', 12))).toBe('removed')
  })

  it('of a role is as grave as those whom its trust policy lets in', () => {
    const role = (principal: string) =>
      call('iam CreateRole', { roleName: 'x', assumeRolePolicyDocument: trust({ AWS: principal }) })
    expect(left([role(`arn:aws:iam::${other}:root`)])[0]?.severity).toBe('high')
    expect(left([role(`arn:aws:iam::${account}:root`)])[0]?.severity).toBe('medium')
  })

  it('is not removed by taking the same policy off another role', () => {
    const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    const grant = call('iam AttachRolePolicy', { roleName: 'x', policyArn })
    const elsewhere = call('iam DetachRolePolicy', { roleName: 'y', policyArn }, later)
    expect(left([grant, elsewhere])[0]?.stillThere).toBe('unknown')
  })

  it('is no policy that only denies, since that may be the block', () => {
    expect(
      left([
        call('iam PutUserPolicy', {
          userName: 'bo',
          policyName: 'DenyAll-1',
          policyDocument: policy({ Effect: 'Deny', Action: '*' }),
        }),
      ]),
    ).toEqual([])
  })

  it('is told oldest first', () => {
    const events = [call('iam CreateUser', { userName: 'b' }, later), call('iam CreateUser', { userName: 'a' })]
    expect(left(events).map(({ name }) => name)).toEqual(['a', 'b'])
  })

  const run = hasCorpus ? it : it.skip
  run('holds every user and key that the attacker of a real log made', () => {
    const records = corpusRecords('invictus-aws-dataset')
    const facts = factsOfRecords(records)
    const actor = [...facts.scope.actors.keys()].find((actorKey) => actorKey.endsWith(':bert-jan')) ?? ''
    const suspects = persistenceOf(facts, [actor])
    const made = records.filter((record) =>
      /^Create(User|AccessKey|TrustAnchor|LoginProfile)$/.test(text(record, 'eventName') ?? ''),
    )
    const told = new Set(suspects.map(({ eventIds }) => eventIds[0]))
    expect(made.length).toBeGreaterThan(3)
    expect(made.filter((record) => !told.has(text(record, 'eventID') ?? ''))).toEqual([])
    const deletedUsers = records
      .filter((record) => text(record, 'eventName') === 'DeleteUser')
      .map((record) => text(record, 'requestParameters.userName'))
    const removed = suspects.filter(({ kind, stillThere }) => kind === 'user' && stillThere === 'removed')
    expect(removed.map(({ name }) => name).sort()).toEqual(deletedUsers.sort())
  })
})
