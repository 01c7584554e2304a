import { z } from 'zod'
import type { Runtime } from '../../../app/compose.js'
import { realmsOf } from '../../../app/realms.js'
import { RejectionNotes } from '../../../app/server/rejection-notes.js'
import type { DeskSettings, ShownPlace } from '../../../app/slack/desk-settings.js'
import { slackDesk } from '../../../app/slack/slack-desk.js'
import { SlackOwners } from '../../../app/slack/slack-owners.js'
import { SlackPeople } from '../../../app/slack/slack-people.js'
import type { Realm } from '../../../src/domain/realm.js'
import type { Engine } from '../../../src/engine/engine.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { aTiming } from '../fixtures/timings.js'
import { keptSystemLog } from '../intake/serve-intake.js'
import { type MemoryChatPostStore, memoryChatPostStore } from '../memory-chat-post-store.js'
import { aTestEngine } from '../test-engine.js'
import { type MemorySlackApi, memorySlackApi } from './memory-slack-api.js'
import { signer } from './served-slack.js'
import { aSender } from './signed-request.js'

/** A realm as Slack asks of it: engine, store and posts in memory. */
export interface LabRealm {
  readonly runtime: Runtime
  readonly engine: Engine
  readonly posts: MemoryChatPostStore
  readonly systemLog: ReturnType<typeof keptSystemLog>
  /** The clock of what was posted. */
  readonly time: { nowMs: number }
}

const exercise: Realm = {
  kind: 'exercise',
  partition: 'aws',
  accountId: '111122223333',
  endpoint: 'http://127.0.0.1:4566',
}

export function labRealm(
  changes: { readonly engine?: Engine; readonly realm?: Partial<Realm>; readonly accountName?: string } = {},
): LabRealm {
  const { engine = aTestEngine(), accountName = '' } = changes
  const time = { nowMs: 0 }
  const posts = memoryChatPostStore(() => time.nowMs)
  const systemLog = keptSystemLog()
  const runtime = {
    accountName,
    evidenceRefreshMs: null,
    engine,
    tools: { engine, realm: { ...exercise, ...changes.realm }, rules: { writes: 'onApproval' } },
    systemLog,
    brakes: 'brakes' in engine.store ? engine.store.brakes : undefined,
    chatPosts: posts,
  }
  // The desk asks nothing else of a realm; what it would, fails its test.
  return { runtime: runtime as unknown as Runtime, engine, posts, systemLog, time }
}

export interface LabOptions {
  readonly exercise?: DeskSettings['exercise']
  readonly rules: ApprovalRules
  /** Names in the configuration by Slack id. */
  readonly people: ReadonlyMap<string, string>
  /** What is shown in Slack, and where; one realm in the channel of `aSender` if not given. */
  readonly places?: readonly { readonly realm: LabRealm; readonly channel: string }[]
  /** Realms that Slack does not show. */
  readonly hidden?: readonly LabRealm[]
  readonly approverGroup?: string
  readonly owners?: Readonly<Record<string, string>>
  readonly consoleUrl?: string
}

/** The desk of app/slack itself: the real use cases over stores in memory, with a Slack in memory. */
export function deskLab(options: LabOptions) {
  const { rules, people, hidden = [], approverGroup = null, owners = {}, consoleUrl = null } = options
  const places = options.places ?? [{ realm: labRealm(), channel: aSender.channel }]
  const [first, ...others] = [...places.map(({ realm }) => realm), ...hidden]
  if (first === undefined) throw new Error('A desk has a realm.')
  const slack = slackWith(people)
  const warned: string[] = []
  const log = { info: () => {}, warn: (message: string) => void warned.push(message), error: () => {} }
  const clock = { ...first.engine.clock, pause: endsWhenAborted }
  const slackIds = new Map([...people].map(([id, name]) => [name, id]))
  const notes = new RejectionNotes({ systemLog: first.systemLog, clock, log })
  const nudged: string[] = []
  const settings: DeskSettings = {
    realms: realmsOf(first.runtime, ...others.map(({ runtime }) => runtime)),
    rules,
    people: new SlackPeople({ api: slack, rules, slackIds, approverGroup, clock, log }),
    places: places.map(({ realm, channel }): ShownPlace => {
      return { runtime: realm.runtime, channel, posts: realm.posts, nudge: () => void nudged.push(channel) }
    }),
    cards: {
      rules,
      slackIds,
      owners: options.exercise?.owners ?? new SlackOwners({ api: slack, owners, teamId: aSender.teamId, clock, log }),
      consoleUrl,
    },
    notes,
    opening: { timing: aTiming() },
    exercise: options.exercise ?? null,
  }
  const desk = slackDesk(settings, slack, { api: slack, signOwner: signer.signOwner, clock })
  return {
    desk,
    settings,
    slack,
    notes,
    realm: first,
    nudged,
    warned,
    refusedClicks: () => refusedClicks(first, notes),
  }
}
export type DeskLab = ReturnType<typeof deskLab>

/** What is raced against time wins: nothing in memory is late. */
function endsWhenAborted(_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
}

function slackWith(people: ReadonlyMap<string, string>): MemorySlackApi {
  const slack = memorySlackApi(() => 0)
  for (const [id, name] of people) {
    const email = `${name}@corp.example`
    slack.users.set(id, { id, teamId: aSender.teamId, email, isBot: false, isDeleted: false })
  }
  return slack
}

const noted = z.object({ why: z.string() })
const leftOut = z.object({ leftOut: z.record(z.string(), z.number()) })

/** Why clicks came to no use case, as the system chain has it, each as often as it was so. Nothing is noted after this. */
async function refusedClicks({ systemLog }: LabRealm, notes: RejectionNotes): Promise<string[]> {
  await notes.close()
  return systemLog.events.flatMap(({ what, detail }) => {
    if (what === 'WEBHOOK_REJECTED') return [noted.parse(detail).why]
    if (what !== 'WEBHOOKS_REJECTED') return []
    const counted = Object.entries(leftOut.parse(detail).leftOut)
    return counted.flatMap(([why, times]) => Array.from({ length: times }, () => why))
  })
}

/** Says in the store that this message of the incident stands in Slack. */
export async function standsAs(
  posts: MemoryChatPostStore,
  incidentId: string,
  { slot, channel, ts, threadTs = null }: { slot: string; channel: string; ts: string; threadTs?: string | null },
): Promise<void> {
  posts.move(incidentId)
  await posts.claimStale('lab', 100, 60_000)
  const post = { incidentId, slot, channel, messageId: ts, threadId: threadTs, digest: 'd' }
  if (!(await posts.keepPost('lab', post))) throw new Error('The post was not kept.')
  await posts.shown('lab', incidentId, Number.MAX_SAFE_INTEGER)
}

/** Every record of an incident, as the store has it. */
export async function recordsOf({ engine }: Pick<LabRealm, 'engine'>, incidentId: string) {
  return (await engine.store.readAudit(incidentId)).map(({ body }) => body)
}
