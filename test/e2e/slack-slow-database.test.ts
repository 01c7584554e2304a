import { setTimeout as pause } from 'node:timers/promises'
import { connectDatabase } from '../../integrations/postgres/connect-database.js'
import { postgresIncidentStore } from '../../integrations/postgres/postgres-incident-store.js'
import { controls } from '../../integrations/slack/controls.js'
import { realmId } from '../../src/domain/realm.js'
import { removeCliFolders } from '../support/run-cli.js'
import { postFinding, takenOf } from '../support/service/responder.js'
import type { ServiceProcess } from '../support/service/service-process.js'
import { ACCOUNT_ID, createServiceWorld, type ServiceWorld } from '../support/service/service-world.js'
import { useTestPostgres } from '../support/services.js'
import { EmulatedWorkspace } from '../support/slack/emulated-workspace.js'
import { cardWith } from '../support/slack/shown-incident.js'
import type { SlackAnswer } from '../support/slack/signed-request.js'
import { byHttp, SlackPerson } from '../support/slack/slack-person.js'
import { startSlowProxy } from '../support/slow-proxy.js'
import { silentLog } from '../support/store.js'

const SIGNING_SECRET = 'canary-signing-secret-of-slack-7402'
/** Slack gives up after it. */
const SLACK_WAITS_MS = 3_000
const { actions, fields } = controls
const real = new URL((await useTestPostgres()).url)
const proxy = await startSlowProxy({ host: real.hostname, port: Number(real.port) })
const databaseUrl = Object.assign(new URL(real.href), { hostname: '127.0.0.1', port: String(proxy.port) }).href

describe('Slack, while the database is slow', () => {
  let workspace: EmulatedWorkspace
  let world: ServiceWorld
  let serve: ServiceProcess
  const db = connectDatabase({ url: real.href, log: silentLog })
  const person = (name: string) => new SlackPerson(workspace, byHttp(serve.url, SIGNING_SECRET), name, 'exercises')

  beforeAll(async () => {
    workspace = await EmulatedWorkspace.start()
    world = await createServiceWorld({
      databaseUrl,
      redisUrl: null,
      roles: ['ci-deploy', 'batch'],
      slack: workspace.asConfigured(SIGNING_SECRET),
    })
    serve = await world.start(['serve'])
  }, 120_000)
  afterAll(async () => {
    proxy.catchUp()
    await world.close()
    await workspace.close()
    await db.destroy()
    await proxy.close()
    await removeCliFolders()
  })

  async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + 30_000
    while (!(await isSo())) {
      if (performance.now() > giveUpAt) throw new Error(`not so in time: ${what}`)
      await pause(50)
    }
  }

  /** What people said to the question, past the proxy: one decision moves the incident, the others are refused. */
  async function saidTo(id: string): Promise<string[]> {
    const realm = { kind: 'exercise', partition: 'aws', accountId: ACCOUNT_ID, endpoint: world.account.url } as const
    const records = await postgresIncidentStore(db, realmId(realm)).readAudit(id)
    const said = records.flatMap(({ body: { what, actor } }) => {
      return ['APPROVED', 'DENIED', 'DECISION_REFUSED'].includes(what) && 'name' in actor
        ? [`${what} ${actor.name}`]
        : []
    })
    return said.toSorted()
  }

  const isInTime = ({ status, tookMs }: SlackAnswer) => expect([status, tookMs < SLACK_WAITS_MS]).toEqual([200, true])

  it.each([
    ['each of its answers is 5 s late', 5_000, 'ci-deploy', 'a'],
    ['it does not answer at all', Number.POSITIVE_INFINITY, 'batch', 'b'],
  ])(
    '%s: press, form and command are answered in 3 s, and what came of them follows',
    async (_, delayMs, role, letter) => {
      const { incidentId } = takenOf(await postFinding(serve.url, world.finding({ role, id: letter.repeat(32) })))
      const question = await cardWith(workspace, 'exercises', incidentId, actions.approve)
      const before = { ana: workspace.whispersTo('ana').length, ben: workspace.whispersTo('ben').length }
      const callsBefore = workspace.calls.length
      proxy.delay(delayMs)

      const pressedAtMs = performance.now()
      const modals = await Promise.all([
        person('ana').press(question, actions.approve),
        person('ben').press(question, actions.deny),
      ])
      expect(performance.now() - pressedAtMs).toBeLessThan(SLACK_WAITS_MS)
      expect(modals).not.toContain(null)
      const reason = { [fields.reason]: 'It is an attack.' }
      const [approved, again, denied, listed] = await Promise.all([
        person('ana').submit(modals[0] ?? {}, reason),
        person('ana').submit(modals[0] ?? {}, reason),
        person('ben').submit(modals[1] ?? {}, reason),
        person('ana').type('list'),
      ])
      for (const answer of [approved, again, denied, listed]) isInTime(answer)
      for (const answer of [approved, again, denied]) expect(answer.text).toContain('It is being recorded')
      expect(listed.text).toContain('takes longer than usual')
      expect(await saidTo(incidentId)).toEqual([])

      proxy.catchUp()
      const told = () => [
        ...workspace.whispersTo('ana').slice(before.ana),
        ...workspace.whispersTo('ben').slice(before.ben),
      ]
      await until('everybody is told', () => told().length >= 3)
      const done = told().filter((text) => /^(Approved|Denied)\./.test(text))
      expect(done).toHaveLength(1)
      await until('the list follows directly', () =>
        workspace.calls.slice(callsBefore).some(({ method, body }) => {
          return method === 'chat.postMessage' && /^\d+ incidents?\.$/.test(new URLSearchParams(body).get('text') ?? '')
        }),
      )
      const said = await saidTo(incidentId)
      expect(said.filter((one) => !one.startsWith('DECISION_REFUSED'))).toHaveLength(1)
      expect(said.filter((one) => one.startsWith('DECISION_REFUSED')).length).toBeGreaterThanOrEqual(1)
    },
    60_000,
  )
})
