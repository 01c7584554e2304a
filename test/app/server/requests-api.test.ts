import { z } from 'zod'
import { ask, type Served, serve } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { callsOf } from '../../support/world/calls.js'
import type { World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const { url: databaseUrl } = await useTestPostgres()
const reason = 'Its key is on a paste site.'

describe('what people start over the API', () => {
  const createWorld = useWorlds({ databaseUrl })
  let world: World
  let server: Served
  beforeEach(async () => {
    world = await createWorld()
    server = await serve(world)
  })
  afterEach(() => server.close())

  const arnOf = (resource: string) => `arn:aws:iam::${world.accountId}:${resource}`
  const idIn = (body: unknown) => z.object({ incidentId: z.string() }).parse(body).incidentId

  it('a block goes from the wish to the write, by the approval of another than who asked', async () => {
    await world.work()
    const asked = await ask(server, 'ana', '/incidents', { arn: arnOf('role/ci-deploy'), reason })
    expect(asked).toMatchObject({ status: 202, body: { status: 'opened' } })
    const id = idIn(asked.body)
    await world.reach(id, 'awaitingApproval')
    const again = await ask(server, 'bo', '/incidents', { arn: arnOf('role/ci-deploy'), reason: 'I saw it, too.' })
    expect(again).toMatchObject({ status: 202, body: { status: 'joined', incidentId: id } })

    const { body } = await ask(server, 'bo', `/incidents/${id}`)
    expect(body).toMatchObject({
      question: { mayApprove: ['bo'] },
      findings: [
        { source: 'person', title: reason, severity: 8 },
        { source: 'person', title: 'I saw it, too.' },
      ],
    })
    const { openPlanDigest } = z.object({ openPlanDigest: z.string() }).parse(body)
    const yes = { question: 'contain', decision: 'approve', planDigest: openPlanDigest, reason }
    const path = `/incidents/${id}/decisions`
    expect(await ask(server, 'ana', path, yes)).toMatchObject({ status: 403, body: { error: 'ownRequest' } })
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toEqual([])
    expect(await ask(server, 'bo', path, yes)).toMatchObject({ status: 200, body: { state: 'blocking' } })
    await world.reach(id, 'contained')
  })

  it.each(['root', 'role/break-glass-1', 'role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'])(
    'a block of what nobody may block ends in a refusal that says why: %s',
    async (resource) => {
      await world.work()
      const { body } = await ask(server, 'ana', '/incidents', { arn: arnOf(resource), reason })
      const { snapshot } = await world.reach(idIn(body), 'refused', 'unresolved')
      expect(snapshot.context.reason).not.toBe('')
      expect(callsOf(world.account, 'iam:PutRolePolicy')).toEqual([])
    },
  )

  it.each([
    [{ arn: 'ci-deploy', reason }, 400, 'badArn'],
    [{ arn: 'arn:aws:iam::999988887777:role/x', reason }, 409, 'notServed'],
    [{ arn: 'arn:aws:iam::999988887777:role/x' }, 400, 'badRequest'],
    [{ arn: 'arn:aws:iam::999988887777:role/x', reason, severity: 11 }, 400, 'badRequest'],
    [{ arn: 'arn:aws:iam::999988887777:role/x', reason, by: 'bo' }, 400, 'badRequest'],
    [{ arn: 'x'.repeat(2_049), reason }, 400, 'badRequest'],
  ])('a block that cannot be asked for opens nothing: %j', async (body, status, error) => {
    expect(await ask(server, 'ana', '/incidents', body)).toMatchObject({ status, body: { error } })
    expect((await ask(server, 'ana', '/incidents')).body).toEqual([])
  })

  it('a note is shown with the incident, in the name of whose token it was', async () => {
    const id = await world.open()
    const path = `/incidents/${id}`
    const text = 'Dana is on a plane.\u0000'
    expect(await ask(server, 'cyd', `${path}/notes`, { text })).toEqual({ status: 200, body: { status: 'added' } })
    expect((await ask(server, 'ana', path)).body).toMatchObject({
      notes: [{ by: 'cyd', text: 'Dana is on a plane.\ufffd', author: '', permalink: null }],
      ownerAnswers: [],
      state: 'investigating',
    })
    for (const body of [{ text: '' }, { text: 'x'.repeat(2_001) }, { text, by: 'ana' }, {}]) {
      expect(await ask(server, 'cyd', `${path}/notes`, body)).toMatchObject({ status: 400 })
    }
    const nowhere = '/incidents/inc_00000000000000000000/notes'
    expect(await ask(server, 'cyd', nowhere, { text })).toMatchObject({ status: 404, body: { error: 'noIncident' } })
  })
})
