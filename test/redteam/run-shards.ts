import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { RedTeamOptions } from './options.js'
import type { RunResult } from './run-pair.js'
import { nameOf } from './scenarios.js'

interface Order {
  readonly scenario: string
  readonly seed: number
}

const isResult = z.custom<RunResult>((value) => typeof value === 'object' && value !== null && 'violations' in value)

/** All runs, over as many processes as asked for. A process that ends by itself ends all of it. */
export async function runShards(options: RedTeamOptions, tell: (result: RunResult) => void): Promise<RunResult[]> {
  const orders = ordersOf(options)
  const results: RunResult[] = []
  const shard = async () => {
    const child = fork(fileURLToPath(new URL('./run-shard.ts', import.meta.url)))
    try {
      for (let order = orders.shift(); order !== undefined; order = orders.shift()) {
        const result = await ask(child, order)
        results.push(result)
        tell(result)
      }
    } finally {
      child.kill()
    }
  }
  await Promise.all(Array.from({ length: options.parallel }, shard))
  return results.sort((a, b) => a.seed - b.seed)
}

function ordersOf({ scenarios, seeds }: RedTeamOptions): Order[] {
  const all = Array.from({ length: seeds.to - seeds.from + 1 }, (_, index) => seeds.from + index)
  return scenarios.flatMap((scenario) => all.map((seed) => ({ scenario: nameOf(scenario), seed })))
}

async function ask(child: ChildProcess, order: Order): Promise<RunResult> {
  // Whichever does not come is given up with this run: listeners of 1,600 runs would pile up.
  const settled = new AbortController()
  const answer = once(child, 'message', { signal: settled.signal })
  const end = once(child, 'exit', { signal: settled.signal }).then(() => {
    throw new Error(`The process of ${order.scenario}, seed ${order.seed} ended.`)
  })
  child.send(order)
  try {
    const [message] = await Promise.race([answer, end])
    return isResult.parse(message)
  } finally {
    settled.abort()
    await Promise.allSettled([answer, end])
  }
}
