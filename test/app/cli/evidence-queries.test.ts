import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { hashToken } from '../../../app/config.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { printed } from '../../support/in-process-cli.js'
import { adminKey, adminUser } from '../../support/world/seed.js'
import { aFolder, anAttack, aRecord } from '../evidence/log-files.js'

const accountId = '111122223333'
const role = `arn:aws:iam::${accountId}:role/team/ci`
const queriesShape = z.object({
  queries: z.array(z.object({ name: z.string(), language: z.string(), text: z.string().min(1) })),
  leftOut: z.array(z.string()),
})

async function queriesOf(...args: string[]) {
  const { code, stdout } = await printed('evidence', 'queries', '--json', ...args)
  expect(code).toBe(0)
  return queriesShape.parse(JSON.parse(stdout))
}

describe('evidence queries', () => {
  const folder = aFolder()
  afterAll(() => folder.remove())

  it('prints every query that can be asked in three languages, and says what the others need', async () => {
    const { queries, leftOut } = await queriesOf(
      '--principal',
      role,
      '--key',
      'AKIAIOSFODNN7EXAMPLE',
      '--ip',
      '192.0.2.1',
    )
    const named = (language: string) => queries.flatMap((query) => (query.language === language ? query.name : []))
    expect(named('logs-insights')).toHaveLength(7)
    expect(named('filter-pattern')).toEqual(named('logs-insights'))
    expect(named('athena')).toEqual(named('logs-insights'))
    expect(leftOut).toEqual([expect.stringContaining("the trail's bucket")])
    const bare = await queriesOf('--for', 'logs-insights')
    expect(bare.queries.map(({ name }) => name)).toEqual(['access-denied', 'users-and-roles-created', 'list-buckets'])
    expect(bare.leftOut).toContain('by-source-ip is left out: it needs --ip.')
  })

  it("writes Athena's table with projected partitions, by the options or by the configuration", async () => {
    const config = folder.write('tourniquet.yaml', stringify(configOn(null, folder.path)))
    const byOptions = await queriesOf('--for', 'athena', '--bucket', 'trail', '--account', accountId)
    const byConfig = await queriesOf('--for', 'athena', '--config', config)
    for (const [{ queries }, location] of [
      [byOptions, 's3://trail/AWSLogs/'],
      [byConfig, 's3://example-trail/AWSLogs/o-exampleorgid/'],
    ] as const) {
      const ddl = queries.find(({ name }) => name === 'table')?.text
      expect(ddl).toContain(`'storage.location.template' = '${location}\${account}/CloudTrail/\${region}/\${day}'`)
      expect(ddl).toContain("'projection.region.values' = 'us-east-1,")
      expect(queries[1]?.text).toContain(`account IN ('${accountId}')`)
    }
  })

  it('keeps what a person or an attacker typed inside of its literal', async () => {
    const ip = `x' OR '1'='1" | stats count(*) -- `
    const { queries } = await queriesOf('by-source-ip', '--ip', ip)
    const text = (language: string) => queries.find((query) => query.language === language)?.text ?? ''
    expect(text('athena')).toContain(`sourceipaddress = 'x'' OR ''1''=''1" | stats count(*) -- '`)
    expect(text('logs-insights').replaceAll(/"[^"'\\|]*"/g, '')).not.toMatch(/stats|OR|'/)
  })

  it('is readable as a file, what was left out being told elsewhere', async () => {
    const { stdout, stderr } = await printed(
      'evidence',
      'queries',
      '--for',
      'athena',
      '--since',
      '2026-03-01',
      '--until',
      '2026-03-02',
    )
    expect(stdout).toContain("day BETWEEN '2026/03/01' AND '2026/03/02'")
    expect(stdout).toMatch(/ORDER BY eventtime;\n/)
    expect(stdout).not.toContain('left out')
    expect(stderr).toContain('by-access-key is left out')
  })

  it.each([
    ['a query that is not there', ['nope'], /there are: access-denied/],
    ['a bucket of nobody', ['--bucket', 'trail'], /goes with --account/],
    ['a table that would need quotes', ['--table', 'x; DROP'], /no name of a table/],
    ['a configuration that is not there', ['--config', '/no/such.yaml'], /tourniquet init/],
    ['--live without a query', ['--live'], /name the query/],
    ['a query without its value', ['by-source-ip'], /needs --ip/],
  ])('refuses %s', async (_title, args, says) => {
    expect(await printed('evidence', 'queries', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(says),
    })
  })
})

const answerShape = z.object({
  query: z.object({ name: z.string(), text: z.string() }),
  sources: z.array(z.object({ name: z.string(), status: z.string(), detail: z.string().optional() })),
  records: z.array(z.looseObject({ eventName: z.string(), errorCode: z.string().optional() })),
})
const day = ['--since', '2026-03-01T00:00:00Z', '--until', '2026-03-02T00:00:00Z']

describe('evidence queries --live', () => {
  const before = { ...process.env }
  const folder = aFolder()
  let account: SimulatedAccount
  const config = () => join(folder.path, 'tourniquet.yaml')
  beforeAll(async () => {
    const denied = {
      ...aRecord('s3', 'ListBuckets', { user: 'mallory', at: '2026-03-01T09:20:00Z' }),
      errorCode: 'AccessDenied',
    }
    account = await startSimulatedAccount({
      seed: {
        accountId,
        users: [adminUser],
        trails: [{ name: 'all', s3BucketName: 'logs', logGroupName: 'trail' }],
        events: JSON.parse(JSON.stringify([...anAttack(), denied])),
      },
      cloudTrailLagMs: 0,
      lookupEventsPerSecond: 10_000,
    })
    writeFileSync(config(), stringify(configOn(account.url, folder.path)))
    process.env.AWS_ACCESS_KEY_ID = adminKey.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = adminKey.secretAccessKey
  })
  afterAll(async () => {
    await account.close()
    folder.remove()
    process.env = { ...before }
  })

  const asked = async (...args: string[]) => {
    const { code, stdout } = await printed('evidence', 'queries', ...args, '--live', '--json', '-c', config(), ...day)
    expect(code).toBe(0)
    return answerShape.parse(JSON.parse(stdout))
  }

  it('asks the log group by that query, and prints the records that it means', async () => {
    expect((await asked('access-denied')).records).toMatchObject([
      { eventName: 'ListBuckets', errorCode: 'AccessDenied' },
    ])
    const made = await asked('users-and-roles-created')
    expect(made.records.map(({ eventName }) => eventName)).toEqual(['CreateUser'])
    expect(made.query.text).toContain('eventName = "CreateUser"')
    expect((await asked('by-principal', '--principal', 'mallory')).records).toHaveLength(4)
    expect((await asked('by-access-key', '--key', 'AKIAMALLORYEXAMPLE01')).records).toHaveLength(3)
  })

  it('prints a table for people', async () => {
    const { code, stdout } = await printed('evidence', 'queries', 'list-buckets', '--live', '-c', config(), ...day)
    expect(code).toBe(0)
    expect(stdout).toMatch(/2026-03-01 09:20:00 +s3:ListBuckets +AccessDenied/)
    expect(stdout).toContain('user/mallory')
  })

  it('where a search is denied reads the groups without one, and says so', async () => {
    account.injectFault({ operation: 'logs:StartQuery', error: { code: 'AccessDeniedException', status: 400 } })
    const { records, sources } = await asked('list-buckets')
    expect(records).toHaveLength(1)
    expect(sources).toMatchObject([{ status: 'ok', detail: expect.stringContaining('Logs Insights may not be asked') }])
  })

  it('fails where nothing may be read', async () => {
    const error = { code: 'AccessDeniedException', status: 400 }
    account.injectFault({ operation: 'logs:StartQuery', error })
    account.injectFault({ operation: 'logs:FilterLogEvents', error })
    const answer = await printed('evidence', 'queries', 'list-buckets', '--live', '-c', config(), ...day)
    expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('No log group could be read') })
  })

  it('reads the groups without a search where the configuration says so', async () => {
    writeFileSync(config(), stringify(configOn(account.url, folder.path, { logsBy: 'filter' })))
    const calls = account.calls().length
    const { sources, records } = await asked('list-buckets')
    expect([sources[0]?.name, records.length]).toEqual(['CloudWatch Logs (trail)', 1])
    const { stdout } = await printed('evidence', '--live', '-c', config(), '--json', ...day)
    expect(stdout).toContain('CloudWatch Logs (trail)')
    const operations = account
      .calls()
      .slice(calls)
      .map(({ operation }) => operation)
    expect(operations).toContain('logs:FilterLogEvents')
    expect(operations).not.toContain('logs:StartQuery')
  })
})

function configOn(endpoint: string | null, dataDir: string, evidence: object = {}) {
  const bucket = { name: 'example-trail', region: 'us-east-1', organization: 'o-exampleorgid' }
  const places = { logGroups: ['trail'], ...(endpoint === null ? { bucket } : {}), ...evidence }
  return {
    dataDir,
    accounts: [{ id: accountId, mode: 'observe', evidence: places, ...(endpoint === null ? {} : { endpoint }) }],
    approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('token-of-ana-0123456789') }] } },
    sources: { guardduty: { secrets: ['0123456789abcdef0123456789abcdef'] } },
    ...(endpoint === null ? {} : { exercise: { timeScale: 60 } }),
  }
}
