import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fieldOf } from '../../../simulated-aws/json.js'
import { actorCallsFromTrail, readTrail, seedFromTrail } from '../../../simulated-aws/seed/from-trail.js'
import { iamAction } from '../../../simulated-aws/seed/iam-action.js'
import { seedSchema } from '../../../simulated-aws/seed/seed.js'
import { startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const corpus = process.env.TOURNIQUET_CORPUS ?? join(root, '../shared/corpus')
const inCorpus = (name: string) => join(corpus, name)

async function readSeed(name: string) {
  const reading = await readTrail([inCorpus(name)])
  return { ...reading, ...seedFromTrail(reading.records) }
}

/** Every role of the seed may do, in the running account, what the log saw it do, and not what it did not. */
async function expectRolesToWork(
  { seed, busiest }: ReturnType<typeof seedFromTrail>,
  records: Awaited<ReturnType<typeof readTrail>>['records'],
) {
  const simulated = await startSimulatedAccount({ seed })
  try {
    for (const role of busiest.filter(({ type }) => type === 'role')) {
      const calls = actorCallsFromTrail(records, role.arn)
      const actions = calls.flatMap(({ service, action }) => iamAction(service, action) ?? [])
      expect(actions.map((action) => [action, simulated.isAllowed(role.name, action)])).toEqual(
        actions.map((action) => [action, true]),
      )
      expect(simulated.isAllowed(role.name, 'iam:CreateOpenIDConnectProvider')).toBe(false)
    }
    expect(simulated.records()).toHaveLength(seed.events.length)
  } finally {
    await simulated.close()
  }
}

if (!existsSync(corpus)) {
  it('skipped: corpus not found', () => {
    expect(existsSync(corpus)).toBe(false)
  })
} else {
  describe('a seed from the public log', () => {
    it('of an attacked account has its three principals of interest as they were', async () => {
      const { records, sources, skipped, seed, busiest, left } = await readSeed('invictus-aws-dataset')
      expect([records.length, sources.length, skipped, left]).toEqual([1592, 35, [], []])
      expect(seed).toMatchObject({ accountId: '123837392027', partition: 'aws', region: 'us-east-1' })
      expect(seed.events).toHaveLength(1592)
      expect(busiest.slice(0, 4).map(({ type, name, calls }) => `${type} ${name} ${calls}`)).toEqual([
        'user bert-jan 1423',
        'user benjamin 98',
        'role stratus-red-team-ec2-get-password-data-role 29',
        'role stratus-red-team-ec2-steal-credentials-role 12',
      ])
      expect(seed.roles.find(({ name }) => name === 'stratus-red-team-ec2-get-password-data-role')).toMatchObject({
        path: '/',
        roleId: 'AROATFQR7NSCWWVLB7BES',
        inlinePolicies: [{ document: { Statement: [{ Action: ['ec2:GetPasswordData'] }] } }],
      })
      expect(seed.roles.find(({ name }) => name === 'AWSServiceRoleForRDS')?.path).toBe(
        '/aws-service-role/rds.amazonaws.com/',
      )
      expect(seed.users.find(({ name }) => name === 'benjamin')?.accessKeys).toHaveLength(2)
    })

    it.each(['invictus-aws-dataset', 'traildiscover/all_events.ndjson', 'cloudtrail-misc', 'panther-analysis'])(
      'of %s starts an account in which its roles work',
      async (name) => {
        const found = await readSeed(name)
        expect(seedSchema.parse(found.seed)).toEqual(found.seed)
        expect(found.busiest.length).toBeGreaterThan(0)
        await expectRolesToWork(found, found.records)
      },
    )

    it('of TrailDiscover has its Identity Center roles under their path, and none under a masked name', async () => {
      const { records, seed, left } = await readSeed('traildiscover/all_events.ndjson')
      expect(records).toHaveLength(314)
      expect(seed.accountId).toBe('111111111111')
      for (const { path } of seed.roles) expect(path).toMatch(/^\/aws-reserved\/sso\.amazonaws\.com\//)
      for (const { userId } of seed.users) expect(userId).toBeUndefined()
      expect(left).toEqual([expect.objectContaining({ name: 'AWSReservedSSO_AdministratorAccess_********' })])
    })

    it('skips the broken file of cloudtrail-misc and reads its gzipped twin once', async () => {
      const { records, sources, skipped } = await readTrail([inCorpus('cloudtrail-misc')])
      expect(skipped).toEqual([
        { path: expect.stringContaining('bad_cloudtrail.json'), reason: expect.stringContaining('is not JSON') },
      ])
      expect(sources).toHaveLength(5)
      expect(records).toHaveLength(5)
    })
  })

  describe('a seed from the detonation of', () => {
    it.each(readdirSync(inCorpus('stratus-red-team')).filter((name) => name.endsWith('.json')))('%s', async (name) => {
      const { records, skipped, seed, busiest } = await readSeed(join('stratus-red-team', name))
      expect(skipped).toEqual([])
      expect(seedSchema.parse(seed)).toEqual(seed)
      expect(seed.events).toHaveLength(records.length)
      const callers = new Set(
        records.map((record) => fieldOf(record, 'userIdentity', 'principalId')).map((id) => String(id).split(':')[0]),
      )
      expect(busiest).toHaveLength(callers.size)
      for (const { inlinePolicies } of [...seed.roles, ...seed.users])
        expect(inlinePolicies.length).toBeLessThanOrEqual(1)
    })
  })
}
