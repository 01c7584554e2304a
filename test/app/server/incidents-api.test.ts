import { z } from 'zod'
import { aGuardDutyEvent, ask, incidentOf, post, type Served, serve, tokens } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { callsOf } from '../../support/world/calls.js'
import type { World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
const unknown = 'inc_00000000000000000000'

describe('the API', () => {
  const createWorld = useWorlds({ databaseUrl })
  let world: World
  let server: Served
  beforeEach(async () => {
    world = await createWorld()
    server = await serve(world)
  })
  afterEach(() => server.close())

  /** An incident that asks, and the digest that it asks about. */
  async function asking(): Promise<{ id: string; path: string; planDigest: string }> {
    await world.work()
    const id = incidentOf(await post(server, aGuardDutyEvent(world)))
    await world.reach(id, 'awaitingApproval')
    const { body } = await ask(server, 'ana', `/incidents/${id}`)
    const { openPlanDigest } = z.object({ openPlanDigest: z.string() }).parse(body)
    return { id, path: `/incidents/${id}`, planDigest: openPlanDigest }
  }
  const yes = (planDigest: string) => ({ question: 'contain', decision: 'approve', planDigest, reason: 'It is theft.' })

  it.each([
    ['without a token', {}],
    ['with a wrong token', { authorization: 'Bearer not-a-token-of-anybody' }],
    ['with a token in another scheme', { authorization: `Basic ${tokens.ana}` }],
    ['with the hash in place of the token', { authorization: `Bearer ${'a'.repeat(64)}` }],
  ])('answers 401 %s, on every path', async (_title, headers) => {
    for (const path of ['/blocks', '/incidents', `/incidents/${unknown}`, `/incidents/${unknown}/audit`]) {
      const response = await fetch(`${server.url}/api${path}`, { headers })
      expect([path, response.status]).toEqual([path, 401])
    }
    const response = await fetch(`${server.url}/api/incidents/${unknown}/decisions`, { method: 'POST', headers })
    expect(response.status).toBe(401)
  })

  it('answers 404 for an incident that is not there and 400 for what is no incident id', async () => {
    const decision = yes('sha256:x')
    expect(await ask(server, 'ana', `/incidents/${unknown}`)).toMatchObject({ status: 404 })
    expect(await ask(server, 'ana', `/incidents/${unknown}/audit`)).toMatchObject({ status: 404 })
    expect(await ask(server, 'ana', `/incidents/${unknown}/decisions`, decision)).toMatchObject({
      status: 404,
      body: { error: 'noIncident' },
    })
    for (const id of ['inc_1', 'INC_00000000000000000000', "inc_' OR 1=1 --", 'inc_%00', `${unknown}0`]) {
      const path = `/incidents/${encodeURIComponent(id)}`
      expect(await ask(server, 'ana', path)).toMatchObject({ status: 400, body: { error: 'badRequest' } })
      expect(await ask(server, 'ana', `${path}/decisions`, decision)).toMatchObject({ status: 400 })
    }
  })

  it('shows an incident with its plan and evidence, and its record with the check of its chain', async () => {
    const { id, path } = await asking()
    expect(await ask(server, 'cyd', '/incidents')).toMatchObject({ status: 200, body: [{ id }] })
    expect(await ask(server, 'cyd', path)).toMatchObject({
      body: {
        id,
        state: 'awaitingApproval',
        containPlan: { kind: 'contain', entity: { name: 'ci-deploy' } },
        evidence: { kind: 'basic' },
        findings: [{ source: 'guardduty' }],
      },
    })
    expect(await ask(server, 'cyd', `${path}/audit`)).toMatchObject({
      body: {
        chain: { ok: true },
        records: expect.arrayContaining([expect.objectContaining({ hash: expect.any(String) })]),
      },
    })
  })

  it('counts one decision: whoever is not named is refused, late answers are told who decided', async () => {
    const { id, path, planDigest } = await asking()
    const send = (who: keyof typeof tokens, body: object) => ask(server, who, `${path}/decisions`, body)
    expect(await send('cyd', yes(planDigest))).toMatchObject({ status: 403, body: { error: 'notAnApprover' } })
    expect(await send('ana', yes(`${planDigest.slice(0, -1)}x`))).toMatchObject({
      status: 409,
      body: { error: 'planChanged', detail: expect.stringContaining(planDigest) },
    })
    expect(await send('ana', { ...yes(planDigest), question: 'restore' })).toMatchObject({
      status: 409,
      body: { error: 'notAsked' },
    })
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toEqual([])
    expect(await send('ana', yes(planDigest))).toEqual({ status: 200, body: { status: 'decided', state: 'blocking' } })
    for (const decision of ['approve', 'deny'])
      expect(await send('bo', { ...yes(planDigest), decision })).toMatchObject({
        status: 409,
        body: { error: 'alreadyDecided', detail: expect.stringMatching(/decided by ana/) },
      })
    await world.reach(id, 'contained')
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
  })

  it('lets nobody decide by a GET, nor name another as the one who decides', async () => {
    const { path, planDigest } = await asking()
    const query = new URLSearchParams(yes(planDigest)).toString()
    expect(await ask(server, 'ana', `${path}/decisions?${query}`)).toMatchObject({ status: 404 })
    const posing = { ...yes(planDigest), by: 'bo' }
    expect(await ask(server, 'ana', `${path}/decisions`, posing)).toMatchObject({ status: 400 })
    expect((await ask(server, 'ana', path)).body).toMatchObject({ state: 'awaitingApproval', approvals: [] })
  })

  it('takes a restore from whoever may ask for it, and its approval from another approver only', async () => {
    const { id, path, planDigest } = await asking()
    await ask(server, 'ana', `${path}/decisions`, yes(planDigest))
    await world.reach(id, 'contained')
    const wish = { ask: 'restore', restoreAs: 'false-alarm', reason: 'The owner knows these calls.' }
    expect(await ask(server, 'bo', `${path}/requests`, wish)).toMatchObject({ status: 202 })
    const prepared = await world.until(id, ({ snapshot: { context } }) => context.openPlanDigest !== planDigest)
    const approval = { ...yes(prepared.snapshot.context.openPlanDigest ?? ''), question: 'restore' }
    expect(await ask(server, 'bo', `${path}/decisions`, approval)).toMatchObject({
      status: 403,
      body: { error: 'ownRequest' },
    })
    expect(await ask(server, 'ana', `${path}/decisions`, approval)).toMatchObject({ status: 200 })
    await world.reach(id, 'closed')
  })

  it('refuses a request that means nothing where the incident is, with what it is doing', async () => {
    const { path } = await asking()
    const wish = { ask: 'restore', restoreAs: 'compromise', reason: 'x' }
    expect(await ask(server, 'ana', `${path}/requests`, wish)).toMatchObject({
      status: 409,
      body: {
        error: 'notPossible',
        detail: expect.stringMatching(/in awaitingApproval, where it cannot be asked to restore/),
      },
    })
  })

  it.each([
    ['no reason', { reason: '' }, 400],
    ['a reason of 2,001 characters', { reason: 'x'.repeat(2001) }, 400],
    ['another question', { question: 'delete' }, 400],
    ['another answer', { decision: 'maybe' }, 400],
    ['an unknown field', { force: true }, 400],
    ['a number for the reason', { reason: 7 }, 400],
  ])('answers a decision with %s by 400 and the place', async (_title, change, status) => {
    const answer = await ask(server, 'ana', `/incidents/${unknown}/decisions`, { ...yes('sha256:x'), ...change })
    expect(answer).toMatchObject({ status, body: { error: 'badRequest', detail: expect.any(String) } })
  })

  it('records a reason with characters that a database refuses, made harmless', async () => {
    const { id, path, planDigest } = await asking()
    const decision = { ...yes(planDigest), reason: 'theft\u0000\ud800, clearly' }
    expect(await ask(server, 'ana', `${path}/decisions`, decision)).toMatchObject({ status: 200 })
    const approved = (await world.audit(id)).find(({ what }) => what === 'APPROVED')
    expect(approved?.detail).toMatchObject({ reason: 'theft\ufffd\ufffd, clearly' })
  })
})
