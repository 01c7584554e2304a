import { z } from 'zod'
import { createActor, type StartedActor, startActor } from '../../simulated-aws/actor.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { DemoStory, SessionOrigin } from './demo-story.js'

const HISTORY_MINUTES = 20
const CALLS_OF_HISTORY = 45
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
  const accessKeyId = story.intruder.accessKeyId ?? obtainSession(story, account)
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

/** The session as it came about: step by step from a user's key, each step as CloudTrail records it. */
function obtainSession(story: DemoStory, account: SimulatedAccount): string | undefined {
  const { obtained, sessionName } = story.intruder
  if (obtained === undefined) return undefined
  const { userKey, role, roleSession } = obtained
  const between = assume(account, obtained, { accessKeyId: userKey, role, sessionName: roleSession })
  return assume(account, obtained, { accessKeyId: between, role: story.accused.name, sessionName })
}

interface Assuming {
  readonly accessKeyId: string
  readonly role: string
  readonly sessionName: string
}

/** The access key of the new session. */
function assume(
  { account, describeRole }: SimulatedAccount,
  { sourceIp, userAgent }: SessionOrigin,
  { accessKeyId, role, sessionName }: Assuming,
): string {
  const caller = createActor({ account, accessKeyId, sourceIp, userAgent })
  const parameters = { RoleArn: describeRole(role)?.arn ?? role, RoleSessionName: sessionName }
  const reply = caller.call({ service: 'sts', action: 'AssumeRole', parameters })
  if (!reply.ok) throw new Error(`The demo's own AssumeRole was refused: ${reply.error.message}`)
  return assumed.parse(reply.result).Credentials.AccessKeyId
}
