import type { JsonObject } from '../../../simulated-aws/json.js'
import { seedFromTrail } from '../../../simulated-aws/seed/from-trail.js'
import { accountId, call, record, session, user } from './sample-records.js'

const roleOf = (...records: JsonObject[]) => seedFromTrail(records).seed.roles[0]

describe('a role that called', () => {
  it('exists with its path, id, last use, policy and session', () => {
    const { seed, busiest } = seedFromTrail([
      call('s3:ListBuckets', session('app/web'), { eventTime: '2026-03-01T12:00:00Z' }),
      call('s3:ListBuckets', session('app/web'), { eventTime: '2026-03-01T12:05:00Z' }),
      call('ec2:DescribeInstances', session('app/web'), {
        eventTime: '2026-03-01T12:01:00Z',
        errorCode: 'Client.UnauthorizedOperation',
      }),
    ])
    expect(seed.roles).toEqual([
      expect.objectContaining({
        name: 'web',
        path: '/app/',
        roleId: 'AROAEXAMPLEWEB000001',
        lastUsed: { date: '2026-03-01T12:05:00.000Z', region: 'eu-west-1' },
        inlinePolicies: [
          {
            name: 'ObservedActivity',
            document: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'ObservedActivity',
                  Effect: 'Allow',
                  Action: ['ec2:DescribeInstances', 's3:ListAllMyBuckets'],
                  Resource: '*',
                },
              ],
            },
          },
        ],
      }),
    ])
    expect(seed.sessions).toEqual([
      {
        roleName: 'web',
        sessionName: 'i-0a1b2c3d',
        accessKeyId: 'ASIAEXAMPLEWEB000001',
        issuedAt: '2026-03-01T11:30:00.000Z',
      },
    ])
    expect(busiest).toEqual([{ type: 'role', name: 'web', arn: `arn:aws:iam::${accountId}:role/app/web`, calls: 3 }])
  })

  it.each([
    ['service-linked', 'AWSServiceRoleForRDS', '/aws-service-role/'],
    ['of Identity Center', 'AWSReservedSSO_Admin_0123456789abcdef', '/aws-reserved/sso.amazonaws.com/'],
    ['ordinary', 'web', '/'],
  ])("and is %s has its path where only its session's ARN shows it", (_, name, path) => {
    const { sessionContext: __, ...bare } = session(name)
    expect(roleOf(record({ userIdentity: bare }))).toMatchObject({ name, path })
  })

  it('and is reserved keeps the path that the log has', () => {
    const sso = 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef'
    const { sessionContext: _, ...bare } = session(sso)
    const found = roleOf(record({ userIdentity: session(sso) }), record({ userIdentity: bare }))
    expect(found).toMatchObject({ path: '/aws-reserved/sso.amazonaws.com/eu-west-1/' })
  })

  it('and is service-linked trusts its service alone', () => {
    const linked = 'aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS'
    expect(roleOf(record({ userIdentity: session(linked) }))?.trustPolicy).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: ['rds.amazonaws.com'] }, Action: 'sts:AssumeRole' }],
    })
  })

  it('is one role whatever the case of its name, with the id seen last', () => {
    const remade = session('web', {
      principalId: 'x',
      sessionContext: {
        sessionIssuer: { arn: `arn:aws:iam::${accountId}:role/WEB`, principalId: 'AROAEXAMPLEWEB000002' },
      },
    })
    const { seed } = seedFromTrail([record({ userIdentity: session('web') }), record({ userIdentity: remade })])
    expect(seed.roles).toMatchObject([{ name: 'web', roleId: 'AROAEXAMPLEWEB000002' }])
  })

  it('has no id, session or key that the log masks', () => {
    const masked = session('web', { principalId: 'AROA****:User', accessKeyId: 'ASIA****', sessionContext: {} })
    const { seed } = seedFromTrail([record({ userIdentity: masked })])
    expect(seed.roles[0]?.roleId).toBeUndefined()
    expect(seed.sessions).toEqual([])
  })

  it('is read off the ARN where the type is missing or Unknown', () => {
    const { type: _, ...untyped } = session('web')
    for (const userIdentity of [untyped, session('web', { type: 'Unknown' })]) {
      expect(roleOf(record({ userIdentity }))).toMatchObject({ name: 'web' })
    }
  })

  it('from another account does not exist here, nor does what it called count', () => {
    const arn = 'arn:aws:sts::999999999999:assumed-role/eve/s'
    const stranger = session('web', { accountId: '999999999999', arn, sessionContext: {} })
    expect(seedFromTrail([record({ userIdentity: stranger })])).toMatchObject({ seed: { roles: [] }, busiest: [] })
  })

  it('exists if the log of another account shows it, for what it did there', () => {
    const abroad = call('s3:GetObject', session('web'), { recipientAccountId: '999999999999' })
    const { seed } = seedFromTrail([record(), record(), abroad])
    expect(seed).toMatchObject({ accountId, roles: [{ name: 'web', inlinePolicies: [{ name: 'ObservedActivity' }] }] })
    expect(seed.events).toHaveLength(2)
  })

  it('and whose masked name is none that IAM has is left out, with the reason', () => {
    const masked = session('AWSReservedSSO_Admin_****', { sessionContext: {} })
    expect(seedFromTrail([record({ userIdentity: masked })])).toMatchObject({
      seed: { roles: [] },
      left: [{ type: 'role', name: 'AWSReservedSSO_Admin_****', reason: expect.stringContaining('no such role name') }],
    })
  })
})

describe('a role that was only assumed', () => {
  const assume = (change: JsonObject) =>
    call('sts:AssumeRole', user('ana'), {
      requestParameters: { roleArn: `arn:aws:iam::${accountId}:role/ops/admin`, roleSessionName: 'cli' },
      responseElements: {
        credentials: { accessKeyId: 'ASIAEXAMPLEADM000001' },
        assumedRoleUser: {
          assumedRoleId: 'AROAEXAMPLEADM000001:cli',
          arn: `arn:aws:sts::${accountId}:assumed-role/admin/cli`,
        },
      },
      ...change,
    })

  it('exists with the id and session that came out, and allows nothing', () => {
    const { seed, busiest } = seedFromTrail([assume({ eventTime: '2026-03-01T12:00:00Z' })])
    expect(seed.roles).toMatchObject([
      { name: 'admin', path: '/ops/', roleId: 'AROAEXAMPLEADM000001', inlinePolicies: [] },
    ])
    expect(seed.sessions).toEqual([
      {
        roleName: 'admin',
        sessionName: 'cli',
        accessKeyId: 'ASIAEXAMPLEADM000001',
        issuedAt: '2026-03-01T12:00:00.000Z',
      },
    ])
    expect(busiest.map(({ name }) => name)).toEqual(['ana'])
  })

  it('trusts the service that assumed it, beside the account', () => {
    const userIdentity = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }
    expect(roleOf(assume({ userIdentity }))?.trustPolicy).toMatchObject({
      Statement: [{ Principal: { AWS: `arn:aws:iam::${accountId}:root`, Service: ['ec2.amazonaws.com'] } }],
    })
  })

  it('takes no id from a response that speaks of another role', () => {
    const found = roleOf(
      assume({
        responseElements: {
          assumedRoleUser: {
            assumedRoleId: 'AROAEXAMPLEOTH000001:cli',
            arn: `arn:aws:sts::${accountId}:assumed-role/other/cli`,
          },
        },
      }),
    )
    expect(found).toMatchObject({ name: 'admin' })
    expect(found?.roleId).toBeUndefined()
  })

  it('exists although the call was denied and the response is null', () => {
    expect(roleOf(assume({ errorCode: 'AccessDenied', responseElements: null }))).toMatchObject({ name: 'admin' })
  })
})
