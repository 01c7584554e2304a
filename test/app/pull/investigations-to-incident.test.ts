import { DetectiveClient, ListGraphsCommand, StartInvestigationCommand } from '@aws-sdk/client-detective'
import { OpeningTurns } from '../../../app/opening-turns.js'
import { type Inbox, pullInvestigations } from '../../../app/pull/pull-investigations.js'
import type { RunningPull } from '../../../app/pull/pull-queue.js'
import { realmsOf } from '../../../app/realms.js'
import { connectInbox } from '../../../integrations/aws/connect-inbox.js'
import { useTestPostgres } from '../../support/services.js'
import { adminKey } from '../../support/world/seed.js'
import { worldTiming } from '../../support/world/timing.js'
import type { World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const open: { stop(): Promise<void> }[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.stop()))))
// After it: what still asks is stopped before the world that answers.
const createWorld = useWorlds({ databaseUrl: (await useTestPostgres()).url })

const HOUR_MS = 3_600_000

/** An analyst's own investigation, started in Detective's console. */
async function investigate({ account, accountId }: World, name = 'service/ci-deploy'): Promise<string> {
  const client = new DetectiveClient({ endpoint: account.url, region: 'us-east-1', credentials: adminKey })
  const { GraphList } = await client.send(new ListGraphsCommand({}))
  const started = await client.send(
    new StartInvestigationCommand({
      GraphArn: GraphList?.[0]?.Arn,
      EntityArn: `arn:aws:iam::${accountId}:role/${name}`,
      ScopeStartTime: new Date(Date.now() - 24 * HOUR_MS),
      ScopeEndTime: new Date(),
    }),
  )
  client.destroy()
  return started.InvestigationId ?? ''
}

interface Pulled {
  readonly pull: RunningPull
  readonly rounds: string[]
  /** Resolves when so many rounds have ended. */
  until(rounds: number): Promise<void>
}

function pullInto(world: World, change: (inbox: Inbox) => Inbox = (inbox) => inbox): Pulled {
  const { account, runtime } = world
  const inbox = connectInbox({
    partition: 'aws',
    endpoint: account.url,
    credentials: account.adminCredentials,
    region: 'us-east-1',
    requestsPerSecond: 1_000,
  })
  const rounds: string[] = []
  const { engine, investigations } = runtime
  const pull = pullInvestigations({
    name: 'here',
    realms: realmsOf(runtime),
    timing: worldTiming,
    turns: new OpeningTurns(),
    inbox: change(inbox),
    store: investigations,
    everyMs: 20,
    clock: { now: () => engine.clock.now(), pause: (_, signal) => engine.clock.pause(20, signal) },
    log: engine.log,
    count: { finding: () => {}, round: (outcome) => void rounds.push(outcome) },
  })
  open.push({ stop: () => pull.stop().then(() => inbox.close()) })
  const until = async (wanted: number) => {
    const deadline = performance.now() + 15_000
    while (rounds.length < wanted) {
      if (performance.now() > deadline) throw new Error(`There were ${rounds.length} rounds.`)
      await engine.clock.pause(10)
    }
  }
  return { pull, rounds, until }
}

const incidentsOf = ({ runtime }: World) => runtime.engine.store.listIncidents()

it('makes one incident of an investigation, however often it is listed, and one more of a new one on another role', async () => {
  const world = await createWorld({ detective: true })
  await investigate(world)
  const { until, rounds } = pullInto(world)
  await until(3)
  expect(await incidentsOf(world)).toHaveLength(1)
  expect(rounds.slice(0, 3)).toEqual(['received', 'empty', 'empty'])
  await investigate(world, 'another')
  await until(rounds.length + 2)
  expect(await incidentsOf(world)).toHaveLength(2)
})

it('goes on after a new start where the last process was', async () => {
  const world = await createWorld({ detective: true })
  await investigate(world)
  const first = pullInto(world)
  await first.until(1)
  await first.pull.stop()
  const from: Date[] = []
  const again = pullInto(world, (inbox) => ({
    graph: () => inbox.graph(),
    detail: (graph, id) => inbox.detail(graph, id),
    list: (graph, created) => {
      from.push(created.from)
      return inbox.list(graph, created)
    },
  }))
  await again.until(2)
  expect(await incidentsOf(world)).toHaveLength(1)
  const [since] = from
  expect(Date.now() - (since?.getTime() ?? 0)).toBeLessThan(24 * HOUR_MS + 60_000)
})

it('takes what stands behind an investigation that AWS does not show, and says that the round failed', async () => {
  const world = await createWorld({ detective: true })
  const hidden = await investigate(world)
  await investigate(world, 'another')
  const { until, rounds } = pullInto(world, (inbox) => ({
    graph: () => inbox.graph(),
    list: async (graph, created) => (await inbox.list(graph, created)).sort((one) => (one.id === hidden ? -1 : 1)),
    detail: async (graph, id) => {
      if (id === hidden) throw new Error('ResourceNotFoundException')
      return inbox.detail(graph, id)
    },
  }))
  await until(2)
  expect(await incidentsOf(world)).toHaveLength(1)
  expect(rounds.slice(0, 2)).toEqual(['failed', 'failed'])
})

it('waits for an investigation to be done, and leaves archived ones alone', async () => {
  const world = await createWorld({ detective: true })
  await investigate(world)
  const state = { isDone: false, isArchived: false }
  const { until, rounds } = pullInto(world, (inbox) => ({
    graph: () => inbox.graph(),
    detail: (graph, id) => inbox.detail(graph, id),
    list: async (graph, created) => (await inbox.list(graph, created)).map((one) => ({ ...one, ...state })),
  }))
  await until(2)
  Object.assign(state, { isDone: true, isArchived: true })
  await until(rounds.length + 2)
  expect(await incidentsOf(world)).toEqual([])
  state.isArchived = false
  await until(rounds.length + 2)
  expect(await incidentsOf(world)).toHaveLength(1)
})

it('makes no incident of an investigation that was started to collect evidence', async () => {
  const world = await createWorld({ detective: true, evidence: { detectiveRegion: 'us-east-1' } })
  await world.work()
  const id = await world.open()
  await world.reach(id, 'awaitingApproval')
  await world.deny(id)
  await world.reach(id, 'denied')
  expect(world.account.calls().filter(({ operation }) => operation === 'detective:StartInvestigation')).toHaveLength(1)
  await pullInto(world).until(2)
  expect(await incidentsOf(world)).toHaveLength(1)
})

it('brings the indicators of the investigation into the evidence, and starts no other', async () => {
  const places = { detectiveRegion: 'us-east-1', detectiveReadsOnly: true }
  const world = await createWorld({ detective: true, evidence: places })
  await world.work()
  const other = await world.open({ principal: { ...world.principal, name: 'another' } })
  const investigation = await investigate(world)
  await pullInto(world).until(1)
  const incident = (await incidentsOf(world)).find(({ id }) => id !== other)
  if (incident === undefined) throw new Error('There is no incident.')
  await world.reach(incident.id, 'awaitingApproval')
  const calls = world.account.calls().filter(({ operation }) => operation.startsWith('detective:'))
  expect(calls.filter(({ operation }) => operation === 'detective:StartInvestigation')).toHaveLength(1)
  const asked = calls.filter(({ operation }) => operation === 'detective:ListIndicators')
  expect(asked.map(({ parameters }) => parameters.InvestigationId)).toEqual([investigation])
})

it.each([
  ['throttling', { code: 'TooManyRequestsException', status: 429, message: 'slow down' }],
  ['an expired token', { code: 'ExpiredTokenException', status: 403, message: 'The token is expired' }],
  ['a denial', { code: 'AccessDeniedException', status: 403, message: 'not authorized' }],
])('loses no investigation to %s', async (_, error) => {
  const world = await createWorld({ detective: true })
  await investigate(world)
  world.account.injectFault({ operation: 'detective:GetInvestigation', error, times: 2 })
  const { rounds, until } = pullInto(world)
  while (!rounds.includes('received')) await until(rounds.length + 1)
  expect(await incidentsOf(world)).toHaveLength(1)
})

it('pulls nothing where Detective is not switched on', async () => {
  const world = await createWorld()
  const { until, rounds } = pullInto(world)
  await until(1)
  expect(rounds[0]).toBe('empty')
})
