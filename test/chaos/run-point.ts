import { judge } from './judge.js'
import { describePoint, type KillPoint, tripwire } from './kill-point.js'
import type { ProductProcess } from './product-process.js'
import { handleFinding } from './responder.js'
import type { QueueKind, Services } from './services.js'
import { createWorld, type World } from './world.js'

/** How one run went. */
export interface RunResult {
  readonly name: string
  /** False where the run was over before its point came: there is no such point. */
  readonly reached: boolean
  /** From the kill to the next step on the record; null where there was no kill. */
  readonly recoveryMs: number | null
  readonly wrong: readonly string[]
  /** Logs of the product, one a start. */
  readonly logs: readonly string[]
}

interface Life {
  product: ProductProcess | null
  killedAtMs: number | null
  recoveredAtMs: number | null
  endedByItself: string | null
  readonly logs: (() => string)[]
}

/**
 * One run from the finding to the closed incident, with one kill in it: the product dies at the point, the queue is wiped,
 * the product is started again, and everybody outside goes on as if nothing had been.
 */
export async function runPoint(
  services: Services,
  queue: QueueKind,
  slot: number,
  point: KillPoint,
): Promise<RunResult> {
  const life: Life = { product: null, killedAtMs: null, recoveredAtMs: null, endedByItself: null, logs: [] }
  const trip = tripwire(point, () => {
    life.product?.signal('SIGKILL')
    life.killedAtMs = performance.now()
  })
  const onStep = () => {
    if (life.killedAtMs !== null) life.recoveredAtMs ??= performance.now()
  }
  const world = await createWorld({ services, queue, slot, tripwire: trip, watches: true, onStep })
  try {
    keepAlive(world, life)
    const wrong = await play(world, life).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ])
    return {
      name: `${queue}: ${describePoint(point)}`,
      reached: life.killedAtMs !== null,
      recoveryMs: life.killedAtMs === null || life.recoveredAtMs === null ? null : life.recoveredAtMs - life.killedAtMs,
      wrong,
      logs: life.logs.map((log) => log()),
    }
  } finally {
    life.endedByItself ??= 'The run is over.'
    await world.close()
  }
}

async function play(world: World, life: Life): Promise<string[]> {
  const handled = await handleFinding({
    world,
    url: () => life.product?.url ?? null,
    restoreAs: 'false-alarm',
    waitsForWatch: true,
    failed: () => life.endedByItself,
  })
  return judge(world, handled, 'false-alarm')
}

/** Starts the product, and after the kill, on an empty queue, once more. Ending in any other way is a failure. */
function keepAlive(world: World, life: Life): void {
  const product = world.start(['serve'])
  life.product = product
  life.logs.push(() => product.log)
  product.ended
    .then(async (how) => {
      if (life.endedByItself !== null) return
      const isOurKill = how === 'SIGKILL' && life.killedAtMs !== null && life.logs.length === 1
      if (!isOurKill) life.endedByItself = `The product ended with ${how}.`
      else {
        life.product = null
        await world.wipeQueue()
        keepAlive(world, life)
      }
    })
    .catch((error: unknown) => {
      life.endedByItself = `The queue could not be wiped: ${String(error)}`
    })
}
