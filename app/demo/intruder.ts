import { z } from 'zod'
import { createActor, type StartedActor, startActor } from '../../simulated-aws/actor.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { DemoStory } from './demo-story.js'

const HISTORY_MINUTES = 20
const CALLS_OF_HISTORY = 34
/** Six calls a second, so that a soak of two seconds sees some of them denied. */
const EVERY_MS = 150

export interface Intruder {
  readonly accessKeyId: string
  start(): void
  stop(): void
}

const assumed = z.object({ Credentials: z.object({ AccessKeyId: z.string() }) })

/**
 * Who is using the principal. Without a log the history is made the way it is made in earnest: by calls that are authorised and
 * recorded, under a clock that is set back and runs up to now. `offset` is that clock's lead on this machine's.
 */
export function makeIntruder(story: DemoStory, account: SimulatedAccount, offset: { ms: number }): Intruder {
  const { calls } = story.intruder
  const makesHistory = story.source === 'made'
  offset.ms = makesHistory ? -HISTORY_MINUTES * 60_000 : 0
  const accessKeyId = story.intruder.accessKeyId ?? assumeAs(story, account)
  const who = whoActs(story, account, accessKeyId)
  const actor = createActor(who)
  for (let made = 0; makesHistory && made < CALLS_OF_HISTORY; made += 1) {
    const call = calls[made % calls.length]
    if (call !== undefined) actor.call(call)
    offset.ms += (HISTORY_MINUTES * 60_000) / CALLS_OF_HISTORY
  }
  offset.ms = 0
  const running: { actor: StartedActor | null } = { actor: null }
  return {
    accessKeyId: actor.accessKeyId,
    start: () => {
      const cycle = calls.length > 0 ? [...calls] : [{ service: 's3', action: 'ListBuckets' }]
      running.actor ??= startActor({ ...who, accessKeyId: actor.accessKeyId, calls: cycle, everyMs: EVERY_MS })
    },
    stop: () => running.actor?.stop(),
  }
}

function whoActs({ accused, intruder }: DemoStory, { account }: SimulatedAccount, accessKeyId: string | undefined) {
  const { sessionName, sourceIp, userAgent } = intruder
  const from = { account, sourceIp, userAgent }
  if (accused.type === 'user') {
    if (accessKeyId === undefined) throw new Error(`The story gives no access key of ${accused.name}.`)
    return { ...from, accessKeyId }
  }
  return { ...from, roleName: accused.name, sessionName, ...(accessKeyId === undefined ? {} : { accessKeyId }) }
}

/** The session as it came about: another role of the company assumed this one, and CloudTrail recorded it. */
function assumeAs(story: DemoStory, { account, describeRole }: SimulatedAccount): string | undefined {
  const { assumedBy, sessionName } = story.intruder
  const role = describeRole(story.accused.name)
  if (assumedBy === undefined || role === undefined) return undefined
  const runner = createActor({
    account,
    roleName: assumedBy,
    sessionName: 'pipeline',
    sourceIp: '203.0.113.10',
    userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5',
  })
  const parameters = { RoleArn: role.arn, RoleSessionName: sessionName }
  const reply = runner.call({ service: 'sts', action: 'AssumeRole', parameters })
  if (!reply.ok) throw new Error(`The demo's own AssumeRole was refused: ${reply.error.message}`)
  return assumed.parse(reply.result).Credentials.AccessKeyId
}
