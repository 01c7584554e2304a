import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { hashToken } from '../../../app/config.js'
import { trustPolicyFor } from '../../../integrations/aws/trust-policy.js'
import { type SimulatedAccounts, startSimulatedAccounts } from '../../../simulated-aws/simulated-account.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { assumed, at, HOME, keyOf, user } from '../../support/fixtures/assumed-roles.js'
import { printed } from '../../support/in-process-cli.js'
import { adminKey, adminUser, allow } from '../../support/world/seed.js'
import { aFolder } from '../evidence/log-files.js'

const AWAY = '444455556666'
const CHAIN = 'CloudTrail LookupEvents: chain of sessions'
const before = { ...process.env }

/** Lists buckets with a session of the role. */
function aCall(name: string, minutes: number, since: number): TrailRecord {
  return {
    ...assumed({ id: `call-${name}-${minutes}`, by: name, to: 'none', minutes, since }),
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    requestParameters: null,
    responseElements: null,
  }
}

/** eve -> first -> middle -> last, each hours before the next; what is asked about is what the last one did. */
const chain = [
  assumed({ id: 'e-first', by: 'user', to: 'first', minutes: -600 }),
  assumed({ id: 'e-middle', by: 'first', to: 'middle', minutes: -400, since: -600 }),
  assumed({ id: 'e-last', by: 'middle', to: 'last', minutes: -200, since: -400 }),
  aCall('last', 0, -200),
  aCall('last', 1, -200),
]
/** guest, of the other account, assumes open; there eve of that account had assumed guest. */
const stranger = { type: 'AWSAccount', principalId: 'AROAGUEST:s', accountId: AWAY }
const crossing = [
  assumed({ id: 'e-open', by: '', to: 'open', minutes: -100, shared: 'sh-1' }, stranger),
  aCall('open', 2, -100),
]
const crossed = { by: 'guest', to: 'open', minutes: -100, since: -200, account: AWAY, shared: 'sh-1' }
const abroad = [
  assumed({ id: 'e-open-there', ...crossed }),
  {
    ...assumed({ id: 'e-guest', by: 'user', to: 'guest', minutes: -200, account: AWAY }),
    requestParameters: { roleArn: `arn:aws:iam::${AWAY}:role/guest`, roleSessionName: 's' },
    userIdentity: { ...user, arn: `arn:aws:iam::${AWAY}:user/eve`, accountId: AWAY },
  },
]
const trustPolicy = JSON.stringify(
  trustPolicyFor({ principalArn: `arn:aws:iam::${HOME}:user/admin`, externalId: 'x-1' }),
)
const look = {
  name: 'look',
  trustPolicy,
  inlinePolicies: [{ name: 'look', document: allow('cloudtrail:LookupEvents') }],
}
const away = { id: AWAY, investigateRole: `arn:aws:iam::${AWAY}:role/look`, externalId: 'x-1' }

describe('evidence --live about a role', () => {
  const folder = aFolder()
  let simulated: SimulatedAccounts
  let config: string
  beforeAll(async () => {
    simulated = await startSimulatedAccounts({
      seeds: [
        { accountId: HOME, users: [adminUser], events: json([...chain, ...crossing]) },
        { accountId: AWAY, roles: [look], events: json(abroad) },
      ],
      cloudTrailLagMs: 0,
      lookupEventsPerSecond: 10_000,
    })
    config = join(folder.path, 'tourniquet.yaml')
    writeFileSync(config, stringify(configOn(simulated.url, folder.path, [{ id: HOME }])))
    process.env.AWS_ACCESS_KEY_ID = adminKey.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = adminKey.secretAccessKey
  })
  afterAll(async () => {
    await simulated.close()
    folder.remove()
    process.env = { ...before }
  })

  const asked = (principal: string, ...more: string[]) =>
    printed(
      'evidence',
      '--live',
      '-c',
      config,
      '--since',
      at(-10),
      '--until',
      at(10),
      '--principal',
      principal,
      ...more,
    )
  const told = async (principal: string, ...more: string[]) => {
    const { code, stdout } = await asked(principal, '--json', ...more)
    expect(code).toBe(0)
    const { chains, coverage } = JSON.parse(stdout)
    const source = coverage.sources.find(({ name }: { name: string }) => name === CHAIN)
    return { chains, source }
  }
  const path = [`user/eve`, 'role/first', 'role/middle', 'role/last'].map((name) => `arn:aws:iam::${HOME}:${name}`)

  it.each([
    ['its ARN', `arn:aws:iam::${HOME}:role/last`],
    ['the ARN of its session', `arn:aws:sts::${HOME}:assumed-role/last/s`],
    ['the key of its session', keyOf('last')],
    ['its name alone', 'last'],
  ])('by %s follows the chain to the user at its root, however long before the window it began', async (_how, name) => {
    const { chains, source } = await told(name)
    const links = path.slice(1).map((to, step) => ({ from: path[step], to }))
    expect(chains).toMatchObject([{ root: path[0], depth: 3, unresolved: false, links }])
    expect(source).toMatchObject({ status: 'ok', coverage: { gaps: [] } })
    expect(source.detail).toContain(`root 3 back: ${path[0]}`)
  })

  it('shows the chain as text and on the page like one out of files, and says beforehand what it may cost', async () => {
    const page = join(folder.path, 'report.html')
    const { code, stdout, stderr } = await asked(path[3] ?? '', '--html', page)
    expect(code).toBe(0)
    for (const shown of [stdout, readFileSync(page, 'utf8')]) {
      for (const name of ['eve', 'first', 'middle', 'last']) expect(shown).toMatch(new RegExp(`\\b${name}\\b`))
      expect(shown).toContain(CHAIN)
    }
    expect(stderr).toContain(`${CHAIN}: at most 150 of the 600 requests`)
  })

  it('stays within the requests that it may make, and says where it stopped', async () => {
    const { source, chains } = await told(path[3] ?? '', '--max-requests', '4')
    expect(source).toMatchObject({ status: 'truncated', requests: 1 })
    expect(source.coverage.gaps.join()).toMatch(/no request was left after 1/)
    expect(chains[0]?.root).not.toBe(path[0])
  })

  it('goes on in another account of the configuration, and in none that it does not name', async () => {
    const open = `arn:aws:iam::${HOME}:role/open`
    const alone = await told(open)
    expect(alone.source.coverage.gaps.join()).toMatch(/goes on in account 444455556666 .*not read here/)
    writeFileSync(config, stringify(configOn(simulated.url, folder.path, [{ id: HOME }, away])))
    const both = await told(open, '--account', HOME)
    expect(both.source).toMatchObject({ status: 'ok', coverage: { gaps: [] } })
    expect(both.chains).toEqual([expect.objectContaining({ root: `arn:aws:iam::${AWAY}:user/eve` })])
  })
})

function json(records: readonly TrailRecord[]) {
  return JSON.parse(JSON.stringify(records))
}

function configOn(endpoint: string, dataDir: string, accounts: readonly object[]) {
  return {
    dataDir,
    accounts: accounts.map((account) => ({ mode: 'observe', endpoint, ...account })),
    approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('token-of-ana-0123456789') }] } },
    sources: { guardduty: { secrets: ['0123456789abcdef0123456789abcdef'] } },
    exercise: { timeScale: 60 },
  }
}
