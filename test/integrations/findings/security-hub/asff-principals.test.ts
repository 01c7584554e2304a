import { edited, editedAll } from '../../../support/findings/edited.js'
import { asffFinding, asffKey, securityHubEvent, sequenceActor } from '../../../support/findings/examples.js'
import { accused, CI_DEPLOY, taken } from '../../../support/findings/judged.js'

const key = 'Resources > 0 > Details > AwsIamAccessKey'
const user = { type: 'user', partition: 'aws', accountId: '111122223333', name: 'alice' } as const
const of = (places: Readonly<Record<string, unknown>>) => accused('security-hub', editedAll(asffFinding, places))
const unresolved = (reason: RegExp) => ({ type: 'unresolved', name: '', reason: expect.stringMatching(reason) })

describe('an access key of a Security Hub finding', () => {
  it('names the role and its session', () => {
    expect(accused('security-hub', securityHubEvent([asffFinding]))).toEqual(CI_DEPLOY)
  })

  it.each([
    ['with the key in its details', { [`${key} > AccessKeyId`]: 'ASIAIOSFODNN7EXAMPLE', 'Resources > 0 > Id': 'x' }],
    ['with a bare key id', { 'Resources > 0 > Id': 'ASIAIOSFODNN7EXAMPLE' }],
    ["with CloudFormation's type", { 'Resources > 0 > Type': 'AWS::IAM::AccessKey' }],
    ['with the ARN of its session', { 'Resources > 0 > Details > AwsIamAccessKey > PrincipalName': 'ci-deploy' }],
  ])('%s is the same', (_how, places) => {
    expect(of(places)).toEqual(CI_DEPLOY)
  })

  it('may be null, which is no key', () => {
    const { accessKeyId: _, ...keyless } = CI_DEPLOY
    expect(of({ 'Resources > 0 > Id': 'AWS::IAM::AccessKey:null' })).toEqual(keyless)
  })

  it('takes the path of the role from the ARN of its session issuer', () => {
    const arn = 'arn:aws:iam::111122223333:role/team/ci-deploy'
    expect(of({ [`${key} > SessionContext`]: { SessionIssuer: { Arn: arn } } })).toEqual({ ...CI_DEPLOY, arn })
  })

  it('may be that of a user, by type and name', () => {
    const details = { PrincipalId: 'AIDAIOSFODNN7EXAMPLE', PrincipalType: 'IAMUser', PrincipalName: 'alice' }
    expect(of({ [key]: details, 'Resources > 0 > Id': 'AWS::IAM::AccessKey:AKIAIOSFODNN7EXAMPLE' })).toEqual({
      ...user,
      uniqueId: 'AIDAIOSFODNN7EXAMPLE',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    })
  })

  it('of an old record has a user name only: a long-lived key makes it a user', () => {
    expect(of({ [key]: { UserName: 'alice' }, 'Resources > 0 > Id': 'AKIAIOSFODNN7EXAMPLE' })).toEqual({
      ...user,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    })
  })

  it('of an old record that is temporary leaves open whether the name is a role or a user', () => {
    expect(of({ [key]: { UserName: 'alice' } })).toMatchObject(unresolved(/"alice" comes without a type/))
  })

  it('whose owner is called root is not taken for a user of that name', () => {
    const places = { [key]: { UserName: 'Root' }, 'Resources > 0 > Id': 'AKIAIOSFODNN7EXAMPLE' }
    expect(of(places)).toMatchObject(unresolved(/without a type/))
  })

  it('alone needs a look-up', () => {
    expect(of({ [key]: undefined })).toMatchObject(unresolved(/Only the access key "ASIAIOSFODNN7EXAMPLE" is known/))
  })

  it('may have the ARN of a user for an id', () => {
    const arn = 'arn:aws:iam::111122223333:user/team/alice'
    expect(of({ [key]: undefined, 'Resources > 0 > Id': arn })).toEqual({ ...user, arn })
  })
})

describe('other resources of a Security Hub finding', () => {
  it.each([
    ['AwsIamUser', 'arn:aws:iam::111122223333:user/alice', 'user', 'alice'],
    ['AwsIamRole', 'arn:aws:iam::111122223333:role/team/alice', 'role', 'alice'],
    ['AwsIamGroup', 'arn:aws:iam::111122223333:group/alice', 'group', 'alice'],
  ])('%s names the principal', (Type, Id, type, name) => {
    expect(of({ Resources: [{ Type, Id }] })).toMatchObject({ type, name, arn: Id })
  })

  it('a user that is named by its unique id is not a user of that name', () => {
    const Id = 'arn:aws:iam::111122223333:user/AIDACKCEVSQ6C2EXAMPLE'
    expect(of({ Resources: [{ Type: 'AwsIamUser', Id }] })).toMatchObject({
      type: 'unresolved',
      uniqueId: 'AIDACKCEVSQ6C2EXAMPLE',
    })
    const Details = { AwsIamUser: { UserName: 'alice' } }
    expect(of({ Resources: [{ Type: 'AwsIamUser', Id, Details }] })).toMatchObject(user)
  })

  it('agree: a role and the key of its session are one principal', () => {
    const role = { Type: 'AwsIamRole', Id: 'arn:aws:iam::111122223333:role/team/ci-deploy' }
    expect(of({ Resources: [asffKey, role] })).toEqual({ ...CI_DEPLOY, arn: role.Id })
  })

  it.each([
    [
      'another role',
      { Type: 'AwsIamRole', Id: 'arn:aws:iam::111122223333:role/other' },
      /"ci-deploy".*"other"|"other".*"ci-deploy"/,
    ],
    [
      'a user of the same name',
      { Type: 'AwsIamUser', Id: 'arn:aws:iam::111122223333:user/ci-deploy' },
      /disagree about the user type/,
    ],
    [
      'a role of another account',
      { Type: 'AwsIamRole', Id: 'arn:aws:iam::444455556666:role/ci-deploy' },
      /444455556666/,
    ],
    [
      'a role of another partition',
      { Type: 'AwsIamRole', Id: 'arn:aws-cn:iam::111122223333:role/ci-deploy' },
      /aws-cn/,
    ],
    [
      'a key of another session and role',
      edited(asffKey, 'Details > AwsIamAccessKey > PrincipalId', 'AROAOTHEREXAMPLE:x'),
      /disagree about the principal id/,
    ],
    [
      'an ARN with a line break',
      { Type: 'AwsIamRole', Id: 'arn:aws:iam::111122223333:role/ci-deploy\nx' },
      /character that no ARN has/,
    ],
    ['an ARN with a wildcard', { Type: 'AwsIamRole', Id: 'arn:aws:iam::111122223333:role/*' }, /wildcard/],
    ['an ARN that climbs', { Type: 'AwsIamRole', Id: 'arn:aws:iam::111122223333:role/../ci-deploy' }, /climbs/],
  ])('disagree: %s leaves it to a person', (_which, resource, reason) => {
    expect(of({ Resources: [asffKey, resource] })).toMatchObject(unresolved(reason))
  })

  it('only the actor is accused, never what it acted upon', () => {
    const target = { Type: 'AwsIamRole', Id: 'arn:aws:iam::111122223333:role/victim', ResourceRole: 'Target' }
    const actor = edited(asffKey, 'ResourceRole', 'Actor')
    expect(of({ Resources: [target, actor] })).toEqual(CI_DEPLOY)
  })

  it('of other services beside the key say nothing', () => {
    const bucket = { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::bucket', Details: { AwsS3Bucket: { OwnerId: 7 } } }
    expect(of({ Resources: [bucket, asffKey] })).toEqual(CI_DEPLOY)
  })

  it('of another partition than the product leave it to a person', () => {
    expect(of({ 'Resources > 0 > Partition': 'aws-cn' })).toMatchObject(unresolved(/"aws-cn"/))
  })
})

describe('the account of a Security Hub finding', () => {
  it('must be that of its GuardDuty ARN', () => {
    expect(of({ AwsAccountId: '444455556666' })).toMatchObject(unresolved(/its ARN says "aws 111122223333"/))
  })

  it('must be that of the key', () => {
    expect(of({ [`${key} > AccountId`]: '111122223333' })).toEqual(CI_DEPLOY)
    expect(of({ [`${key} > AccountId`]: '444455556666' })).toMatchObject(unresolved(/disagree about the account/))
  })
})

describe('an attack sequence in Security Hub', () => {
  it('accuses its actor, whatever its resources are', () => {
    const sequence = {
      Uid: 'x',
      Actors: [{ User: { Name: 'ci-deploy', Type: 'AssumedRole', Uid: 'AROAIOSFODNN7EXAMPLE:build-4711' } }],
    }
    const finding = editedAll(asffFinding, {
      Types: ['TTPs/AttackSequence:IAM-CompromisedCredentials'],
      Detection: { Sequence: sequence },
      Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::bucket' }],
    })
    const { accessKeyId: _, ...keyless } = CI_DEPLOY
    expect(taken('security-hub', finding)).toMatchObject({
      type: 'AttackSequence:IAM/CompromisedCredentials',
      principal: keyless,
    })
    expect(sequenceActor.user.name).toBe('ci-deploy')
  })
})
