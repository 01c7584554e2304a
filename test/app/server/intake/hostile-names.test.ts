import type { Json } from '../../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../../src/domain/json-schema.js'
import { withPlace } from '../../../support/finding-case.js'
import { hostileArns, hostileNames } from '../../../support/intake/hostile-names.js'
import { aGuardDutyEvent, incidentOf, post, type Served, serve } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { createWorld, type World } from '../../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()

/** Where a finding names somebody, by its place in the finding. */
const credentials = 'detail.resource.accessKeyDetails'
const attacks: readonly (readonly [string, (event: Json) => Json])[] = [
  ...hostileNames.map((name) => [`the name ${shown(name)}`, inPlace(`${credentials}.userName`, name)] as const),
  ...hostileNames
    .filter((name) => !/^[\w+=,.@-]{1,2048}$/.test(name) || name.length > 128)
    .map(
      (name) =>
        [`the session ${shown(name)}`, inPlace(`${credentials}.principalId`, `AROAIOSFODNN7EXAMPLE:${name}`)] as const,
    ),
  ...hostileArns.map((arn) => [`the ARN ${arn}`, inPlace('detail.arn', arn)] as const),
  ['an access key that is none', inPlace(`${credentials}.accessKeyId`, '../../AKIA*')],
  ['a type that another name belongs to', inPlace(`${credentials}.userType`, 'Root\nAssumedRole')],
]

function inPlace(path: string, to: string) {
  return (event: Json) => withPlace(event, path, to)
}

function shown(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 20)}... of ${name.length}` : name)
}

/** With workers that would carry out whatever is ordered. */
describe('whoever a finding names, AWS is asked nothing about', () => {
  let world: World
  let server: Served
  beforeAll(async () => {
    world = await createWorld({ databaseUrl })
    await world.work()
    server = await serve(world)
  })
  afterAll(async () => {
    await server.close()
    await world.close()
  })

  it.each(attacks.map(([name, attack], n) => [name, attack, n] as const))('%s', async (_name, attack, n) => {
    const event = jsonSchema.parse(JSON.parse(JSON.stringify(aGuardDutyEvent(world, { findingId: `hostile-${n}` }))))
    const answer = await post(server, JSON.stringify(attack(event)))
    expect(answer.status).toBe(202)
    const incident = await world.read(incidentOf(answer))
    // A person is asked to name the principal: nothing is guessed from a name that IAM would not give.
    expect(incident.state).toBe('unresolved')
    expect(incident.snapshot.context.principal).toMatchObject({ type: 'unresolved', name: '' })
    expect(incident.snapshot.context.principal.reason).toMatch(/^[\x20-\x7e]+$/)
  })

  it('while a name that IAM gives is looked up', async () => {
    expect(world.account.calls()).toEqual([])
    await world.reach(incidentOf(await post(server, aGuardDutyEvent(world))), 'awaitingApproval')
    expect(world.account.calls()).not.toEqual([])
  })
})
