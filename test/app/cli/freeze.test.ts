import { hostname, userInfo } from 'node:os'
import { configured, tokens } from '../../support/brakes/configured.js'
import { printed } from '../../support/in-process-cli.js'
import { removeCliFolders } from '../../support/run-cli.js'
import { useDatabase } from '../../support/store.js'

const { url, db } = await useDatabase()
const before = { ...process.env }
const me = `${userInfo().username}@${hostname()}`

describe('brakes from the command line, with no server running', () => {
  let setting: Awaited<ReturnType<typeof configured>>
  let config: string[]
  beforeAll(async () => {
    setting = await configured()
    config = ['--config', setting.on(url)]
  })
  afterAll(async () => {
    await setting.close()
    await removeCliFolders()
  })
  afterEach(async () => {
    process.env = { ...before }
    await db.deleteFrom('brake').execute()
  })
  const run = (...args: string[]) => printed(...args, ...config)
  const as = (token: string | null) => {
    delete process.env.TOURNIQUET_TOKEN
    if (token !== null) process.env.TOURNIQUET_TOKEN = token
  }
  const brakes = () => db.selectFrom('brake').select(['realm', 'kind', 'reason', 'pulled_by']).execute()

  it('freeze needs no token: the user who is logged in is put on the record, and it survives the command', async () => {
    as(null)
    expect(await run('freeze', '--reason', 'a drill')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Every realm is frozen.*\(by .*@.*\)\n$/),
      stderr: '',
    })
    expect(await brakes()).toEqual([{ realm: '*', kind: 'freeze', reason: 'a drill', pulled_by: me }])
    const shown = await run('brakes')
    expect(shown.stdout).toMatch(/WRITES ARE HELD\. Blocks within the last hour: 0, no limit is set\./)
    expect(shown.stdout).toContain('a drill (tourniquet unfreeze)')
    expect((await run('unfreeze', '--reason', 'over')).code).toBe(0)
    expect(await brakes()).toEqual([])
  })

  it('with a token it goes by what its person may: exit 3 for who may not unfreeze', async () => {
    as(tokens.ana)
    expect((await run('freeze', '--reason', 'x', '--account', '111122223333')).code).toBe(0)
    const refused = await run('unfreeze', '--reason', 'x')
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/^tourniquet: ana may not unfreeze/)])
    expect(await brakes()).toMatchObject([{ kind: 'freeze', pulled_by: 'ana' }])
    as(tokens.olga)
    expect((await run('unfreeze', '--reason', 'x', '--account', '111122223333')).code).toBe(0)
    expect(await brakes()).toEqual([])
  })

  it('a token of nobody is refused, not taken for no token', async () => {
    as('a-token-that-nobody-has-got')
    expect(await run('freeze', '--reason', 'x')).toMatchObject({ code: 3, stderr: expect.stringMatching(/nobody/) })
    expect(await brakes()).toEqual([])
  })

  it('lets more blocks through by a number, and takes none without one', async () => {
    as(tokens.olga)
    expect(await run('allow-blocks', '--blocks', '3', '--reason', 'a wave')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^3 more may be blocked/),
    })
    const [realm] = JSON.parse((await run('brakes', '--json')).stdout)
    expect(realm.blocks).toEqual({ perHour: null, taken: 0, allowed: 3, isFull: false })
  })

  it.each([
    ['freeze without a reason', ['freeze']],
    ['freeze with an empty reason', ['freeze', '--reason', '  ']],
    ['allow-blocks without a number', ['allow-blocks', '--reason', 'x']],
    ['allow-blocks with none', ['allow-blocks', '--reason', 'x', '--blocks', '0']],
    ['reconcile --accept without a reason', ['reconcile', '--accept']],
    ['reconcile over more hours than CloudTrail has', ['reconcile', '--hours', '9999']],
  ])('%s is a mistake of usage: exit 2, and nothing is changed', async (_title, args) => {
    as(null)
    expect((await run(...args)).code).toBe(2)
    expect(await brakes()).toEqual([])
  })

  it('--server asks that server, and says where it does not answer', async () => {
    as(tokens.ana)
    const { code, stderr } = await run('freeze', '--reason', 'x', '--server', 'http://127.0.0.1:1')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/does not answer/)])
  })
})
