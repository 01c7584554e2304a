import { parseArgs } from 'node:util'
import { z } from 'zod'
import { playPostgresOutage } from './play-postgres-outage.js'
import { playRedisOutage } from './play-redis-outage.js'

const USAGE =
  'npm run test:outage -- [--seconds 2,12,60] [--queue redis,postgres,postgres-silent]   Redis needs redis-server\n'
const GOAL_MS = 2_000
/** A server that breaks no connection is not known to be away before a query was given up. */
const NOTICED_MS = 4_000

const queueKinds = z.array(z.enum(['redis', 'postgres', 'postgres-silent']))
type QueueKind = z.infer<typeof queueKinds>[number]

/** The queue goes away under running processes and comes back: how long until work goes on? */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '2,12,60' },
      queue: { type: 'string', default: 'redis,postgres,postgres-silent' },
    },
  })
  const outages = values.seconds.split(',').map(Number)
  const queues = queueKinds.safeParse(values.queue.split(','))
  if (!queues.success || outages.some((seconds) => !(seconds > 0))) {
    process.stderr.write(USAGE)
    return 2
  }
  const wrong: string[] = []
  for (const queue of queues.data) {
    for (const seconds of outages) {
      const played = await play(queue, seconds * 1_000)
      process.stdout.write(`${queue}, away for ${seconds} s: ${played.said}\n`)
      wrong.push(...played.wrong.map((one) => `${queue}, ${seconds} s: ${one}\n`))
    }
  }
  process.stdout.write(wrong.join(''))
  return wrong.length === 0 ? 0 : 1
}

async function play(queue: QueueKind, outageMs: number): Promise<{ said: string; wrong: readonly string[] }> {
  if (queue === 'redis') {
    const { takenMeanwhile, resumedMs, readyMs } = await playRedisOutage(outageMs)
    const said = `${takenMeanwhile} findings taken meanwhile; the first work ${ms(resumedMs)} after its return, ready after ${ms(readyMs)}`
    return { said, wrong: late('the first work', resumedMs) }
  }
  const absence = queue === 'postgres' ? 'refused' : 'silent'
  const one = await playPostgresOutage(outageMs, absence)
  const { refused, saidMs, resumedMs, takenMs, readyMs, settledMs } = one
  const said =
    `${refused} findings answered 503 meanwhile, /readyz ${saidMs === null ? 'did not notice' : `said it after ${ms(saidMs)}`}; after its return the first work ` +
    `${ms(resumedMs)}, the first finding taken ${ms(takenMs)}, ready ${ms(readyMs)}, all that was in hand ${ms(settledMs)}`
  const goalMs = GOAL_MS + (absence === 'silent' ? Math.max(0, NOTICED_MS - outageMs) : 0)
  const wrong = [...late('the first work', resumedMs, goalMs), ...late('the first finding', takenMs, goalMs)]
  return { said, wrong: [...one.wrong, ...wrong] }
}

function late(what: string, tookMs: number, goalMs = GOAL_MS): string[] {
  return tookMs <= goalMs ? [] : [`${what} came later than ${ms(goalMs)}`]
}

function ms(value: number): string {
  return `${Math.round(value)} ms`
}

process.exitCode = await main()
