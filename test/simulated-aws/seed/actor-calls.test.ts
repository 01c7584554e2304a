import { actorCallsFromTrail } from '../../../simulated-aws/seed/from-trail.js'
import { accountId, call, session, user } from './sample-records.js'

const roleArn = `arn:aws:iam::${accountId}:role/app/web`
const web = session('app/web')

describe('the calls that an actor makes again', () => {
  it("are the role's own distinct calls, most frequent first", () => {
    const records = [
      call('s3:ListBuckets', web),
      call('ec2:DescribeInstances', web),
      call('ec2:DescribeInstances', web),
      call('iam:ListUsers', user('ana')),
      call('iam:ListRoles', session('other', { accessKeyId: 'ASIAEXAMPLEOTH000001' })),
    ]
    expect(actorCallsFromTrail(records, roleArn)).toEqual([
      { service: 'ec2', action: 'DescribeInstances', region: 'eu-west-1' },
      { service: 's3', action: 'ListBuckets', region: 'eu-west-1' },
    ])
  })

  it('carry the parameters of the first record that has any, in the case of the SDK, and the resource', () => {
    const bound = {
      resources: [
        { type: 'AWS::EC2::Instance' },
        { ARN: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1', accountId },
      ],
    }
    const records = [
      call('ec2:StopInstances', web, { ...bound, requestParameters: null }),
      call('ec2:StopInstances', web, {
        ...bound,
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } },
      }),
      call('ec2:StopInstances', web, { ...bound, requestParameters: { instancesSet: {} } }),
    ]
    expect(actorCallsFromTrail(records, roleArn)).toEqual([
      {
        service: 'ec2',
        action: 'StopInstances',
        resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
        parameters: { InstancesSet: { Items: [{ InstanceId: 'i-1' }] } },
        region: 'eu-west-1',
      },
    ])
  })

  it('of S3 carry them as they were recorded', () => {
    const requestParameters = { bucketName: 'reports', Host: 'reports.s3.amazonaws.com' }
    expect(actorCallsFromTrail([call('s3:ListObjects', web, { requestParameters })], roleArn)).toMatchObject([
      { parameters: requestParameters },
    ])
  })

  it('are at most 12', () => {
    const records = Array.from({ length: 30 }, (_, index) => call(`ec2:Describe${index}`, web))
    expect(actorCallsFromTrail(records, roleArn)).toHaveLength(12)
  })

  it('are found by the ARN of a session too, whatever the case of the name', () => {
    const arn = `arn:aws:sts::${accountId}:assumed-role/WEB/i-0a1b2c3d`
    expect(actorCallsFromTrail([call('s3:ListBuckets', web)], arn)).toHaveLength(1)
  })

  it('leave out what is no API call', () => {
    const records = [
      call('signin:SwitchRole', web, { eventType: 'AwsConsoleSignIn' }),
      call('ec2:SharedSnapshotVolumeCreated', web, { eventType: 'AwsServiceEvent' }),
      call('ec2:', web),
    ]
    expect(actorCallsFromTrail(records, roleArn)).toEqual([])
  })

  it.each([`arn:aws:iam::999999999999:role/app/web`, `arn:aws:iam::${accountId}:user/web`, 'web', ''])(
    'are none for %j',
    (arn) => {
      expect(actorCallsFromTrail([call('s3:ListBuckets', web)], arn)).toEqual([])
    },
  )
})
