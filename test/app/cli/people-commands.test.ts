import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordEvent } from '../../../src/engine/record-event.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import { printed } from '../../support/in-process-cli.js'
import { cliFolder, removeCliFolders } from '../../support/run-cli.js'
import { type Served, serve, tokens } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { createWorld, type World } from '../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
afterAll(removeCliFolders)

/** Nobody carries anything out: the incident stands where the test puts it. */
describe('the commands of people', () => {
  const before = { ...process.env }
  let world: World
  let server: Served
  let id: string
  beforeAll(async () => {
    world = await createWorld({ databaseUrl })
    server = await serve(world)
  })
  afterAll(async () => {
    await server.close()
    await world.close()
  })
  beforeEach(async () => {
    id = await world.open({
      sourceId: `finding ${Math.random()}`,
      principal: { ...world.principal, name: `r-${Math.random()}` },
    })
    const actor = { kind: 'engine', name: 'test' } as const
    for (const event of [happens.evidenceCollected, happens.planPrepared(2)]) {
      await recordEvent(world.runtime.engine, id, { event, actor })
    }
  })
  afterEach(() => {
    process.env = { ...before }
  })

  async function as(who: keyof typeof tokens, ...args: string[]) {
    process.env = { ...before, TOURNIQUET_TOKEN: tokens[who] }
    return await printed(...args, '--server', server.url)
  }
  const decide = (who: keyof typeof tokens, decision: string, ...more: string[]) =>
    as(who, decision, id, '--plan', planDigest, '--reason', 'Seen in the log.', ...more)

  it('show whom an incident is about', async () => {
    const { stdout } = await as('cyd', 'incidents', 'show', id)
    expect(stdout).toMatch(/^role\/r-0\.\d+ in \d{12}, /m)
  })

  it('show who has approved, who may, until when, and who was refused and why', async () => {
    expect((await decide('ana', 'approve')).code).toBe(0)
    await decide('cyd', 'deny')
    await decide('ana', 'approve')
    const { code, stdout } = await as('cyd', 'incidents', 'show', id)

    expect(code).toBe(0)
    expect(stdout).toContain('contain: asked of the approvers')
    expect(stdout).toContain('ana (1 of 2)')
    expect(stdout).toMatch(/may approve\S*\s+bo\n/)
    expect(stdout).toMatch(/until\S*\s+\d{4}-\d\d-\d\dT/)
    expect(stdout).toMatch(/refused\S*\s+\S+Z\s+cyd: deny contain \(not an approver\)\n/)
    expect(stdout).toMatch(/refused\S*\s+\S+Z\s+ana: approve contain \(already voted\)\n/)
  })

  it('end with 3 where the answer is no: to this person, or at this moment', async () => {
    const stranger = await decide('cyd', 'approve')
    expect([stranger.code, stranger.stdout]).toEqual([3, ''])
    expect(stranger.stderr).toBe('tourniquet: cyd is not an approver of "contain": approvals.contain names who is.\n')
    expect((await decide('ana', 'approve', '--question', 'restore')).code).toBe(3)
    const other = await as('ana', 'deny', id, '--plan', 'sha256:x', '--reason', 'No.')
    expect([other.code, other.stderr]).toEqual([3, expect.stringContaining(`it is ${planDigest} now`)])
    for (const ask of ['retry', 'close']) {
      const asked = await as('ana', ask, id, '--reason', 'Go on.')
      expect([ask, asked.code, asked.stderr]).toEqual([ask, 3, expect.stringContaining('is in awaitingApproval')])
    }
    expect((await as('bo', 'restore', id, '--as', 'false-alarm', '--reason', 'x')).code).toBe(3)
  })

  it('end with 0 where it was taken, and go on where people were needed', async () => {
    const taken = await decide('bo', 'deny')
    expect([taken.code, JSON.parse(taken.stdout)]).toEqual([0, { status: 'decided', state: 'denied' }])
    const late = await decide('ana', 'approve')
    expect([late.code, late.stderr]).toEqual([3, expect.stringContaining('It was decided by bo.')])
  })

  it('close what came to nothing', async () => {
    const actor = { kind: 'engine', name: 'test' } as const
    await recordEvent(world.runtime.engine, id, { event: happens.failed('askApproval'), actor })
    const closed = await as('ana', 'close', id, '--reason', 'Handled by hand.')
    expect([closed.code, JSON.parse(closed.stdout)]).toEqual([0, { status: 'accepted', state: 'closed' }])
  })

  it('end with 1 and say what to set where there is no usable token, never showing it', async () => {
    const folder = await cliFolder()
    const empty = join(folder, 'empty')
    writeFileSync(empty, '\n')
    const cases = [
      [{}, /^tourniquet: Your own token is needed: set TOURNIQUET_TOKEN to it, or TOURNIQUET_TOKEN_FILE/],
      [{ TOURNIQUET_TOKEN: 'hunter2' }, /TOURNIQUET_TOKEN has 7 characters, and a token has at least 16/],
      [{ TOURNIQUET_TOKEN: 'with spaces inside of it' }, /neither spaces nor letters beyond ASCII/],
      [{ TOURNIQUET_TOKEN_FILE: empty }, /\(TOURNIQUET_TOKEN_FILE\) has 0 characters/],
      [{ TOURNIQUET_TOKEN_FILE: join(folder, 'nowhere') }, /cannot be read. TOURNIQUET_TOKEN_FILE names it/],
      [{ TOURNIQUET_TOKEN: 'token-of-nobody-0123456789' }, /This token is nobody's here/],
    ] as const
    for (const [environment, problem] of cases) {
      process.env = { ...before, ...environment }
      const { code, stderr } = await printed('incidents', 'list', '--server', server.url)
      expect([code, stderr]).toEqual([1, expect.stringMatching(problem)])
      expect(stderr).not.toMatch(/hunter2|with spaces|token-of-nobody/)
    }
  })
})
