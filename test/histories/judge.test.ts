import { SeededRandom } from '../../app/exercise/virtual/seeded-random.js'
import { startVirtualWorld } from '../../app/exercise/virtual/start-virtual-world.js'
import { createActor } from '../../simulated-aws/actor.js'
import { adminKey, allow } from '../support/world/seed.js'
import { accountSeed, customerPolicyArn, entities } from './account-seed.js'
import { CustomerModel } from './customer-model.js'
import { judge } from './judge.js'
import { Overseer } from './overseer.js'

const document = JSON.stringify(allow('s3:*'))

/** What is found where somebody does this to the account behind its owner's back. */
async function judged(action: string, parameters: Record<string, string>): Promise<string[]> {
  const { world, close } = await startVirtualWorld({
    random: new SeededRandom(1),
    seed: accountSeed(false),
    enforcementDelayMs: 4_000,
    cloudTrailLagMs: 1_000,
  })
  try {
    const model = new CustomerModel(world.account, entities)
    const { account } = world.account
    const actor = createActor({ account, ...adminKey, sourceIp: '192.0.2.10', userAgent: 'test' })
    expect(actor.call({ service: 'iam', action, parameters })).toMatchObject({ ok: true })
    return judge(world.account, model, [])
  } finally {
    await close()
  }
}

describe('the judge of a history', () => {
  it.each([
    [
      'a policy that nobody recorded',
      'PutRolePolicy',
      { RoleName: 'app-a', PolicyName: 'x', PolicyDocument: document },
    ],
    ["a policy of its owner's that is gone", 'DeleteRolePolicy', { RoleName: 'app-b', PolicyName: 'DenyAll' }],
    [
      "a policy of its owner's that was written over",
      'PutUserPolicy',
      { UserName: 'eve', PolicyName: 'own', PolicyDocument: document },
    ],
    ['a managed policy that is gone', 'DetachRolePolicy', { RoleName: 'app-a', PolicyArn: customerPolicyArn }],
    ['a managed policy too many', 'AttachUserPolicy', { UserName: 'eve', PolicyArn: customerPolicyArn }],
    [
      'a key that was turned on',
      'UpdateAccessKey',
      { UserName: 'eve', AccessKeyId: 'AKIAEVETWOEVETWOEVET', Status: 'Active' },
    ],
    ['a group that was left', 'RemoveUserFromGroup', { UserName: 'eve', GroupName: 'devs' }],
  ])('sees %s', async (_, action, parameters) => {
    expect(await judged(action, parameters)).toHaveLength(1)
  })
})

describe('the overseer of a history', () => {
  it("objects to a write of the product on what is its owner's, even where it is made good later", async () => {
    const { world, close } = await startVirtualWorld({
      random: new SeededRandom(1),
      seed: accountSeed(false),
      enforcementDelayMs: 4_000,
      cloudTrailLagMs: 1_000,
    })
    const overseer = new Overseer(world, new CustomerModel(world.account, entities))
    const { iam } = world.parts.aws
    const role = { type: 'role', name: 'app-b' } as const
    world.begin(async () => {})
    const writes = iam
      .putInlinePolicy(role, { name: 'DenyAll', document }, async () => {})
      .then(() => iam.putInlinePolicy(role, { name: 'mine', document }, async () => {}))
    await world.run(10_000)
    await writes
    await close()
    expect(overseer.objections).toEqual([expect.stringContaining("DenyAll is its owner's")])
  })
})
