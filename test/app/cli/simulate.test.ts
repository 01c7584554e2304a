import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { startCli } from '../../support/run-cli.js'

const denyAll = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
const block = { RoleName: 'ci-deploy', PolicyName: 'DenyAll-test' }
const LAG_MS = 300

/** `tourniquet simulate` as a person starts it, and clients set up with nothing but what it prints. */
async function startSimulate(...args: string[]) {
  const child = await startCli(['simulate', '--port', '0', '--lag', `${LAG_MS}`, ...args])
  const printed = await untilPrinted(child, /AWS_REGION=(\S+)/)
  const value = (name: string) => new RegExp(`^export ${name}=(.+)$`, 'm').exec(printed)?.[1] ?? ''
  const credentials = { accessKeyId: value('AWS_ACCESS_KEY_ID'), secretAccessKey: value('AWS_SECRET_ACCESS_KEY') }
  const base = { endpoint: value('AWS_ENDPOINT_URL'), region: value('AWS_REGION') }
  return { child, base, clients: clientsOf(base, credentials) }
}

interface Base {
  readonly endpoint: string
  readonly region: string
}

function clientsOf(base: Base, credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  const config = { ...base, credentials, maxAttempts: 1 }
  return { iam: new IAMClient(config), sts: new STSClient(config), trail: new CloudTrailClient(config) }
}

async function untilPrinted(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    if (pattern.test(text)) return text
  }
  throw new Error(`simulate ended without saying what to export: ${text}`)
}

const started: ChildProcess[] = []
afterEach(async () => {
  for (const child of started.splice(0)) {
    const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
    child.kill('SIGTERM')
    await ended
  }
})

const nameOf = (failure: unknown) => (failure instanceof Error ? failure.name : String(failure))

describe('tourniquet simulate, driven by the AWS SDK with what it prints', () => {
  it('is read, blocks a session once the lag is over, and lets it go on after the policy is gone', async () => {
    const { child, base, clients } = await startSimulate()
    started.push(child)
    const { iam, sts } = clients
    const identity = await sts.send(new GetCallerIdentityCommand({}))
    expect(identity.Arn).toBe('arn:aws:iam::111122223333:user/tourniquet-operator')
    const RoleArn = 'arn:aws:iam::111122223333:role/service/ci-deploy'
    const { Credentials: issued } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }))
    const session = clientsOf(base, {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    })
    await session.iam.send(new ListRolesCommand({}))

    await iam.send(new PutRolePolicyCommand({ ...block, PolicyDocument: denyAll }))
    const read = await iam.send(new GetRolePolicyCommand(block))
    expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(denyAll)
    await new Promise((resolve) => setTimeout(resolve, LAG_MS * 2))
    expect(await session.iam.send(new ListRolesCommand({})).catch(nameOf)).toBe('AccessDenied')

    await iam.send(new DeleteRolePolicyCommand(block))
    await new Promise((resolve) => setTimeout(resolve, LAG_MS * 2))
    expect((await session.iam.send(new ListRolesCommand({}))).Roles?.length).toBe(3)
  })

  it('pages, records what was called, and names its errors as AWS does', async () => {
    const { child, clients } = await startSimulate('--lookups', '50')
    started.push(child)
    const { iam, trail } = clients
    for (const number of [1, 2, 3]) {
      const policy = {
        RoleName: 'ci-deploy',
        PolicyName: `p${number}`,
        PolicyDocument: denyAll.replace('Deny', 'Allow'),
      }
      await iam.send(new PutRolePolicyCommand(policy))
    }
    const first = await iam.send(new ListRolePoliciesCommand({ RoleName: 'ci-deploy', MaxItems: 2 }))
    const rest = await iam.send(new ListRolePoliciesCommand({ RoleName: 'ci-deploy', Marker: first.Marker }))
    expect([...(first.PolicyNames ?? []), ...(rest.PolicyNames ?? [])].sort()).toEqual(['deploy', 'p1', 'p2', 'p3'])
    expect([first.IsTruncated, rest.IsTruncated]).toEqual([true, false])

    const missing = { RoleName: 'ci-deploy', PolicyName: 'absent' }
    expect(await iam.send(new GetRolePolicyCommand(missing)).catch(nameOf)).toBe('NoSuchEntityException')
    const malformed = { ...missing, PolicyDocument: '{"Version":"2012-10-17"}' }
    expect(await iam.send(new PutRolePolicyCommand(malformed)).catch(nameOf)).toBe('MalformedPolicyDocumentException')

    await new Promise((resolve) => setTimeout(resolve, 1_500))
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'PutRolePolicy' }]
    const { Events: events } = await trail.send(new LookupEventsCommand({ LookupAttributes }))
    expect(events?.length).toBe(4)
  })

  it('lets somebody fight back as a user where a role cannot', async () => {
    const child = await startCli(['simulate', '--port', '0', '--attacker', 'leave-group'])
    started.push(child)
    expect(await untilPrinted(child, /^Attacker .*$/m)).toMatch(/^Attacker leave-group acts as user mira-dev: /m)
  })
})
