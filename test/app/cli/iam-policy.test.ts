import { z } from 'zod'
import { printed } from '../../support/in-process-cli.js'

const statement = z.object({ Effect: z.string(), Action: z.array(z.string()), Resource: z.unknown() })
const policy = z.object({ Version: z.literal('2012-10-17'), Statement: z.array(statement).min(1) })

async function actionsOf(...args: string[]): Promise<string[]> {
  const { code, stdout } = await printed('iam-policy', ...args)
  expect(code).toBe(0)
  return policy.parse(JSON.parse(stdout)).Statement.flatMap(({ Action }) => Action)
}

const role = 'arn:aws:iam::111122223333:role/tourniquet'

describe('tourniquet iam-policy', () => {
  it('prints one policy and nothing else, with no deletion of a role, user or group in it', async () => {
    const actions = await actionsOf()
    expect(actions).toEqual(
      expect.arrayContaining(['iam:PutRolePolicy', 'iam:DeleteUserPolicy', 'iam:UpdateAccessKey']),
    )
    expect(actions.filter((action) => /:Delete(Role|User|Group)$|\*/.test(action))).toEqual([])
  })

  it('for investigating alone holds no write', async () => {
    const actions = await actionsOf('--for', 'investigate')
    expect(
      actions.filter(
        (action) => !/:(Get|List|Lookup|Simulate|FilterLog|(Start|Stop)(Query|Investigation))/.test(action),
      ),
    ).toEqual([])
  })

  it('for restoring takes off; for containing it never does', async () => {
    expect(await actionsOf('--for', 'restore')).toContain('iam:DeleteRolePolicy')
    expect(await actionsOf('--for', 'investigate,contain')).not.toContain('iam:DeleteRolePolicy')
  })

  it('for an anchor writes and reads in that bucket, and takes nothing away there', async () => {
    expect(await actionsOf('--anchor', 'example-anchors')).toEqual([
      's3:PutObject',
      's3:PutObjectRetention',
      's3:GetObjectVersion',
      's3:ListBucketVersions',
    ])
    expect(await printed('iam-policy', '--anchor', '*')).toMatchObject({ code: 2, stdout: '' })
  })

  it("for a trail's bucket reads the log files below the prefix, with the key where there is one", async () => {
    const { stdout } = await printed('iam-policy', '--trail-bucket', 'example-trail', '--prefix', 'org')
    expect(JSON.parse(stdout).Statement).toMatchObject([
      { Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::example-trail/org/AWSLogs/*'] },
      { Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::example-trail'] },
    ])
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1'
    expect(await actionsOf('--trail-bucket', 'example-trail', '--kms-key', key)).toContain('kms:Decrypt')
  })

  it('for queues takes and deletes messages, for topics confirms, and nothing else', async () => {
    const [queue, topic] = [
      'arn:aws:sqs:eu-west-1:111122223333:findings',
      'arn:aws:sns:eu-west-1:111122223333:findings',
    ]
    expect(await actionsOf('--pull', queue, topic)).toEqual([
      ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      'sns:ConfirmSubscription',
    ])
  })

  it('names the account and partition that it is for', async () => {
    const { stdout } = await printed('iam-policy', '--account', '111122223333', '--partition', 'aws-us-gov')
    expect(stdout).toContain('arn:aws-us-gov:iam::111122223333:role/*')
  })

  it('prints the SCP that protects blocks, and what the base credentials need', async () => {
    const scp = policy.parse(JSON.parse((await printed('iam-policy', '--scp', '--role', role)).stdout))
    expect(new Set(scp.Statement.map(({ Effect }) => Effect))).toEqual(new Set(['Deny']))
    expect(await actionsOf('--base', '--role', role)).toEqual(['sts:AssumeRole'])
  })

  it('prints for each of the two roles what that one does', async () => {
    const [look, write] = [await actionsOf('--as', 'investigate'), await actionsOf('--as', 'contain')]
    expect(
      look.filter((action) => !/:(Get|List|Lookup|Simulate|FilterLog|(Start|Stop)(Query|Investigation))/.test(action)),
    ).toEqual([])
    expect(look).toContain('cloudtrail:LookupEvents')
    expect(write).toEqual(expect.arrayContaining(['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:GetRolePolicy']))
    expect(write).not.toContain('cloudtrail:LookupEvents')
    expect(await actionsOf('--base', '--role', role, `${role}-2`)).toEqual(['sts:AssumeRole'])
  })

  it('prints whom the roles should trust: one principal, with the external id, in sessions named after incidents', async () => {
    const { code, stdout } = await printed('iam-policy', '--trust', '--principal', role, '--external-id', 'ours-17')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).Statement).toEqual([
      {
        Sid: 'TourniquetAlone',
        Effect: 'Allow',
        Principal: { AWS: role },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'sts:ExternalId': 'ours-17' },
          StringLike: { 'sts:RoleSessionName': ['inc_*', 'tourniquet*'] },
        },
      },
    ])
  })

  it.each([
    [['--for', 'destroy'], /any of investigate, contain, restore/],
    [['--for', 'contain,contain'], /each once/],
    [['--account', '1234'], /an account id has 12 digits/],
    [['--scp'], /go with --role ARN/],
    [['--role', role], /and --role with one of them/],
    [['--scp', '--base', '--role', role], /Give one of --scp, --base, --trust, --anchor, --trail-bucket and --pull/],
    [['--scp', '--role', role, `${role}-2`], /--scp takes one --role/],
    [['--trust'], /--trust goes with --principal ARN/],
    [['--trust', '--principal', 'arn:aws:iam::111122223333:root'], /is not the ARN of one role or user/],
    [['--trust', '--principal', 'arn:aws:iam::111122223333:role/*'], /is not the ARN of one role or user/],
    [['--trust', '--principal', role, '--external-id', 'x'], /The external id is 2 to 1,224/],
    [['--external-id', 'ours-17'], /--external-id goes with --trust/],
    [['--trail-bucket', 'example-trail', '--scp'], /Give one of/],
    [['--trail-bucket', 'A*'], /not the name of a bucket/],
    [['--pull', 'arn:aws:sqs:*:111122223333:*'], /neither a queue nor a topic/],
    [['--pull', 'arn:aws:sqs:eu-west-1:111122223333:findings', '--trust'], /Give one of/],
    [['--prefix', 'org'], /--prefix and --kms-key go with --trail-bucket/],
    [['--as', 'restore'], /Allowed choices are investigate, contain/],
    [['--scp', '--role', 'arn:aws:iam::111122223333:role/*'], /is not the ARN of one role/],
    [['--base', '--role', 'tourniquet'], /is not the ARN of one role/],
  ])('%j is a usage error, and prints no policy', async (args, message) => {
    const { code, stdout, stderr } = await printed('iam-policy', ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
  })
})
