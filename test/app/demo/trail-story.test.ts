import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoFinding } from '../../../app/demo/demo-finding.js'
import type { DemoStory } from '../../../app/demo/demo-story.js'
import { makeIntruder } from '../../../app/demo/intruder.js'
import { madeStory } from '../../../app/demo/made-story.js'
import { trailStory } from '../../../app/demo/trail-story.js'
import { parseGuardDuty } from '../../../integrations/findings/guardduty/parse-guardduty.js'
import { startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-trail-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'trail.json')
const account = '111122223333'
let number = 0

function record(userIdentity: object, eventName = 'ListBuckets'): object {
  number += 1
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventTime: `2026-03-01T10:${String(number % 60).padStart(2, '0')}:00Z`,
    eventSource: 's3.amazonaws.com',
    eventName,
    eventType: 'AwsApiCall',
    awsRegion: 'us-east-1',
    recipientAccountId: account,
    sourceIPAddress: '198.51.100.9',
    userAgent: 'aws-cli/2.17',
    userIdentity: { accountId: account, ...userIdentity },
  }
}

const user = (name: string, accessKeyId?: string) => ({
  type: 'IAMUser',
  userName: name,
  arn: `arn:aws:iam::${account}:user/${name}`,
  principalId: 'AIDAEXAMPLEANA0000001',
  ...(accessKeyId === undefined ? {} : { accessKeyId }),
})
const session = (role: string, path = '/') => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/${role}/job`,
  principalId: 'AROAEXAMPLEDEPLOY0001:job',
  accessKeyId: 'ASIAEXAMPLEDEPLOY0001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      userName: role,
      accountId: account,
      principalId: 'AROAEXAMPLEDEPLOY0001',
      arn: `arn:aws:iam::${account}:role${path}${role}`,
    },
    attributes: { creationDate: '2026-03-01T10:00:00Z', mfaAuthenticated: 'false' },
  },
})

function storyOf(records: object[], principal?: string): Promise<DemoStory> {
  writeFileSync(path, JSON.stringify({ Records: records }))
  return trailStory([path], principal)
}

const twice = (identity: object) => [record(identity), record(identity)]

describe('a demo on a log of your own', () => {
  it('accuses the busiest that can be blocked, be it a role or a user', async () => {
    const deploy = session('deploy')
    const byUser = await storyOf([...twice(user('ana', 'AKIAEXAMPLEANA000001')), record(deploy)])
    expect(byUser.accused).toMatchObject({ type: 'user', name: 'ana' })
    const byRole = await storyOf([...twice(deploy), record(user('ana'))])
    expect(byRole.accused).toMatchObject({ type: 'role', name: 'deploy' })
    const linked = session('AWSServiceRoleForRDS', '/aws-service-role/rds.amazonaws.com/')
    expect((await storyOf([...twice(linked), record(user('ana'))])).accused.name).toBe('ana')
  })

  it('accuses whom it is told to, however the name is spelt, and says who is there where there is no such name', async () => {
    const records = [...twice(session('deploy')), record(user('ana'))]
    expect((await storyOf(records, 'ANA')).accused).toMatchObject({ type: 'user', name: 'ana' })
    await expect(storyOf(records, 'bo')).rejects.toMatchObject({
      exitCode: 2,
      message: `The log shows no role or user "bo" in account ${account}. It shows: deploy, ana.`,
    })
  })

  it('says where the log has it from, also where a finding could not carry that', async () => {
    const masked = { ...record(user('ana', 'AKIAEXAMPLEANA000001')), sourceIPAddress: '035.249.253.232' }
    const { intruder } = await storyOf([masked], 'ana')
    expect([intruder.seenFrom, intruder.sourceIp]).toEqual(['035.249.253.232', '198.51.100.77'])
  })

  it('goes on with the key that the log shows, and gives one to a user of whom it shows none', async () => {
    const known = await storyOf([record(user('ana', 'AKIAEXAMPLEANA000001'))], 'ana')
    expect(known.intruder.accessKeyId).toBe('AKIAEXAMPLEANA000001')
    const { seed, intruder } = await storyOf([record(user('ana'))], 'ana')
    expect(seed.users.find(({ name }) => name === 'ana')?.accessKeys).toMatchObject([{ id: intruder.accessKeyId }])
  })
})

describe('the finding of a demo', () => {
  it.each([
    ['a role, with its session', () => madeStory(), { type: 'role', name: 'ci-deploy', sessionName: 'build-4711' }],
    [
      'a user, with its key',
      () => storyOf([record(user('ana', 'AKIAEXAMPLEANA000001'))], 'ana'),
      { type: 'user', name: 'ana', accessKeyId: 'AKIAEXAMPLEANA000001' },
    ],
  ])('accuses %s, as GuardDuty tells it', async (_title, make, principal) => {
    const story = await make()
    const simulated = await startSimulatedAccount({ seed: story.seed })
    const { accessKeyId } = makeIntruder(story, simulated, { ms: 0 })
    await simulated.close()
    const parsed = parseGuardDuty(demoFinding({ account: simulated, accessKeyId, startedAt: new Date() }, story))
    if (!parsed.accepted) throw new Error(parsed.reason)
    expect(parsed.finding.principal).toMatchObject({ ...principal, accountId: story.accountId })
    expect(parsed.finding.principal.uniqueId).toMatch(/^(AROA|AIDA)/)
  })
})
