import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configSchema } from '../../../../app/config.js'
import { green } from '../../../../app/setup/check-line.js'
import { checkAwsEndpoints } from '../../../../app/setup/checks/aws-endpoints.js'
import { checkClock } from '../../../../app/setup/checks/clock-skew.js'
import { checkDataFolder } from '../../../../app/setup/checks/data-folder.js'
import { checkNodeVersion } from '../../../../app/setup/checks/node-version.js'
import { checkWebhookSecrets } from '../../../../app/setup/checks/webhook-secrets.js'
import { runChecks } from '../../../../app/setup/run-checks.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('Node.js', () => {
  it.each([
    ['18.20.0', 'red'],
    ['20.18.1', 'red'],
    ['20.19.0', 'yellow'],
    ['22.1.0', 'green'],
    ['24.0.0', 'green'],
  ])('%s is %s', (version, status) => {
    expect(checkNodeVersion(version).status).toBe(status)
  })
})

describe('the data folder', () => {
  it('is green where it is there, and where it can be made', async () => {
    expect(await checkDataFolder(folder, async () => 9_999)).toMatchObject([{ status: 'green' }, { status: 'green' }])
    const [line] = await checkDataFolder(join(folder, 'a', 'b'), async () => 9_999)
    expect(line).toMatchObject({ status: 'green', says: expect.stringMatching(/will be made/) })
  })

  it('is red where a file stands in its place, with the cure', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await checkDataFolder(file)).toMatchObject([{ status: 'red', cure: expect.stringMatching(/dataDir/) }])
  })

  it.each([
    [100, 'red'],
    [1_000, 'yellow'],
    [3_000, 'green'],
  ])('with %d MiB free is %s', async (mib, status) => {
    expect((await checkDataFolder(folder, async () => mib))[1]?.status).toBe(status)
  })

  it('asks the system how much is free', async () => {
    const [, line] = await checkDataFolder(folder)
    expect(line?.says).toMatch(/^\d+ MiB free on /)
  })
})

describe('webhook secrets', () => {
  const strong = '3f9a1c77e2b84d05b6c1f0a9d8e7c6b5'
  const statuses = (secrets: string[]) => checkWebhookSecrets(secrets, null).map(({ status }) => status)

  it('are green where they are long and random', () => {
    expect(statuses([strong, `${strong}00`])).toEqual(['green'])
  })

  it.each([
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'red'],
    ['my-webhook-secret-0123456789-abcdefg', 'red'],
    ['changeme-changeme-changeme-changeme', 'red'],
    ['3f9a1c77e2b84d05', 'yellow'],
  ])('%s is %s, and is not printed', (secret, status) => {
    const lines = checkWebhookSecrets([secret], null)
    expect(lines.map((line) => line.status)).toEqual([status])
    expect(JSON.stringify(lines)).not.toContain(secret)
  })

  it('are yellow where other users can read their file', () => {
    const file = join(folder, 'secret')
    writeFileSync(file, strong)
    chmodSync(file, 0o644)
    expect(checkWebhookSecrets([strong], file)).toMatchObject([{ status: 'yellow', cure: `chmod 600 ${file}` }])
    chmodSync(file, 0o600)
    expect(checkWebhookSecrets([strong], file)).toMatchObject([{ status: 'green' }])
  })
})

describe('clocks', () => {
  it.each([
    [0, 'green'],
    [-4_000, 'green'],
    [6_000, 'yellow'],
    [-299_000, 'yellow'],
    [301_000, 'red'],
    [-301_000, 'red'],
  ])('%d ms apart are %s', (skewMs, status) => {
    expect(checkClock('clock', "AWS's", skewMs).status).toBe(status)
  })
})

describe('an endpoint that is not AWS', () => {
  const [account] = configSchema.shape.accounts.parse([{ id: '111122223333' }])
  if (account === undefined) throw new Error('one account was given')

  it.each([
    [
      'the variable for all',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
      null,
      /NOT AWS: AWS_ENDPOINT_URL is 127\.0\.0\.1:4566/,
    ],
    [
      'the variable for one',
      { AWS_ENDPOINT_URL_STS: 'http://sts.evil.example' },
      null,
      /NOT AWS: AWS_ENDPOINT_URL_STS/,
    ],
    ['a name that only looks like it', { AWS_ENDPOINT_URL: 'https://amazonaws.com.evil.example' }, null, /NOT AWS/],
    ['the configuration', {}, 'http://127.0.0.1:4566', /NOT AWS: endpoint/],
  ])('is said loudly where it comes from %s', (_title, env, endpoint, says) => {
    const line = checkAwsEndpoints({ ...account, endpoint }, env)
    expect(line).toMatchObject({ status: 'yellow', says: expect.stringMatching(says) })
  })

  it('is told apart from AWS by another address, and from what the SDK was told to ignore', () => {
    const vpc = { AWS_ENDPOINT_URL_STS: 'https://vpce-1.sts.us-east-1.vpce.amazonaws.com' }
    const ignored = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }
    for (const env of [{}, vpc, ignored]) expect(checkAwsEndpoints(account, env).status).toBe('green')
  })
})

describe('checks', () => {
  const check = (name: string, run: () => Promise<ReturnType<typeof green>[]>) => ({
    name,
    cureOfSilence: `wake ${name}`,
    run,
  })

  it('run side by side, and a silent one holds up nobody: it is red, and told to give up', async () => {
    let gaveUp = false
    const silent = {
      name: 'hole',
      cureOfSilence: 'wake it',
      run: (signal: AbortSignal) => {
        signal.addEventListener('abort', () => {
          gaveUp = true
        })
        return new Promise<never>(() => undefined)
      },
    }
    const lines = await runChecks([silent, check('b', async () => [green('b', 'well')])], 50)
    expect(lines).toMatchObject([
      { check: 'hole', status: 'red', cure: 'wake it' },
      { check: 'b', status: 'green' },
    ])
    expect(gaveUp).toBe(true)
  })

  it('that fail are red lines of their own', async () => {
    const failing = check('a', async () => {
      throw new Error('boom')
    })
    expect(await runChecks([failing], 1_000)).toMatchObject([
      { check: 'a', status: 'red', says: expect.stringMatching(/boom/) },
    ])
  })
})
