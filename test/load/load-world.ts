import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { hashToken } from '../../app/config.js'
import { type ProductProcess, startProduct } from '../chaos/product-process.js'
import { type QueueKind, type Services, startServices } from '../chaos/services.js'
import { ciDeploy } from '../support/world/seed.js'

export const ACCOUNT_ID = '111122223333'
export const SECRET = 'secret-of-the-event-bus'
export const TOKEN = 'token-of-ana-who-approves'

/** The product as processes of its own, against a simulated account in another one. */
export interface LoadWorld {
  readonly databaseUrl: string
  readonly serve: ProductProcess
  startWorker(): Promise<ProductProcess>
  /** Runs a command of the product to its end. */
  run(command: readonly string[]): Promise<string>
  close(): Promise<void>
}

export const roleName = (index: number): string => `app-${index}`

export async function createLoadWorld(queue: QueueKind, principals: number): Promise<LoadWorld> {
  const services = await startServices(queue === 'redis')
  try {
    return await build(services, queue, principals)
  } catch (error) {
    await services.close()
    throw error
  }
}

async function build(services: Services, queue: QueueKind, principals: number): Promise<LoadWorld> {
  const account = await startAccount(services, principals)
  const databaseUrl = await services.createDatabase()
  const config = join(services.folder, 'tourniquet.yaml')
  const env = { ...account.env, TOURNIQUET_LOG: 'warn', CHAOS_WATCHES: 'no' }
  await writeFile(config, JSON.stringify(configuration(services, databaseUrl, queue, account.url)))
  const products: ProductProcess[] = []
  const start = async (command: readonly string[]) => {
    const product = startProduct(services.launcher, [...command, '--config', config], {
      ...env,
      TOURNIQUET_LOG: 'info',
    })
    products.push(product)
    await product.ready
    return product
  }
  const serve = await start(['serve', '--no-workers'])
  return {
    databaseUrl,
    serve,
    startWorker: () => start(['work']),
    run: async (command) => {
      const product = startProduct(services.launcher, [...command, '--config', config], env)
      return product.ended
    },
    close: async () => {
      await Promise.all(products.map((each) => each.end()))
      account.child.kill('SIGKILL')
      await services.close()
    },
  }
}

/** JSON is YAML. */
function configuration(services: Services, databaseUrl: string, queue: QueueKind, endpoint: string): object {
  const approvers = [{ name: 'ana', tokenSha256: hashToken(TOKEN) }]
  return {
    dataDir: join(services.folder, 'data'),
    server: { port: 0 },
    database: { url: databaseUrl },
    queue: { url: services.queueUrl(queue, 0) },
    accounts: [{ id: ACCOUNT_ID, mode: 'guarded', endpoint }],
    approvals: { contain: { approvers, expiresMinutes: 500_000 } },
    sources: { guardduty: { secrets: [SECRET] } },
    exercise: { timeScale: 60 },
  }
}

interface StartedAccount {
  readonly url: string
  readonly env: NodeJS.ProcessEnv
  readonly child: ChildProcess
}

/** `tourniquet simulate` prints how to reach it as lines of a shell. */
async function startAccount(services: Services, principals: number): Promise<StartedAccount> {
  const seed = join(services.folder, 'seed.json')
  const roles = Array.from({ length: principals }, (_, index) => ciDeploy({ name: roleName(index) }))
  await writeFile(seed, JSON.stringify({ accountId: ACCOUNT_ID, roles }))
  const { PATH, HOME, TMPDIR } = process.env
  const own = { PATH, HOME, TMPDIR, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const args = [services.launcher, 'simulate', '--port', '0', '--seed', seed, '--lookups', '10000', '--lag', '50']
  const child = spawn(process.execPath, args, { env: own, stdio: ['ignore', 'pipe', 'inherit'] })
  // It stands for AWS, which takes nothing of this host.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  const text = await new Promise<string>((resolve, reject) => {
    let told = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      told += part
      if (told.includes('export AWS_REGION=')) resolve(told)
    })
    child.once('exit', (code) => reject(new Error(`The simulated account ended with ${code}: ${told}`)))
  })
  const exported = Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )
  const { AWS_ENDPOINT_URL: url = '', ...credentials } = exported
  return { url, env: { ...own, ...credentials, AWS_EC2_METADATA_DISABLED: 'true' }, child }
}
