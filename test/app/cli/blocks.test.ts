import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { hashToken } from '../../../app/config.js'
import { printed } from '../../support/in-process-cli.js'
import { cliFolder, removeCliFolders } from '../../support/run-cli.js'
import { type Served, serve, tokens } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { adminKey } from '../../support/world/seed.js'
import type { World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
afterAll(removeCliFolders)

const found = z.object({
  compared: z.boolean(),
  why: z.string().nullable(),
  account: z.object({ id: z.string(), name: z.string() }),
  orphans: z.array(z.object({ policy: z.string(), note: z.string(), commands: z.array(z.string()) })),
})
const environment = {
  AWS_ACCESS_KEY_ID: adminKey.accessKeyId,
  AWS_SECRET_ACCESS_KEY: adminKey.secretAccessKey,
  TOURNIQUET_TOKEN: tokens.ana,
}

describe('tourniquet blocks list', () => {
  const createWorld = useWorlds({ databaseUrl })
  const before = { ...process.env }
  let world: World
  let server: Served
  beforeEach(async () => {
    Object.assign(process.env, environment)
    world = await createWorld()
    server = await serve(world)
  })
  afterEach(async () => {
    process.env = { ...before }
    await server.close()
  })

  /** A configuration of the world's account; `exercise` makes its realm the world's own. */
  async function configOf(changes: object = {}): Promise<string> {
    const config = {
      accounts: [{ id: world.accountId, name: 'payments', endpoint: world.account.url }],
      approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken(tokens.ana) }] } },
      sources: { guardduty: { secrets: ['0123456789abcdef'] } },
      exercise: {},
      ...changes,
    }
    const path = join(await cliFolder(), 'tourniquet.yaml')
    writeFileSync(path, stringify(config))
    return path
  }

  async function orphans(...args: string[]) {
    const { code, stdout, stderr } = await printed('blocks', 'list', '--orphans', '--json', ...args)
    expect([code, stderr]).toEqual([0, ''])
    const [only, ...others] = z.array(found).parse(JSON.parse(stdout))
    if (only === undefined || others.length > 0) throw new Error('One account is configured.')
    expect(only.account).toEqual({ id: world.accountId, name: 'payments' })
    return { compared: only.compared, why: only.why, orphans: only.orphans }
  }

  it('names what stands by the record, and finds in IAM alone what the record does not know', async () => {
    expect((await printed('blocks', 'list', '--server', server.url)).stdout).toBe('No block stands.\n')
    await world.work()
    const id = await world.block()
    const { snapshot } = await world.reach(id, 'verifying', 'contained')
    const policy = `DenyAll-${snapshot.context.containmentId}`
    const listed = await printed('blocks', 'list', '--server', server.url)
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining(`${id}  `)])
    expect(listed.stdout).toContain(policy)

    const config = await configOf()
    expect(await orphans('--config', config, '--server', server.url)).toEqual({
      compared: true,
      why: null,
      orphans: [],
    })
    const alone = await orphans('--config', config, '--server', 'http://127.0.0.1:1')
    expect(alone).toMatchObject({
      compared: false,
      why: expect.stringContaining('does not answer'),
      orphans: [{ policy }],
    })
    expect(alone.orphans[0]?.commands.at(-1)).toContain(
      `delete-role-policy --role-name ci-deploy --policy-name ${policy}`,
    )
    const text = await printed('blocks', 'list', '--orphans', '--config', config, '--server', 'http://127.0.0.1:1')
    expect(text.stdout).toMatch(/^EXERCISE · .*\nNOT COMPARED with any incident: .*does not answer/)
    expect(text.stdout).toContain('Nothing was changed.')
  })

  it('is not compared with a server of another realm, whose silence would mean nothing', async () => {
    const config = await configOf({ exercise: undefined })
    expect(await orphans('--config', config, '--server', server.url)).toMatchObject({
      compared: false,
      why: expect.stringMatching(/serves exercise\/aws\/\d{12}\/.*, not live\/aws\//),
    })
  })

  it('refuses credentials of another account', async () => {
    const config = await configOf({ accounts: [{ id: '444455556666', endpoint: world.account.url }] })
    const { code, stdout, stderr } = await printed('blocks', 'list', '--orphans', '--config', config)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^tourniquet: The credentials are of account \d{12}, the configuration names 444455556666\./)
  })
})
