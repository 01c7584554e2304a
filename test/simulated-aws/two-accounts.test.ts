import { GetRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { z } from 'zod'
import { SeedError } from '../../simulated-aws/account/seeding.js'
import type { JsonObject } from '../../simulated-aws/json.js'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import {
  type Credentials,
  type SimulatedAccounts,
  startSimulatedAccounts,
} from '../../simulated-aws/simulated-account.js'
import { allow, clients, denyAll, errorOf } from './fixture.js'

const home = '111122223333'
const away = '444455556666'
const key = (name: string) => ({ accessKeyId: `AKIA${name.toUpperCase().padEnd(16, 'X')}`, secretAccessKey: name })
const user = (name: string, document?: JsonObject) => ({
  name,
  accessKeys: [{ id: key(name).accessKeyId, secret: key(name).secretAccessKey }],
  inlinePolicies: document === undefined ? [] : [{ name: 'own', document }],
})
const trusting = (AWS: string, Condition?: JsonObject): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) }],
})
const needsId = { StringEquals: { 'sts:ExternalId': 'id-of-away' } }
const everything = [{ name: 'all', document: allow('*') }]

const homeSeed: SeedInput = { accountId: home, users: [user('base', allow('sts:AssumeRole')), user('weak')] }
const awaySeed: SeedInput = {
  accountId: away,
  users: [user('local')],
  roles: [
    { name: 'responder', path: '/ir/', trustPolicy: trusting(home, needsId), inlinePolicies: everything },
    { name: 'names-weak', trustPolicy: trusting(`arn:aws:iam::${home}:user/weak`), inlinePolicies: everything },
    { name: 'own-only', inlinePolicies: everything },
    { name: 'app' },
    { name: 'other' },
  ],
}

const open: SimulatedAccounts[] = []
afterEach(async () => {
  for (const accounts of open.splice(0)) await accounts.close()
})

async function setUp(...seeds: SeedInput[]) {
  const settings = { enforcementDelayMs: 0, cloudTrailLagMs: 0, lookupEventsPerSecond: 1_000 }
  const started = await startSimulatedAccounts({ seeds: seeds.length > 0 ? seeds : [homeSeed, awaySeed], ...settings })
  open.push(started)
  const [one, two] = started.accounts
  if (one === undefined || two === undefined) throw new Error('two accounts were seeded')
  return { url: started.url, one, two }
}

const issued = z.object({
  Credentials: z
    .object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() })
    .transform(({ AccessKeyId, SecretAccessKey, SessionToken }) => ({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    })),
})

async function assume(url: string, by: Credentials, name: string, input: Partial<AssumeRoleCommandInput> = {}) {
  const RoleArn = `arn:aws:iam::${away}:role/${name}`
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'inc-1', ExternalId: 'id-of-away', ...input })
  return issued.parse(await clients(url, by).sts.send(command)).Credentials
}

it('the key that signs a request decides which account answers', async () => {
  const { url, one, two } = await setUp()
  const identities = await Promise.all(
    [key('base'), key('local'), two.adminCredentials].map((by) =>
      clients(url, by).sts.send(new GetCallerIdentityCommand({})),
    ),
  )
  expect(identities.map(({ Account }) => Account)).toEqual([home, away, away])
  expect([one.calls().length, two.calls().length]).toEqual([1, 2])
})

it('a role of another account is assumed with its external id, and the session is of that account', async () => {
  const { url, two } = await setUp()
  const session = clients(url, await assume(url, key('base'), 'ir/responder'))
  expect(await session.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: away,
    Arn: `arn:aws:sts::${away}:assumed-role/responder/inc-1`,
  })
  await session.iam.send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'x', PolicyDocument: denyAll }))
  expect(Object.keys(two.describeRole('app')?.inlinePolicies ?? {})).toEqual(['x'])
})

it.each([
  ['without the external id', 'base', 'ir/responder', { ExternalId: undefined }],
  ['with another external id', 'base', 'ir/responder', { ExternalId: 'id-of-home' }],
  ['by whom the role does not trust', 'base', 'own-only', {}],
  ['by a user whom the trust names and whose own account allows nothing', 'weak', 'names-weak', {}],
  ['that is not there', 'base', 'nobody', {}],
])('a role of another account is not assumed %s', async (_, by, name, input) => {
  const { url, two } = await setUp()
  expect(await errorOf(assume(url, key(by), name, input))).toMatchObject({ name: 'AccessDenied', status: 403 })
  expect(two.records()).toEqual([])
})

it('a session policy bounds a session of another account as well, and its deny wins', async () => {
  const { url } = await setUp()
  const arn = `arn:aws:iam::${away}:role/app`
  const Statement = [
    { Effect: 'Allow', Action: ['iam:PutRolePolicy', 'iam:GetRole'], Resource: arn },
    { Effect: 'Deny', Action: 'iam:GetRole', Resource: '*' },
  ]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  const { iam } = clients(url, await assume(url, key('base'), 'ir/responder', { Policy }))
  const put = (RoleName: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'x', PolicyDocument: denyAll }))
  await put('app')
  expect(await errorOf(put('other'))).toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('because no session policy allows the iam:PutRolePolicy action'),
  })
  expect(await errorOf(iam.send(new GetRoleCommand({ RoleName: 'app' })))).toMatchObject({
    message: expect.stringContaining('with an explicit deny in a session policy'),
  })
})

it('CloudTrail of both accounts has the event, joined by its shared id; the callee does not learn who it was by name', async () => {
  const { url, one, two } = await setUp()
  const { accessKeyId } = await assume(url, key('base'), 'ir/responder')
  const [sent, received] = [one.records().at(-1), two.records().at(-1)]
  const resources = [{ accountId: away, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${away}:role/ir/responder` }]
  expect(sent).toMatchObject({
    eventName: 'AssumeRole',
    recipientAccountId: home,
    userIdentity: { type: 'IAMUser', userName: 'base', accountId: home },
    responseElements: { credentials: { accessKeyId } },
    resources,
  })
  expect(received).toMatchObject({
    eventName: 'AssumeRole',
    recipientAccountId: away,
    responseElements: { credentials: { accessKeyId } },
    resources,
  })
  expect(received?.userIdentity).toEqual({
    type: 'AWSAccount',
    principalId: expect.stringMatching(/^AIDA/),
    accountId: home,
  })
  expect(received?.sharedEventID).toBe(sent?.sharedEventID)
  expect(received?.eventID).not.toBe(sent?.eventID)
})

it('a role that is assumed within its account leaves one record and no shared id', async () => {
  const { url, one, two } = await setUp()
  const command = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${away}:role/own-only`, RoleSessionName: 'in-1' })
  await clients(url, two.adminCredentials).sts.send(command)
  expect([one.records(), two.records()].map((records) => records.length)).toEqual([0, 1])
  expect(two.records()[0]).not.toHaveProperty('sharedEventID')
})

it.each<[string, SeedInput, RegExp]>([
  ['one id', { accountId: home }, /account 111122223333 is seeded twice/],
  ['one key', { accountId: away, users: [user('base')] }, /access key AKIABASE\w+ is seeded in two accounts/],
])('two accounts with %s are refused', async (_, second, expected) => {
  const starting = setUp(homeSeed, second)
  await expect(starting).rejects.toThrow(SeedError)
  await expect(starting).rejects.toThrow(expected)
})

it('the control shows the account that is asked for', async () => {
  const { url } = await setUp()
  const health = async (query = '') => (await fetch(`${url}/_sim/health${query}`)).json()
  expect(await health()).toMatchObject({ accountId: home })
  expect(await health(`?account=${away}`)).toMatchObject({ accountId: away })
  expect((await fetch(`${url}/_sim/health?account=999988887777`)).status).toBe(404)
})
