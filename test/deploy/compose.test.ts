import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { hashToken, loadConfig } from '../../app/config.js'
import { newConfigText } from '../../app/setup/new-config.js'
import { printed } from '../support/in-process-cli.js'

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tourniquet-deploy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const secretsFolder = join(folder, 'secrets')
const makeSecrets = () => execFileSync('sh', [join(deploy, 'make-secrets.sh'), secretsFolder], { encoding: 'utf8' })

const service = z.looseObject({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
})
const composeSchema = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.object({})),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
})
const compose = composeSchema.parse(parse(readFileSync(join(deploy, 'compose.yaml'), 'utf8'), { merge: true }))
const { services, networks, volumes, secrets } = compose
const named = (name: string): z.infer<typeof service> => service.parse(services[name])
const ours = Object.entries(services).filter(([, { image }]) => image === 'tourniquet:local')

describe('deploy/make-secrets.sh', () => {
  it('makes every secret that compose.yaml hands out, in a folder of its owner alone, and prints none', () => {
    const said = makeSecrets()
    const wanted = Object.values(secrets).map(({ file }) => basename(file))
    expect(
      readdirSync(secretsFolder)
        .filter((name) => name !== '.gitignore')
        .sort(),
    ).toEqual(wanted.sort())
    expect([statSync(secretsFolder).mode & 0o777, statSync(join(secretsFolder, 'redis_url')).mode & 0o777]).toEqual([
      0o700, 0o444,
    ])
    for (const name of wanted) expect(said).not.toContain(readFileSync(join(secretsFolder, name), 'utf8'))
  })

  it('keeps what is there when it runs again', () => {
    const before = readFileSync(join(secretsFolder, 'database_url'), 'utf8')
    expect(makeSecrets()).not.toMatch(/made/)
    expect(readFileSync(join(secretsFolder, 'database_url'), 'utf8')).toBe(before)
  })
})

describe('deploy/compose.yaml', () => {
  it('names only services, networks, volumes and secrets that it has, and files that are there', () => {
    for (const { networks: joined, secrets: given, depends_on, volumes: mounts } of Object.values(services)) {
      expect(joined.filter((name) => !(name in networks))).toEqual([])
      expect(given.filter((name) => !(name in secrets))).toEqual([])
      expect(Object.keys(depends_on).filter((name) => !(name in services))).toEqual([])
      const sources = mounts.map((mount) => mount.split(':')[0] ?? '')
      expect(sources.filter((source) => !source.startsWith('./') && !(source in volumes))).toEqual([])
      expect(
        sources.filter(
          (source) => source.startsWith('./') && source !== './config' && !existsSync(join(deploy, source)),
        ),
      ).toEqual([])
    }
    expect(
      ours.map(([, { build }]) => existsSync(join(deploy, build?.context ?? '', build?.dockerfile ?? ''))),
    ).toEqual([true, true, true])
  })

  it('publishes the web server alone, on this host alone; the stores reach nothing', () => {
    expect(Object.entries(services).flatMap(([name, { ports }]) => ports.map((port) => [name, port]))).toEqual([
      ['app', '127.0.0.1:8080:8080'],
    ])
    expect(networks.stores?.internal).toBe(true)
    for (const name of ['postgres', 'redis']) expect(named(name).networks).toEqual(['stores'])
  })

  it('runs the program without privileges, on a read-only root, and waits for the work in hand', () => {
    expect(ours.map(([name]) => name)).toEqual(['migrate', 'app', 'worker'])
    for (const [, one] of ours) {
      expect(one).toMatchObject({
        read_only: true,
        init: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '20s',
      })
    }
    expect(named('worker')).toMatchObject({ deploy: { replicas: 2 } })
  })

  it('gives the program commands that it has', async () => {
    for (const [, { command = [] }] of ours) {
      const { code, stdout } = await printed(command[0] ?? '', '--help')
      expect([
        code,
        command.filter(
          (word) => word.startsWith('--') && !stdout.includes(word.replace('--no-', '--')) && !stdout.includes(word),
        ),
      ]).toEqual([0, []])
    }
  })

  it.each(['migrate', 'app', 'worker'])('tells %s where its stores are, by files that hold the secrets', (name) => {
    makeSecrets()
    const path = join(folder, 'tourniquet.yaml')
    const approvers = [{ name: 'ana', tokenSha256: hashToken('a') }]
    writeFileSync(path, newConfigText({ accountId: '111122223333', approvers, secretsFile: 'secrets/redis_password' }))
    const { environment, secrets: given } = named(name)
    expect(Object.keys(environment).filter((key) => !/_FILE$|^HEALTHCHECK_URL$/.test(key))).toEqual([])
    const files = Object.entries(environment).filter(([key]) => key.endsWith('_FILE'))
    expect(files.filter(([, file]) => !given.includes(basename(file)))).toEqual([])
    const config = loadConfig(
      path,
      Object.fromEntries(files.map(([key, file]) => [key, join(secretsFolder, basename(file))])),
    )
    expect(new URL(config.database.url ?? '')).toMatchObject({
      hostname: 'postgres',
      username: 'tourniquet_runtime',
      port: '5432',
    })
    expect(new URL(config.queue.url ?? '').hostname).toBe('redis')
    expect(config.database.migrateUrl === null).toBe(name !== 'migrate')
  })

  it('starts the program when the stores are well and the schema is up to date', () => {
    for (const name of ['app', 'worker']) {
      expect(named(name).depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      })
    }
    for (const name of ['postgres', 'redis']) expect(named(name).healthcheck?.test?.length).toBeGreaterThan(0)
    const health = /--health-port (\d+)/.exec(named('worker').command?.join(' ') ?? '')?.[1]
    expect(named('worker').environment.HEALTHCHECK_URL).toBe(`http://127.0.0.1:${health}/livez`)
  })

  it('keeps what must last in volumes, and has Redis as the queue needs it', () => {
    const mounts = Object.values(services).flatMap(({ volumes: all }) => all)
    for (const name of Object.keys(volumes)) expect(mounts.some((mount) => mount.startsWith(`${name}:`))).toBe(true)
    const command = named('redis').command?.join(' ') ?? ''
    expect(command).toMatch(/appendonly yes.*maxmemory-policy noeviction.*requirepass.*exec redis-server/)
    expect(named('postgres').environment).toMatchObject({ POSTGRES_USER: 'tourniquet', POSTGRES_DB: 'tourniquet' })
  })

  it('holds no secret itself, and pins every image to a version', () => {
    const text = readFileSync(join(deploy, 'compose.yaml'), 'utf8')
    expect(text).not.toMatch(/[0-9a-f]{32}/)
    for (const { image } of Object.values(services)) expect(image).toMatch(/^(tourniquet:local|[a-z]+:\d+-bookworm)$/)
  })
})
