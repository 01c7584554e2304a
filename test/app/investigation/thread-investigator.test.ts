import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { threadInvestigator } from '../../../app/investigation/thread-investigator.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { type Investigating, investigateEvents } from '../../../src/evidence/investigate-events.js'
import { InvestigationError } from '../../../workers/investigator.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  wholeDay,
} from '../../support/fixtures/gathered-events.js'
import { geoOf, lima, network } from '../../support/fixtures/indicator-input.js'
import { aFolder } from '../evidence/log-files.js'

const folder = aFolder()
afterAll(() => folder.remove())

/** As `npm run build` compiles it, in one file. */
const script = join(folder.path, 'investigation-thread.mjs')
await build({
  entryPoints: [fileURLToPath(new URL('../../../app/investigation/investigation-thread.ts', import.meta.url))],
  outfile: script,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
})

/** An attacker who makes users and gets into roles, many times over: what takes long to weigh. */
function manyActs(count: number): CloudTrailEvent[] {
  return Array.from({ length: count }, (_, n) => {
    const moment = { eventTime: at(9 + n / count), sourceIp: `203.0.113.${n % 200}` }
    const role = `r${n % 40}`
    if (n % 3 === 0)
      return { ...anAssumption({ by: aUser(`u${n % 60}`), role, session: 's', key: `ASIA${n}` }), ...moment }
    const actor = aSessionOf({ role, session: 's', accessKeyId: `ASIA${n - (n % 3)}` })
    const name = `made${n}`
    return anEvent({
      actor: n % 3 === 1 ? actor : aUser(`u${n % 60}`),
      eventSource: 'iam.amazonaws.com',
      eventName: n % 3 === 1 ? 'AttachUserPolicy' : 'CreateUser',
      readOnly: false,
      requestParameters: { userName: name, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      created: { kind: 'user', name, userName: name },
      ...moment,
    })
  })
}

const events = manyActs(450)
const mallory = `user:${account}:u0`
const asked: Investigating = {
  window: wholeDay,
  options: {
    sources: [],
    read: events.length,
    unique: events.length,
    focusKey: mallory,
    geo: geoOf({ '203.0.113.7': lima }, { '203.0.113.7': network('Far Net') }),
    flagged: { reasonOf: (address) => (address === '203.0.113.8' ? 'seen scanning' : null) },
  },
  accused: { key: mallory, name: 'u0' },
}
const minuteMs = 60_000

describe('investigating in a thread of its own', () => {
  it('comes to the same answer, what is known of addresses included', async () => {
    const investigate = threadInvestigator({ script })
    expect(await investigate(events, asked, minuteMs)).toEqual(investigateEvents(events, asked))
  })

  it('holds up nothing else meanwhile', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    await threadInvestigator({ script })(events, asked, minuteMs)
    delay.disable()
    // A median is not moved by what else runs on the machine.
    expect(delay.percentile(95) / 1e6).toBeLessThan(50)
  })

  it('is not begun for a few calls, nor where there is no compiled thread', async () => {
    const few = events.slice(0, 10)
    const nowhere = join(folder.path, 'no-such-thread.mjs')
    expect(await threadInvestigator({ script: nowhere })(few, asked, 1)).toEqual(investigateEvents(few, asked))
    expect(await threadInvestigator({ script: null, leastEvents: 1 })(few, asked, 1)).toEqual(
      investigateEvents(few, asked),
    )
  })

  it.each([
    ['takes too long', 'setInterval(() => {}, 1000)', 300, /longer than 0.3 s/],
    [
      'fails',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('x') })",
      minuteMs,
      /failed/,
    ],
    [
      'ends',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1))",
      minuteMs,
      /ended/,
    ],
  ])('that %s is told of by name', async (name, text, limitMs, says) => {
    const path = join(folder.path, `${name}.mjs`)
    writeFileSync(path, text)
    const answer = threadInvestigator({ script: path })(events, asked, limitMs)
    await expect(answer).rejects.toThrow(InvestigationError)
    await expect(answer).rejects.toThrow(says)
  })
})
