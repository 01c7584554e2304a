import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { hashToken } from '../../../app/config.js'
import { objectsIn } from '../../../simulated-aws/operations/s3/stored-objects.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { printed } from '../../support/in-process-cli.js'
import { adminKey, adminUser, ciDeploy } from '../../support/world/seed.js'
import { investigationShape } from '../evidence/investigation-shape.js'
import { aFolder, anAttack } from '../evidence/log-files.js'

const accountId = '111122223333'
const bucket = 'trail-logs'
const before = { ...process.env }

describe('evidence --live of an account whose trail has log file validation', () => {
  const folder = aFolder()
  let account: SimulatedAccount
  let config: string
  beforeAll(async () => {
    const events = JSON.parse(JSON.stringify(anAttack()))
    const trails = [{ name: 'all', s3BucketName: bucket, validatesLogFiles: true }]
    account = await startSimulatedAccount({
      seed: { accountId, roles: [ciDeploy({ name: 'ci-deploy' })], users: [adminUser], events, trails },
      now: () => new Date('2026-03-02T06:00:00Z'),
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

  const asked = (...args: string[]) => {
    const day = ['--since', '2026-03-01T08:00:00Z', '--until', '2026-03-01T18:00:00Z']
    return printed('evidence', '--live', '--config', config, ...day, ...args)
  }

  it('says that every log file is what CloudTrail delivered, and casts no doubt', async () => {
    const { code, stdout } = await asked('--json')
    expect(code).toBe(0)
    const { coverage, verdict } = investigationShape.parse(JSON.parse(stdout))
    expect(coverage.digests).toMatchObject({
      files: { changed: 0, missing: 0, notCovered: 0 },
      signatures: { valid: coverage.digests?.digests, invalid: 0, notChecked: 0 },
    })
    expect(coverage.digests?.files.covered).toBeGreaterThan(0)
    expect(verdict.doubts.join()).not.toMatch(/CloudTrail delivered|digest/)
  })

  it('doubts the answer where a log file was changed, in every rendering', async () => {
    const { key = '' } =
      (objectsIn(account.account, bucket) ?? []).find(({ key }) => key.includes('/CloudTrail/')) ?? {}
    account.account.changedObjects.set(`${bucket}/${key}`, { bytes: Buffer.from('{"Records":[]}'), metadata: {} })
    const page = join(folder.path, 'report.html')
    const { stdout } = await asked('--html', page)
    for (const shown of [stdout, readFileSync(page, 'utf8')]) {
      expect(shown).toContain('1 not (CHANGED)')
      expect(shown).toContain('1 of the log files are not what CloudTrail delivered')
      expect(shown.replace(/\s+/g, '')).toContain(key.slice(-40))
    }
  })
})

function configOn(endpoint: string, dataDir: string) {
  const evidence = { bucket: { name: bucket, region: 'us-east-1' } }
  return {
    dataDir,
    accounts: [{ id: accountId, mode: 'observe', endpoint, evidence }],
    approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('token-of-ana-0123456789') }] } },
    sources: { guardduty: { secrets: ['0123456789abcdef0123456789abcdef'] } },
    exercise: { timeScale: 60 },
  }
}
