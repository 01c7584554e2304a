import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { hashToken } from '../../../app/config.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { printed } from '../../support/in-process-cli.js'
import { adminKey, adminUser, ciDeploy } from '../../support/world/seed.js'
import { investigationShape } from '../evidence/investigation-shape.js'
import { aFolder, anAttack, aRecord } from '../evidence/log-files.js'

const accountId = '111122223333'
const before = { ...process.env }

describe('evidence --live', () => {
  const folder = aFolder()
  let account: SimulatedAccount
  let config: string
  beforeAll(async () => {
    const earlier = aRecord('ec2', 'DescribeInstances', { at: '2026-02-20T09:00:00Z' })
    const events = JSON.parse(JSON.stringify([...anAttack(), earlier]))
    account = await startSimulatedAccount({
      seed: { accountId, roles: [ciDeploy({ name: 'ci-deploy' })], users: [adminUser], events },
      cloudTrailLagMs: 0,
      lookupEventsPerSecond: 10_000,
    })
    config = join(folder.path, 'tourniquet.yaml')
    writeFileSync(config, stringify(configOn(account.url, folder.path)))
    process.env.AWS_ACCESS_KEY_ID = adminKey.accessKeyId
    process.env.AWS_SECRET_ACCESS_KEY = adminKey.secretAccessKey
  })
  afterAll(async () => {
    await account.close()
    folder.remove()
    process.env = { ...before }
  })

  const day = ['--since', '2026-03-01T00:00:00Z', '--until', '2026-03-02T00:00:00Z']

  it('reads the event history of the account, after saying how long that takes', async () => {
    const { code, stdout, stderr } = await printed('evidence', '--live', '--config', config, '--json', ...day)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/LookupEvents.*: about \d+ requests?/)])
    const found = investigationShape.parse(JSON.parse(stdout))
    expect(found.proposed.map(({ name }) => name)).toEqual(['mallory'])
    expect(found.coverage.sources[0]).toMatchObject({ status: 'ok' })
  })

  it('narrows what it asks for to one principal', async () => {
    const asked = `arn:aws:iam::${accountId}:user/mallory`
    const { code, stdout } = await printed('evidence', '--live', '-c', config, '--json', ...day, '--principal', asked)
    expect(code).toBe(0)
    expect(investigationShape.parse(JSON.parse(stdout)).focus?.name).toBe('mallory')
  })

  it('compares with the days before where it is told to, and with none else', async () => {
    const asked = async (...args: string[]) => {
      const { stdout } = await printed('evidence', '--live', '-c', config, '--json', ...day, ...args)
      return investigationShape.parse(JSON.parse(stdout)).coverage
    }
    expect((await asked()).unique).toBe(5)
    expect(await asked('--baseline', '20')).toMatchObject({ unique: 6, from: '2026-03-01T09:00:00Z' })
  })

  it('says that our own incidents were not asked where there is no record of any', async () => {
    const { stderr } = await printed('evidence', '--live', '--config', config, '--json', ...day)
    expect(stderr).toMatch(/Our own incidents were not asked: there is no record/)
  })

  it('holds records against the Sigma rules of the configuration, unless others are given', async () => {
    const rule = (title: string) =>
      `title: ${title}\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: DeleteTrail}, condition: s}\n`
    folder.write('own.yml', rule('Own'))
    const other = folder.write('other.yml', rule('Other'))
    const withRules = folder.write('rules.yaml', stringify(configOn(account.url, folder.path, { sigma: ['own.yml'] })))
    const titles = async (...args: string[]) => {
      const { stdout } = await printed('evidence', '--live', '-c', withRules, '--json', ...day, ...args)
      return investigationShape.parse(JSON.parse(stdout)).sigma.matches.map(({ rule }) => rule)
    }
    expect(await titles()).toMatchObject([{ title: 'Own' }])
    expect(await titles('--sigma', other)).toMatchObject([{ title: 'Other' }])
  })

  it('answers that nobody is proposed where the history of that time is empty', async () => {
    const quiet = ['--since', '2025-03-01T00:00:00Z', '--until', '2025-03-02T00:00:00Z']
    const { code, stdout } = await printed('evidence', '--live', '--config', config, '--json', ...quiet)
    expect(code).toBe(0)
    expect(investigationShape.parse(JSON.parse(stdout)).verdict.statement).toContain('no record was read')
  })

  it('fails where AWS lets it read nothing', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'AKIANOBODYNOBODYNOBO'
    const answer = await printed('evidence', '--live', '--config', config, ...day)
    process.env.AWS_ACCESS_KEY_ID = adminKey.accessKeyId
    expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('InvalidClientTokenId') })
  })

  it.each([
    ['an account that the configuration does not name', ['--account', '999988887777'], /names no account 999988887777/],
    [
      'a principal of another account',
      ['--principal', 'arn:aws:iam::999988887777:user/eve'],
      /of account 999988887777/,
    ],
  ])('refuses %s', async (_title, args, says) => {
    const answer = await printed('evidence', '--live', '--config', config, ...day, ...args)
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(says) })
  })
})

function configOn(endpoint: string, dataDir: string, evidence: object = {}) {
  return {
    dataDir,
    accounts: [{ id: accountId, mode: 'observe', endpoint, evidence }],
    approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('token-of-ana-0123456789') }] } },
    sources: { guardduty: { secrets: ['0123456789abcdef0123456789abcdef'] } },
    exercise: { timeScale: 60 },
  }
}
