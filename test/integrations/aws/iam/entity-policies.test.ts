import { anAccount, deny, denyAllArn, entities, nobody, text } from './an-account.js'

const go = async () => {}
const block = { name: 'DenyAll-x', document: deny }

let world: Awaited<ReturnType<typeof anAccount>>
beforeEach(async () => {
  world = await anAccount()
})
afterEach(() => world.close())

describe('reading the policies of an entity', () => {
  it.each(entities)('of a $type: a document comes back to the byte', async (entity) => {
    expect(await world.iam.readInlinePolicy(entity, 'read')).toBe(text)
    expect(await world.iam.listInlinePolicies(entity)).toEqual([{ name: 'read', document: text }])
  })

  it.each(entities)('of a $type: attached policies are listed by ARN', async (entity) => {
    expect(await world.iam.listAttachedPolicies(entity)).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess'])
  })

  it.each(nobody)('of no $type: null', async (entity) => {
    expect(await world.iam.listInlinePolicies(entity)).toBeNull()
    expect(await world.iam.listAttachedPolicies(entity)).toBeNull()
    expect(await world.iam.readInlinePolicy(entity, 'read')).toBeNull()
  })

  it('130 policies over pages with empty ones between are all there', async () => {
    const policies = await world.iam.listInlinePolicies({ type: 'role', name: 'busy' })
    expect(new Set(policies?.map(({ name }) => name)).size).toBe(130)
    expect(world.callsOf('iam:ListRolePolicies')).toBeGreaterThan(2)
  })

  it('a policy that is not there is null', async () => {
    expect(await world.iam.readInlinePolicy({ type: 'role', name: 'ci-deploy' }, 'none')).toBeNull()
  })
})

describe('writing the policies of an entity', () => {
  it.each(entities)(
    "on a $type: a put has a receipt with AWS's clock, and its text is kept to the byte",
    async (entity) => {
      const before = Math.floor(Date.now() / 1000) * 1000
      const receipt = await world.iam.putInlinePolicy(entity, block, go)
      expect(receipt.requestId).toMatch(/\w{8}/)
      expect(Date.parse(receipt.at)).toBeGreaterThanOrEqual(before)
      expect(await world.iam.readInlinePolicy(entity, 'DenyAll-x')).toBe(deny)
    },
  )

  it.each(entities)('on a $type: a delete removes the one policy; of what is not there it is null', async (entity) => {
    await world.iam.putInlinePolicy(entity, block, go)
    expect(await world.iam.deleteInlinePolicy(entity, 'DenyAll-x', go)).toMatchObject({ at: expect.any(String) })
    expect(await world.iam.deleteInlinePolicy(entity, 'DenyAll-x', go)).toBeNull()
    expect(await world.iam.listInlinePolicies(entity)).toEqual([{ name: 'read', document: text }])
    expect(await world.iam.deleteInlinePolicy({ ...entity, name: 'nobody' }, 'DenyAll-x', go)).toBeNull()
  })

  it.each(entities)('on a $type: attaching twice is attaching once, detaching twice is null', async (entity) => {
    await world.iam.attachPolicy(entity, denyAllArn, go)
    await world.iam.attachPolicy(entity, denyAllArn, go)
    expect(await world.iam.listAttachedPolicies(entity)).toHaveLength(2)
    expect(await world.iam.detachPolicy(entity, denyAllArn, go)).toMatchObject({ requestId: expect.any(String) })
    expect(await world.iam.detachPolicy(entity, denyAllArn, go)).toBeNull()
    expect(await world.iam.listAttachedPolicies(entity)).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess'])
  })

  it.each(nobody)('on no $type: what adds is notFound', async (entity) => {
    await expect(world.iam.putInlinePolicy(entity, block, go)).rejects.toMatchObject({ kind: 'notFound' })
    await expect(world.iam.attachPolicy(entity, denyAllArn, go)).rejects.toMatchObject({ kind: 'notFound' })
  })

  it('a key is switched off and on; one that is not there is null', async () => {
    const [first, second] = ['AKIAEXAMPLE0000000001', 'AKIAEXAMPLE0000000002']
    await world.iam.setKeyStatus('ana', first, 'Inactive', go)
    const receipt = await world.iam.setKeyStatus('ana', second, 'Active', go)
    expect(receipt).toMatchObject({ at: expect.any(String) })
    expect(await world.iam.listAccessKeys('ana')).toMatchObject([{ status: 'Inactive' }, { status: 'Active' }])
    expect(await world.iam.setKeyStatus('ana', 'AKIANOTHERE0000000000', 'Inactive', go)).toBeNull()
    expect(await world.iam.setKeyStatus('nobody', first, 'Inactive', go)).toBeNull()
  })

  it('a guard that refuses keeps every write inside the process', async () => {
    const refuse = () => {
      throw new RangeError('the lease is over')
    }
    for (const entity of entities) {
      await expect(world.iam.putInlinePolicy(entity, block, refuse)).rejects.toThrow(RangeError)
      await expect(world.iam.deleteInlinePolicy(entity, 'read', refuse)).rejects.toThrow(RangeError)
      await expect(world.iam.attachPolicy(entity, denyAllArn, refuse)).rejects.toThrow(RangeError)
      await expect(world.iam.detachPolicy(entity, denyAllArn, refuse)).rejects.toThrow(RangeError)
    }
    await expect(world.iam.setKeyStatus('ana', 'AKIAEXAMPLE0000000001', 'Inactive', refuse)).rejects.toThrow(RangeError)
    expect(world.account.calls()).toEqual([])
  })
})
