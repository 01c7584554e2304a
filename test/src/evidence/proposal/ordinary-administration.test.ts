import { aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { change, investigated, reads } from './proposal-case.js'

const terraform = {
  userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 terraform-provider-aws/5.60.0',
  actor: aUser('platform'),
}
const scoped =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::app/*"}]}'
const trust =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'

describe('ordinary administration proposes nobody', () => {
  it('a stack that is rolled out: bucket, scoped role, function, machine, tags', () => {
    const found = investigated([
      change('s3 CreateBucket', { bucketName: 'app' }, terraform),
      change(
        'iam CreateRole',
        { roleName: 'app', assumeRolePolicyDocument: trust },
        {
          ...terraform,
          created: { kind: 'role', name: 'app' },
        },
      ),
      change('iam PutRolePolicy', { roleName: 'app', policyName: 'read', policyDocument: scoped }, terraform),
      change('logs CreateLogGroup', { logGroupName: '/app' }, terraform),
      change('ec2 CreateTags', { tagSet: {} }, terraform),
      change('ec2 CreateSecurityGroup', { groupName: 'app' }, terraform),
      ...reads(terraform.actor, 40, { userAgent: terraform.userAgent }),
    ])
    expect(found.proposed.map(({ name, reasons }) => [name, reasons])).toEqual([])
  })

  it('a developer who is refused now and then', () => {
    const refused = change('iam CreateUser', { userName: 'x' }, { errorCode: 'AccessDenied' })
    const found = investigated([refused, ...reads(aUser('ana'), 60)])
    expect(found.proposed).toEqual([])
  })

  it('a pipeline that assumes its role and deploys', () => {
    const session = aSessionOf({ role: 'deploy', session: 'run-1', accessKeyId: 'ASIADEPLOY' })
    const found = investigated([
      change('ecs UpdateService', { service: 'app' }, { actor: session }),
      change('cloudformation UpdateStack', { stackName: 'app' }, { actor: session, eventTime: at(9.1) }),
      ...reads(session, 20),
    ])
    expect(found.proposed).toEqual([])
  })
})
