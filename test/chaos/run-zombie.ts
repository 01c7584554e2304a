import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { SeenRequest } from './aws-proxy.js'
import { judge } from './judge.js'
import { tripwire } from './kill-point.js'
import type { ProductProcess } from './product-process.js'
import { handleFinding } from './responder.js'
import type { RunResult } from './run-point.js'
import type { QueueKind, Services } from './services.js'
import { createWorld, type World } from './world.js'

/** A worker is stopped between its last look before a write and the write, and goes on when the incident is in `until`. */
export interface ZombieScenario {
  readonly write: 'putBlock' | 'removeBlock' | 'revokeOlderSessions'
  readonly until: 'contained' | 'restored' | 'closed'
}

export const ZOMBIE_SCENARIOS: readonly ZombieScenario[] = [
  { write: 'putBlock', until: 'contained' },
  { write: 'putBlock', until: 'restored' },
  { write: 'putBlock', until: 'closed' },
  { write: 'removeBlock', until: 'restored' },
  { write: 'removeBlock', until: 'closed' },
  { write: 'revokeOlderSessions', until: 'restored' },
  { write: 'revokeOlderSessions', until: 'closed' },
]

/** A write that is on its way when the zombie goes on has arrived by then. */
const LATE_WRITE_MS = 1_500

interface Scene {
  /** Looks at the policy that are still to be answered before the last one. */
  earlierLooks: number
  /** The worker that was stopped. */
  zombie: string | null
  isAwake: boolean
  release: () => void
}

/**
 * `serve --no-workers` and two workers. The one that comes to the write first is stopped while the answer to its last look
 * is held back; its lease runs out, the other worker does the work; then the answer goes out and the stopped one goes on.
 * It has everything it needs to write, except the lease.
 */
export async function runZombie(
  services: Services,
  queue: QueueKind,
  slot: number,
  scenario: ZombieScenario,
): Promise<RunResult> {
  const earlierLooks = EARLIER_LOOKS[scenario.write]
  const scene: Scene = { earlierLooks, zombie: null, isAwake: false, release: () => undefined }
  const workers = new Map<string, ProductProcess>()
  const beforeReply = async (seen: SeenRequest) => {
    const worker = workers.get(seen.app)
    if (scene.zombie !== null || seen.action !== 'GetRolePolicy' || worker === undefined) return
    if (!(await isWriting(world.databaseUrl, worker, scenario.write)) || scene.zombie !== null) return
    if (scene.earlierLooks > 0) {
      scene.earlierLooks -= 1
      return
    }
    scene.zombie = seen.app
    worker.signal('SIGSTOP')
    await new Promise<void>((resolve) => {
      scene.release = resolve
    })
  }
  const world = await createWorld({
    services,
    queue,
    slot,
    tripwire: tripwire(null, () => undefined),
    watches: false,
    beforeReply,
  })
  try {
    const server = world.start(['serve', '--no-workers'], 'server')
    for (const name of ['worker-a', 'worker-b']) workers.set(name, world.start(['work'], name))
    await Promise.all([server, ...workers.values()].map((product) => product.ready))
    const wrong = await play(world, server, workers, scenario, scene).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ])
    return {
      name: `${queue}: stopped before ${scenario.write}, continued in ${scenario.until}`,
      reached: true,
      recoveryMs: null,
      wrong,
      logs: [server, ...workers.values()].map((product) => product.log),
    }
  } finally {
    scene.release()
    await world.close()
  }
}

/** Every look at a policy is the same request: the record tells which worker makes it in order to write. */
async function isWriting(
  databaseUrl: string,
  worker: ProductProcess,
  write: ZombieScenario['write'],
): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const query = "SELECT 1 FROM effect WHERE kind = $1 AND status = 'claimed' AND worker LIKE '%\\_' || $2 || '\\_%'"
    return (await client.query(query, [write, String(worker.pid)])).rows.length > 0
  } finally {
    await client.end()
  }
}

async function play(
  world: World,
  server: ProductProcess,
  workers: ReadonlyMap<string, ProductProcess>,
  scenario: ZombieScenario,
  scene: Scene,
): Promise<string[]> {
  const restoreAs = scenario.write === 'revokeOlderSessions' ? 'compromise' : 'false-alarm'
  const wake = () => {
    if (scene.zombie === null || scene.isAwake) return
    scene.isAwake = true
    scene.release()
    workers.get(scene.zombie)?.signal('SIGCONT')
  }
  const handled = await handleFinding({
    world,
    url: () => server.url,
    restoreAs,
    waitsForWatch: false,
    onState: (state) => {
      if (state === scenario.until) wake()
    },
    failed: () => null,
  })
  await sleep(LATE_WRITE_MS)
  return [...(await judge(world, handled, restoreAs)), ...judgeZombie(world, workers, scenario, scene)]
}

/** Whether the block is there already is asked once before the look that comes right before the write. */
const EARLIER_LOOKS = { putBlock: 1, removeBlock: 0, revokeOlderSessions: 0 } as const

/** The requests that only the write in question makes. */
const REQUEST_OF = {
  putBlock: 'PutRolePolicy DenyAll-',
  removeBlock: 'DeleteRolePolicy DenyAll-',
  revokeOlderSessions: 'PutRolePolicy RevokeOlderSessions-',
} as const

/**
 * The stopped worker must not have sent its write, though it may well have done others before and after. It must also have
 * come as far as the write, and refused itself: a scene in which it never woke proves nothing.
 */
function judgeZombie(
  world: World,
  workers: ReadonlyMap<string, ProductProcess>,
  scenario: ZombieScenario,
  { zombie }: Scene,
): string[] {
  if (zombie === null) return ['nobody was stopped']
  const own = world.awsProxy.seen.filter(({ app }) => app === zombie)
  const wrote = own.some(({ action, policyName }) => `${action} ${policyName}`.startsWith(REQUEST_OF[scenario.write]))
  const gaveUp = workers.get(zombie)?.log.includes('given up because its lease was over') ?? false
  return [
    ...(wrote ? ['the stopped worker wrote after all'] : []),
    ...(gaveUp ? [] : ['the stopped worker did not say that it gave up its order']),
  ]
}
