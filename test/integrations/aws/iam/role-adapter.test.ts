import { createServer } from 'node:http'
import { IamRoleAdapter } from '../../../../integrations/aws/iam/role-adapter.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../../simulated-aws/simulated-account.js'

const text =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::a+b %é/*"}]}'
const deny = '{"Version":"2012-10-17","Statement":[{"Sid":"X","Effect":"Deny","Action":"*","Resource":"*"}]}'
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const many = Array.from({ length: 130 }, (_, index) => ({
  name: `p-${String(index).padStart(3, '0')}`,
  document: deny,
}))
const noSuchEntity =
  '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>none</Message></Error><RequestId>r</RequestId></ErrorResponse>'
const go = () => {}

let account: SimulatedAccount
let iam: IamRoleAdapter

beforeEach(async () => {
  account = await startSimulatedAccount({
    seed: {
      accountId: '111122223333',
      roles: [
        {
          name: 'ci-deploy',
          path: '/team/',
          trustPolicy: trust,
          inlinePolicies: [{ name: 'read', document: text }],
          attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', name: 'ReadOnlyAccess' }],
          permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
          tags: [{ key: 'team', value: 'payments' }],
          maxSessionDurationSeconds: 7200,
          lastUsed: { date: '2026-03-01T09:00:00Z', region: 'eu-central-1' },
        },
        { name: 'busy', inlinePolicies: many },
        { name: 'AWSServiceRoleForX', path: '/aws-service-role/x.amazonaws.com/' },
      ],
    },
    enforcementDelayMs: 0,
    emptyPages: true,
  })
  const { url: endpoint, adminCredentials: credentials } = account
  iam = new IamRoleAdapter({ partition: 'aws', endpoint, credentials })
})

afterEach(async () => {
  iam.close()
  await account.close()
})

function callsOf(operation: string): number {
  return account.calls().filter((call) => call.operation === operation).length
}

describe('reading a role', () => {
  it('tells everything that IAM knows, with the trust policy decoded', async () => {
    const role = await iam.describeRole('ci-deploy')
    expect(role).toMatchObject({
      name: 'ci-deploy',
      path: '/team/',
      arn: 'arn:aws:iam::111122223333:role/team/ci-deploy',
      uniqueId: expect.stringMatching(/^AROA/),
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
      tags: [{ key: 'team', value: 'payments' }],
      maxSessionDurationSeconds: 7200,
      lastUsedAt: '2026-03-01T09:00:00.000Z',
      lastUsedRegion: 'eu-central-1',
    })
    expect(JSON.parse(role?.trustPolicy ?? '')).toEqual(trust)
  })

  it('a document comes back to the byte', async () => {
    expect(await iam.readInlinePolicy('ci-deploy', 'read')).toBe(text)
    expect(await iam.listInlinePolicies('ci-deploy')).toEqual([{ name: 'read', document: text }])
  })

  it('130 policies over pages with empty ones between are all there', async () => {
    const policies = await iam.listInlinePolicies('busy')
    expect(policies?.map(({ name }) => name).sort()).toEqual(many.map(({ name }) => name))
  })

  it('attached policies and instance profiles are listed', async () => {
    expect(await iam.listAttachedPolicies('ci-deploy')).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess'])
    expect(await iam.listInstanceProfiles('ci-deploy')).toEqual([])
  })

  it('what is not there is null', async () => {
    expect(await iam.describeRole('nobody')).toBeNull()
    expect(await iam.listInlinePolicies('nobody')).toBeNull()
    expect(await iam.listAttachedPolicies('nobody')).toBeNull()
    expect(await iam.listInstanceProfiles('nobody')).toBeNull()
    expect(await iam.readInlinePolicy('ci-deploy', 'none')).toBeNull()
  })

  it('a read is tried again after throttling and server errors', async () => {
    account.injectFault({ operation: 'iam:GetRole', error: { code: 'ServiceFailure', status: 500 } })
    expect(await iam.describeRole('ci-deploy')).not.toBeNull()
    expect(callsOf('iam:GetRole')).toBe(2)
  })

  it('a read that stays refused says why', async () => {
    account.injectFault({ operation: 'iam:GetRole', error: { code: 'AccessDenied', status: 403, message: 'not you' } })
    await expect(iam.describeRole('ci-deploy')).rejects.toMatchObject({
      kind: 'accessDenied',
      message: expect.stringContaining('not you'),
    })
  })
})

describe('writing to a role', () => {
  const block = { name: 'DenyAll-x', document: deny }

  it("a write has a receipt with AWS's clock, and its text is stored to the byte", async () => {
    const before = Date.now()
    const receipt = await iam.putInlinePolicy('ci-deploy', block, go)
    expect(receipt.requestId).toMatch(/\w{8}/)
    expect(Date.parse(receipt.at)).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000)
    expect(await iam.readInlinePolicy('ci-deploy', 'DenyAll-x')).toBe(deny)
  })

  it('a delete of what is not there is null, with the role and without it', async () => {
    await iam.putInlinePolicy('ci-deploy', block, go)
    expect(await iam.deleteInlinePolicy('ci-deploy', 'DenyAll-x', go)).toMatchObject({ requestId: expect.any(String) })
    expect(await iam.deleteInlinePolicy('ci-deploy', 'DenyAll-x', go)).toBeNull()
    expect(await iam.deleteInlinePolicy('nobody', 'DenyAll-x', go)).toBeNull()
  })

  it('a guard that refuses keeps the write inside the process', async () => {
    const refuse = () => {
      throw new RangeError('the lease is over')
    }
    await expect(iam.putInlinePolicy('ci-deploy', block, refuse)).rejects.toThrow(RangeError)
    await expect(iam.deleteInlinePolicy('ci-deploy', 'read', refuse)).rejects.toThrow(RangeError)
    expect(callsOf('iam:PutRolePolicy') + callsOf('iam:DeleteRolePolicy')).toBe(0)
  })

  it.each([
    ['Throttling', 400, 'throttled'],
    ['LimitExceeded', 409, 'quota'],
    ['ConcurrentModification', 409, 'conflict'],
    ['ServiceFailure', 500, 'ambiguous'],
  ] as const)('%s is %s after one attempt', async (code, status, kind) => {
    account.injectFault({ operation: 'iam:PutRolePolicy', error: { code, status }, times: 3 })
    await expect(iam.putInlinePolicy('ci-deploy', block, go)).rejects.toMatchObject({ kind, code })
    expect(callsOf('iam:PutRolePolicy')).toBe(1)
  })

  it('a connection that breaks after the effect is ambiguous, and the policy is there', async () => {
    account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error: 'reset' })
    await expect(iam.putInlinePolicy('ci-deploy', block, go)).rejects.toMatchObject({ kind: 'ambiguous' })
    expect(callsOf('iam:PutRolePolicy')).toBe(1)
    expect(await iam.readInlinePolicy('ci-deploy', 'DenyAll-x')).toBe(deny)
  })

  it('a role that only AWS can change says so', async () => {
    await expect(iam.putInlinePolicy('AWSServiceRoleForX', block, go)).rejects.toMatchObject({ kind: 'unmodifiable' })
  })

  it('a full quota is one, not throttling', async () => {
    const big = { name: 'big', document: deny.replace('"X"', `"${'x'.repeat(10_300)}"`) }
    await expect(iam.putInlinePolicy('ci-deploy', big, go)).rejects.toMatchObject({ kind: 'quota' })
  })

  it('a document that is no policy is malformed', async () => {
    const broken = { name: 'broken', document: '{"Version":"2012-10-17"' }
    await expect(iam.putInlinePolicy('ci-deploy', broken, go)).rejects.toMatchObject({ kind: 'malformed' })
  })

  it('a write to a role that is gone is notFound', async () => {
    await expect(iam.putInlinePolicy('nobody', block, go)).rejects.toMatchObject({ kind: 'notFound' })
  })

  it('a write goes over the connection that the reads keep open, so that nothing lies between guard and send', async () => {
    let connections = 0
    const server = createServer((_, response) => response.writeHead(404).end(noSuchEntity))
    server.on('connection', () => {
      connections += 1
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const adapter = new IamRoleAdapter({ partition: 'aws', endpoint, credentials: account.adminCredentials })
    expect(await adapter.describeRole('ci-deploy')).toBeNull()
    await expect(adapter.putInlinePolicy('ci-deploy', block, go)).rejects.toMatchObject({ kind: 'notFound' })
    expect(connections).toBe(1)
    adapter.close()
    await new Promise((resolve) => server.close(resolve))
  })

  it('a write that was answered without a date is read back, for our own clock must not stand in', async () => {
    const server = createServer((_, response) => {
      response.sendDate = false
      response.end('<PutRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"></PutRolePolicyResponse>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const adapter = new IamRoleAdapter({ partition: 'aws', endpoint, credentials: account.adminCredentials })
    await expect(adapter.putInlinePolicy('ci-deploy', block, go)).rejects.toMatchObject({
      kind: 'ambiguous',
      code: 'MissingDateHeader',
    })
    adapter.close()
    await new Promise((resolve) => server.close(resolve))
  })
})
