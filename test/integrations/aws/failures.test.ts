import { IamAdapter } from '../../../integrations/aws/iam/iam-adapter.js'
import type { FaultRuleInput } from '../../../simulated-aws/faults.js'
import { anAccount, deny, denyAllArn, entities } from './iam/an-account.js'
import { scriptedServer, someCredentials, xmlResult } from './scripted-server.js'

const go = async () => {}
const role = { type: 'role', name: 'ci-deploy' } as const
const block = { name: 'DenyAll-x', document: deny }

let world: Awaited<ReturnType<typeof anAccount>>
beforeEach(async () => {
  world = await anAccount({ emptyPages: false })
})
afterEach(() => world.close())

/** How a call ended, and how many requests of it reached the wire. */
async function ended(operation: string, call: () => Promise<unknown>) {
  const before = world.callsOf(operation)
  const end = await call().then(
    () => 'answered',
    (error: { kind?: string }) => error.kind ?? 'no AwsError',
  )
  return [end, world.callsOf(operation) - before]
}

function readUnder(error: FaultRuleInput['error'], times = 99) {
  world.account.injectFault({ operation: 'iam:GetRole', error, times })
  return ended('iam:GetRole', () => world.iam.describe(role))
}

function writeUnder(error: FaultRuleInput['error'], when: FaultRuleInput['when'] = 'before') {
  world.account.injectFault({ operation: 'iam:PutRolePolicy', error, when, times: 99 })
  return ended('iam:PutRolePolicy', () => world.iam.putInlinePolicy(role, block, go))
}

async function written(): Promise<boolean> {
  world.account.clearFaults()
  return (await world.iam.readInlinePolicy(role, block.name)) !== null
}

describe('failures that pass', () => {
  it('throttling: a read is sent four times, a write once', async () => {
    expect(await readUnder({ code: 'Throttling', status: 400 })).toEqual(['throttled', 4])
    expect(await writeUnder({ code: 'Throttling', status: 400 })).toEqual(['throttled', 1])
    expect(await written()).toBe(false)
  })

  it('throttling that ends: the read is answered, and nobody learns of it', async () => {
    expect(await readUnder({ code: 'RequestLimitExceeded', status: 503 }, 1)).toEqual(['answered', 2])
  })

  it('a conflict with somebody else: reads and writes are sent once, for the SDK does not try again', async () => {
    expect(await readUnder({ code: 'ConcurrentModification', status: 409 })).toEqual(['conflict', 1])
    expect(await writeUnder({ code: 'ConcurrentModification', status: 409 })).toEqual(['conflict', 1])
    world.account.clearFaults()
    expect(await writeUnder({ code: 'EntityTemporarilyUnmodifiable', status: 409 })).toEqual(['conflict', 1])
  })

  it('a 5xx before the effect: a read is sent four times, a write once, and reading back finds nothing', async () => {
    expect(await readUnder({ code: 'ServiceFailure', status: 500 })).toEqual(['ambiguous', 4])
    expect(await writeUnder({ code: 'ServiceFailure', status: 500 })).toEqual(['ambiguous', 1])
    expect(await written()).toBe(false)
  })

  it('a 5xx after the effect: the write is sent once, and reading back finds it', async () => {
    expect(await writeUnder({ code: 'ServiceUnavailable', status: 503 }, 'after')).toEqual(['ambiguous', 1])
    expect(await written()).toBe(true)
  })

  it('a connection cut before the effect: a read is sent four times, a write once', async () => {
    expect(await readUnder('reset')).toEqual(['ambiguous', 4])
    expect(await writeUnder('reset')).toEqual(['ambiguous', 1])
    expect(await written()).toBe(false)
  })

  it('a connection cut after the effect: the write is sent once, and reading back finds it', async () => {
    expect(await writeUnder('reset', 'after')).toEqual(['ambiguous', 1])
    expect(await written()).toBe(true)
  })

  it('nothing that writes is ever sent twice by itself, whatever it writes to', async () => {
    world.account.injectFault({ operation: 'iam:*', error: { code: 'ServiceFailure', status: 500 }, times: 999 })
    for (const entity of entities) {
      await expect(world.iam.putInlinePolicy(entity, block, go)).rejects.toMatchObject({ kind: 'ambiguous' })
      await expect(world.iam.deleteInlinePolicy(entity, 'read', go)).rejects.toMatchObject({ kind: 'ambiguous' })
      await expect(world.iam.attachPolicy(entity, denyAllArn, go)).rejects.toMatchObject({ kind: 'ambiguous' })
      await expect(world.iam.detachPolicy(entity, denyAllArn, go)).rejects.toMatchObject({ kind: 'ambiguous' })
    }
    const key = world.iam.setKeyStatus('ana', 'AKIAEXAMPLE0000000001', 'Inactive', go)
    await expect(key).rejects.toMatchObject({ kind: 'ambiguous' })
    const sent = world.account.calls().map(({ operation }) => operation)
    expect(sent).toHaveLength(13)
    expect(new Set(sent).size).toBe(13)
  })

  it('an unknown code: sent once, and not taken for anything else', async () => {
    expect(await readUnder({ code: 'SomethingNew', status: 400 })).toEqual(['unknown', 1])
    expect(await writeUnder({ code: 'SomethingNew', status: 400 })).toEqual(['unknown', 1])
  })
})

describe('failures that stay', () => {
  it('a full quota, a malformed document, an entity of AWS: a write is sent once', async () => {
    const refusals = [
      ['LimitExceeded', 409, 'quota'],
      ['MalformedPolicyDocument', 400, 'malformed'],
      ['UnmodifiableEntity', 400, 'unmodifiable'],
    ] as const
    for (const [code, status, kind] of refusals) {
      world.account.clearFaults()
      expect(await writeUnder({ code, status })).toEqual([kind, 1])
    }
  })

  it('IAM itself refuses a policy over the quota, a text that is no policy and a role of AWS, each after one request', async () => {
    const big = { name: 'big', document: deny.replace('"X"', `"${'x'.repeat(10_300)}"`) }
    const broken = { name: 'broken', document: '{"Version":"2012-10-17"' }
    const ofAws = { type: 'role', name: 'AWSServiceRoleForX' } as const
    const put = (entity: typeof role | typeof ofAws, policy: typeof block) =>
      ended('iam:PutRolePolicy', () => world.iam.putInlinePolicy(entity, policy, go))
    expect(await put(role, big)).toEqual(['quota', 1])
    expect(await put(role, broken)).toEqual(['malformed', 1])
    expect(await put(ofAws, block)).toEqual(['unmodifiable', 1])
  })

  it('what is not there: a read and a removal are null, a put is not found, each sent once', async () => {
    const nobody = { type: 'role', name: 'nobody' } as const
    expect(await world.iam.describe(nobody)).toBeNull()
    expect(await world.iam.deleteInlinePolicy(nobody, 'p', go)).toBeNull()
    expect(await world.iam.detachPolicy(role, denyAllArn, go)).toBeNull()
    await expect(world.iam.putInlinePolicy(nobody, block, go)).rejects.toMatchObject({ kind: 'notFound' })
    expect(world.account.calls()).toHaveLength(4)
  })

  it('no permission: reads and writes are sent once', async () => {
    expect(await readUnder({ code: 'AccessDenied', status: 403 })).toEqual(['accessDenied', 1])
    expect(await writeUnder({ code: 'AccessDenied', status: 403 })).toEqual(['accessDenied', 1])
  })

  it('credentials that are over or unknown: reads and writes are sent once', async () => {
    expect(await readUnder({ code: 'ExpiredToken', status: 403 })).toEqual(['credentials', 1])
    expect(await writeUnder({ code: 'InvalidClientTokenId', status: 403 })).toEqual(['credentials', 1])
  })

  it('an operation that the endpoint does not have: reads and writes are sent once', async () => {
    expect(await readUnder({ code: 'InvalidAction', status: 400 })).toEqual(['unsupported', 1])
    expect(await writeUnder({ code: 'InvalidAction', status: 400 })).toEqual(['unsupported', 1])
  })
})

describe('an endpoint that never tells the time', () => {
  it('a write without a Date is sent once and read back: what is there is adopted, and the loop ends', async () => {
    const stored = new Set<string>()
    const server = await scriptedServer((body) => {
      const form = new URLSearchParams(body)
      const name = form.get('PolicyName') ?? ''
      if (form.get('Action') === 'PutRolePolicy') {
        stored.add(name)
        return { undated: true, body: '<PutRolePolicyResponse></PutRolePolicyResponse>' }
      }
      const document = `<PolicyDocument>${encodeURIComponent(deny)}</PolicyDocument>`
      const missing = '<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>'
      return stored.has(name)
        ? { undated: true, body: xmlResult('GetRolePolicy', document) }
        : { undated: true, status: 404, body: missing }
    })
    const iam = new IamAdapter({ partition: 'aws', endpoint: server.url, credentials: someCredentials })
    const writeOrAdopt = async () => {
      if ((await iam.readInlinePolicy(role, block.name)) === deny) return 'adopted'
      return iam.putInlinePolicy(role, block, go)
    }

    await expect(writeOrAdopt()).rejects.toMatchObject({ kind: 'ambiguous', code: 'MissingDateHeader' })
    expect(await writeOrAdopt()).toBe('adopted')
    expect(server.received.filter((body) => body.includes('Action=PutRolePolicy'))).toHaveLength(1)
    iam.close()
    await server.close()
  })
})
