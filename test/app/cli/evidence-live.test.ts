import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { hashToken } from '../../../app/config.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { printed } from '../../support/in-process-cli.js'
import { adminKey, adminUser, ciDeploy } from '../../support/world/seed.js'
import { investigationShape } from '../evidence/investigation-shape.js'
import { aFolder, anAttack } from '../evidence/log-files.js'

const accountId = '111122223333'
const before = { ...process.env }

describe('evidence --live', () => {
  const folder = aFolder()
  let account: SimulatedAccount
  let config: string
  beforeAll(async () => {
    const events = JSON.parse(JSON.stringify(anAttack()))
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

function configOn(endpoint: string, dataDir: string) {
  return {
    dataDir,
    accounts: [{ id: accountId, mode: 'observe', endpoint }],
    approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('token-of-ana-0123456789') }] } },
    sources: { guardduty: { secrets: ['0123456789abcdef0123456789abcdef'] } },
    exercise: { timeScale: 60 },
  }
}
