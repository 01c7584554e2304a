import { freePort } from '../../integrations/postgres/embedded/free-port.js'
import { removeCliFolders } from '../support/run-cli.js'
import { search, searchFiles, searchTables, watchRedis } from '../support/service/find-secrets.js'
import {
  asPerson,
  type HttpAnswer,
  httpAnswer,
  postFinding,
  takenOf,
  untilState,
  walkToClosed,
} from '../support/service/responder.js'
import type { ServiceProcess } from '../support/service/service-process.js'
import { createServiceWorld, type ServiceWorld, secrets } from '../support/service/service-world.js'
import { startRedis } from '../support/services/redis-process.js'
import { queueBackends, useTestPostgres } from '../support/services.js'

const canaries: string[] = Object.values(secrets)
const worlds: ServiceWorld[] = []
afterAll(async () => {
  await Promise.all(worlds.map((world) => world.close()))
  await removeCliFolders()
})

async function ready(url: string): Promise<{ readonly status: number; readonly down: string[] }> {
  const { status, text } = await httpAnswer(`${url}/readyz`)
  const checks: { name: string; ok: boolean }[] = JSON.parse(text).checks
  return { status, down: checks.flatMap(({ name, ok }) => (ok ? [] : name)) }
}

async function until(isTrue: () => Promise<boolean>, withinMs: number): Promise<number> {
  const startedAt = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - startedAt > withinMs) throw new Error(`still not so after ${withinMs} ms: ${isTrue}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return performance.now() - startedAt
}

describe('tourniquet serve, alone on the embedded database', () => {
  it('takes a finding, blocks when it is approved, restores, and stops with exit code 0', async () => {
    const world = await createServiceWorld({ databaseUrl: null, redisUrl: null, roles: ['ci-deploy'] })
    worlds.push(world)
    const serve = await world.start(['serve'])
    const before = world.account.describeRole('ci-deploy')
    const taken = takenOf(await postFinding(serve.url, world.finding({ role: 'ci-deploy', id: 'a'.repeat(32) })))
    await walkToClosed(serve.url, taken.incidentId)
    expect(world.account.describeRole('ci-deploy')).toEqual(before)
    expect(await ready(serve.url)).toEqual({ status: 200, down: [] })
    const { code, tookMs } = await serve.stop()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(15_000)
  }, 120_000)
})

const withRedis = (await queueBackends()).some(({ kind }) => kind === 'redis') ? [startRedis] : []
for (const start of withRedis)
  describe('tourniquet serve --no-workers and two work processes, on Redis and PostgreSQL', () => {
    let world: ServiceWorld
    let serve: ServiceProcess
    let works: ServiceProcess[] = []
    let watched: Awaited<ReturnType<typeof watchRedis>>
    let databaseUrl = ''
    const answers: HttpAnswer[] = []

    beforeAll(async () => {
      const redis = await start({ port: await freePort(), password: secrets.redisPassword })
      watched = await watchRedis(redis?.url ?? '')
      databaseUrl = (await useTestPostgres()).url
      const { password } = new URL(databaseUrl)
      if (password !== '') canaries.push(password)
      world = await createServiceWorld({
        databaseUrl,
        redisUrl: redis?.url ?? null,
        roles: ['ci-deploy', 'batch', 'web'],
      })
      worlds.push(world)
      const work = () => world.start(['work', '--health-port', '0'])
      const started = await Promise.all([world.start(['serve', '--no-workers']), work(), work()])
      serve = started[0]
      works = started.slice(1)
    }, 90_000)

    it('walks findings to a closed and to a denied incident, and takes a repetition once', async () => {
      const first = world.finding({ role: 'ci-deploy', id: 'a'.repeat(32) })
      const { incidentId } = takenOf(await postFinding(serve.url, first))
      const again = takenOf(await postFinding(serve.url, first, secrets.nextWebhook))
      expect(again).toEqual({ incidentId, deduplicated: true })
      const denied = takenOf(await postFinding(serve.url, world.finding({ role: 'batch', id: 'b'.repeat(32) })))
      const deny = async () => {
        const { openPlanDigest } = await untilState(serve.url, denied.incidentId, ['awaitingApproval'])
        const body = { question: 'contain', decision: 'deny', planDigest: openPlanDigest, reason: 'ours' }
        answers.push(
          await httpAnswer(`${serve.url}/api/incidents/${denied.incidentId}/decisions`, asPerson('ben', body)),
        )
        expect(answers.at(-1)?.status).toBe(200)
      }
      await Promise.all([walkToClosed(serve.url, incidentId), deny()])
      answers.push(await httpAnswer(`${serve.url}/api/incidents/${incidentId}`, asPerson('ana')))
      answers.push(await httpAnswer(`${serve.url}/api/incidents/${incidentId}/audit`, asPerson('ana')))
      // The web server does not carry out anything.
      expect(answers.at(-1)?.text).not.toContain(`_${serve.pid}_`)
    }, 90_000)

    it('is ready, each process by itself', async () => {
      expect(await ready(serve.url)).toEqual({ status: 200, down: [] })
      for (const work of works) expect(await ready(work.healthUrl)).toEqual({ status: 200, down: [] })
    })

    it('shows its metrics to a person and to the scraper, and to nobody else', async () => {
      const metricsFor = (token: string) =>
        httpAnswer(`${serve.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
      expect((await httpAnswer(`${serve.url}/metrics`)).status).toBe(401)
      expect((await metricsFor('somebody-elses-token')).status).toBe(401)
      expect((await metricsFor(secrets.ana)).status).toBe(200)
      const { status, text } = await metricsFor(secrets.metrics)
      expect(status).toBe(200)
      expect(text).toMatch(/^tourniquet_incidents\{.*state="closed".*\} 1$/m)
      expect(text).toMatch(/^tourniquet_webhook_answers_total\{source="guardduty",status="202"\} 3$/m)
      const own = await httpAnswer(`${works[0]?.healthUrl}/metrics`)
      expect(own.text).toMatch(/^tourniquet_canary_age_seconds\{/m)
      answers.push({ status, text }, own)
      const asScraper = await httpAnswer(`${serve.url}/api/incidents`, {
        headers: { authorization: `Bearer ${secrets.metrics}` },
      })
      expect(asScraper.status).toBe(401)
    })

    it('shows within 10 s that no worker works, takes findings meanwhile, and is ready again after them', async () => {
      for (const work of works) work.signal('SIGSTOP')
      expect(await until(async () => (await ready(serve.url)).status === 503, 12_000)).toBeLessThan(10_000)
      expect((await ready(serve.url)).down).toEqual(['canary'])
      expect((await httpAnswer(`${serve.url}/readyz/intake`)).status).toBe(200)
      const taken = takenOf(await postFinding(serve.url, world.finding({ role: 'web', id: 'c'.repeat(32) })))
      for (const work of works) work.signal('SIGCONT')
      await until(async () => (await ready(serve.url)).status === 200, 10_000)
      await untilState(serve.url, taken.incidentId, ['awaitingApproval'])
    }, 60_000)

    it('refuses what it must, and repeats no secret', async () => {
      const wrongKey = await postFinding(
        serve.url,
        world.finding({ role: 'web', id: 'd'.repeat(32) }),
        `${secrets.webhook}x`,
      )
      const broken = `{"detail": {"id": "${secrets.webhook}", "title": canary}`
      const headers = { 'x-api-key': secrets.webhook, 'content-type': 'application/json' }
      const malformed = await httpAnswer(`${serve.url}/webhooks/guardduty`, { method: 'POST', headers, body: broken })
      const nobody = await httpAnswer(`${serve.url}/api/incidents`, {
        headers: { authorization: `Bearer ${secrets.ana}x` },
      })
      const noSuch = await httpAnswer(`${serve.url}/api/incidents/inc_00000000000000000000`, asPerson('ana'))
      answers.push(wrongKey, malformed, nobody, noSuch)
      expect([wrongKey, malformed, nobody, noSuch].map(({ status }) => status)).toEqual([401, 400, 401, 404])
    })

    it('stops each process with exit code 0 and in time', async () => {
      const ends = await Promise.all([serve, ...works].map((each) => each.stop()))
      expect(ends.map(({ code }) => code)).toEqual([0, 0, 0])
      expect(Math.max(...ends.map(({ tookMs }) => tookMs))).toBeLessThan(15_000)
    }, 30_000)

    it('logs JSON alone, each line with its time, level, realm and incident', () => {
      for (const each of [serve, ...works])
        for (const line of each.output().trim().split('\n')) {
          expect(JSON.parse(line)).toMatchObject({
            time: expect.stringMatching(/^\d{4}-.*Z$/),
            level: expect.stringMatching(/^(info|warn|error)$/),
            msg: expect.any(String),
          })
          expect(Object.keys(JSON.parse(line))).toEqual(expect.arrayContaining(['realm', 'incident']))
        }
    })

    it('leaves no secret in a log, a job, a table, the record, an answer or a report', async () => {
      expect(watched.seen()).toContain('canary-')
      expect(watched.seen()).toContain('eff_')
      watched.stop()
      const finds = [
        ...search('jobs', watched.seen(), canaries),
        ...[serve, ...works].flatMap((each, index) => search(`log ${index}`, each.output(), canaries)),
        ...answers.flatMap(({ text }, index) => search(`answer ${index}`, text, canaries)),
        ...(await searchTables(databaseUrl, canaries)),
        ...(await searchFiles(world.folder, ['tourniquet.yaml'], canaries)),
      ]
      expect(finds).toEqual([])
    })
  })
