import { accountOfKey, callsByHolder, holderName } from '../../../app/exercise/attack/key-holder.js'
import { StepAtWork } from '../../../app/exercise/attack/step-at-work.js'
import { Identities } from '../../../app/exercise/identities.js'
import type { Parameters } from '../../../app/exercise/techniques/technique.js'
import { findTechnique } from '../../../app/exercise/techniques/techniques.js'
import { SeededRandom } from '../../../app/exercise/virtual/seeded-random.js'
import { WorldAccounts } from '../../../app/exercise/world-accounts.js'
import type { ExerciseActor } from '../../../exercises/schema/world.js'
import { startSimulatedAccounts } from '../../../simulated-aws/simulated-account.js'

const [home, away] = ['111122223333', '444455556666']
const everything = {
  name: 'all',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
}
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: home }, Action: 'sts:AssumeRole' }],
}
const key = { id: 'AKIAEXAMPLEKIM000000', secret: 'kim' }
const open: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const accounts of open.splice(0)) await accounts.close()
})

/** Two accounts under a clock that only `wait` moves, and an attacker who holds something of the first. */
async function place() {
  let nowMs = Date.parse('2026-03-01T10:00:00Z')
  const started = await startSimulatedAccounts({
    seeds: [
      {
        accountId: home,
        roles: [{ name: 'web', maxSessionDurationSeconds: 3_600, inlinePolicies: [everything] }],
        users: [{ name: 'kim', accessKeys: [key], inlinePolicies: [everything] }],
      },
      { accountId: away, roles: [{ name: 'data', trustPolicy: trust, inlinePolicies: [everything] }] },
    ],
    enforcementDelayMs: 0,
    now: () => new Date(nowMs),
  })
  open.push(started)
  const accounts = new WorldAccounts(started.accounts)
  const { account } = accounts.first
  const identities = new Identities(accounts)
  const random = new SeededRandom(1)
  const work = (does: string, holds: ExerciseActor, parameters: Parameters, accessKeyId?: string) => {
    const technique = findTechnique(does)
    if (technique === undefined) throw new Error(does)
    return new StepAtWork({
      technique,
      parameters,
      pace: technique.paceOf(parameters, 0),
      place: { account, identities, holds, random: (count) => random.bytes(count) },
      startKey: () => ({ ok: true, accessKeyId: accessKeyId ?? identities.of(holds).accessKeyId }),
    })
  }
  const turn = (Status: 'Active' | 'Inactive') =>
    void identities
      .caller({ role: 'web', session: 'admin' })
      .call({ service: 'iam', action: 'UpdateAccessKey', parameters: { UserName: 'kim', AccessKeyId: key.id, Status } })
  const wait = (ms: number) => {
    nowMs += ms
  }
  return { account, identities, work, turn, wait }
}

const succeeded = (calls: readonly { error: string | null }[]) => calls.filter(({ error }) => error === null).length

describe('a step of the attack at work', () => {
  it('goes on with new credentials when all of its own are over, and all of its calls are those of one holder', async () => {
    const { account, identities, work, wait } = await place()
    const holds = { role: 'web', session: 'i-1' }
    const before = identities.of(holds).accessKeyId
    const step = work('discovery', holds, {})
    step.act()
    wait(3_601_000)
    step.act()
    expect(step.keys()).toEqual([before, expect.not.stringMatching(before)])
    const calls = callsByHolder(account, identities.of(holds).accessKeyId)
    expect(new Set(calls.map(({ accessKeyId }) => accessKeyId)).size).toBe(2)
    expect(succeeded(calls)).toBe(calls.length)
  })

  it('lives on what it came by, and does not begin again, while any of that is good', async () => {
    const { account, work, wait } = await place()
    const step = work('key-minting', { role: 'web', session: 'i-1' }, {})
    step.act()
    const keys = step.keys()
    expect(keys.map((each) => holderName(account, each))).toEqual([
      'assumed-role/web/i-1',
      'user/svc-backup',
      'user/kim',
    ])
    wait(3_601_000)
    step.act()
    expect(step.keys()).toEqual(keys)
  })

  it('waits while AWS does not take its key, says so, and begins when it does', async () => {
    const { work, turn } = await place()
    const step = work('role-chaining', { user: 'kim' }, {}, key.id)
    turn('Inactive')
    step.act()
    expect([step.idle, step.keys()]).toEqual([`The key ${key.id} is inactive.`, []])
    turn('Active')
    step.act()
    expect([step.idle, step.keys()[0]]).toEqual([null, key.id])
  })

  it('acts in another account with the keys of that one', async () => {
    const { account, work } = await place()
    const parameters = { RoleArn: `arn:aws:iam::${away}:role/data`, RoleSessionName: 'sync' }
    const calls = [{ service: 'sts', action: 'AssumeRole', parameters }]
    const first = work('call-apis', { user: 'kim' }, { calls })
    first.act()
    const [gained = ''] = first.gained()
    expect([accountOfKey(account, gained).accountId, holderName(account, gained)]).toEqual([
      away,
      'assumed-role/data/sync',
    ])
    const second = work('discovery', { user: 'kim' }, {}, gained)
    second.act()
    const there = accountOfKey(account, gained).calls.list()
    expect(there.filter(({ operation }) => operation === 'sts:GetCallerIdentity')).toMatchObject([
      { accessKeyId: gained, error: null },
    ])
  })
})
