import { recordEvent } from '../../../src/engine/record-event.js'
import { printed } from '../../support/in-process-cli.js'
import { type Served, serve, tokens } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { createWorld, type World } from '../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()

describe('what people start and say on the command line', () => {
  const before = { ...process.env }
  let world: World
  let server: Served
  beforeAll(async () => {
    world = await createWorld({ databaseUrl })
    server = await serve(world)
  })
  afterAll(async () => {
    await server.close()
    await world.close()
  })
  afterEach(() => {
    process.env = { ...before }
  })

  async function as(who: keyof typeof tokens, ...args: string[]) {
    process.env = { ...before, TOURNIQUET_TOKEN: tokens[who] }
    return await printed(...args, '--server', server.url)
  }
  const arnOf = (name: string) => `arn:aws:iam::${world.accountId}:role/${name}`
  const block = (name: string, ...more: string[]) =>
    as('ana', 'block', arnOf(name), '--reason', 'Seen in the log.', ...more)

  it('a block says which incident it opened, who has to approve, and where to look', async () => {
    const { code, stdout } = await block('one')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^(inc_\w{20}) is open: .* others than you are asked to approve\. .*incidents show \1\n$/)
    expect((await block('one')).stdout).toMatch(/^inc_\w{20} was open on this principal already/)
  })

  it('as JSON it is what the API answers', async () => {
    const { code, stdout } = await block('two', '--json', '--severity', '9.5')
    expect([code, JSON.parse(stdout)]).toEqual([0, { status: 'opened', incidentId: expect.stringMatching(/^inc_/) }])
    const { incidentId } = JSON.parse(stdout)
    const shown = await as('ana', 'incidents', 'show', incidentId, '--json')
    expect(JSON.parse(shown.stdout)).toMatchObject({ findings: [{ severity: 9.5, title: 'Seen in the log.' }] })
  })

  it('ends with 3 for whoever may not ask, 1 for what is no ARN, 2 for a severity that is none', async () => {
    const elsewhere = await as('ana', 'block', 'arn:aws:iam::999988887777:role/x', '--reason', 'x')
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      3,
      expect.stringContaining('names no aws account 999988887777'),
    ])
    const noArn = await as('ana', 'block', 'ci-deploy', '--reason', 'x')
    expect([noArn.code, noArn.stderr]).toEqual([1, 'tourniquet: "ci-deploy" is not an ARN.\n'])
    for (const severity of ['11', '-1', 'high', '']) {
      expect((await block('three', '--severity', severity)).code).toBe(2)
    }
    expect((await as('ana', 'block', arnOf('three'))).code).toBe(2)
  })

  it('a note and the answer of an owner are shown with the incident, safe to print', async () => {
    const id = await world.open({ sourceId: 'noted' })
    const { code, stdout } = await as('cyd', 'note', id, 'Dana is \u001b[2Jon a plane.')
    expect([code, stdout]).toEqual([0, 'It is on the timeline.\n'])
    expect(JSON.parse((await as('cyd', 'note', id, 'And back.', '--json')).stdout)).toEqual({ status: 'added' })
    const actor = { kind: 'person', name: 'slack:U1' } as const
    const asked = { type: 'OWNER_ASKED', by: 'ana', owner: 'slack:U1' } as const
    const answered = { type: 'OWNER_ANSWERED', by: 'slack:U1', owner: 'slack:U1', wasMe: true } as const
    for (const event of [asked, answered]) await recordEvent(world.runtime.engine, id, { event, actor })

    const shown = await as('ana', 'incidents', 'show', id)
    expect(shown.stdout).toMatch(/note\S*\s+\S+Z\s+cyd: Dana is \\u\{1b\}\[2Jon a plane\.\n/)
    expect(shown.stdout).toMatch(
      /owner\S*\s+slack:U1 answered: yes, it was me\. This is evidence, and decides nothing\n/,
    )
    expect((await as('cyd', 'note', 'inc_00000000000000000000', 'x')).code).toBe(1)
  })
})
