import { isNativeError } from 'node:util/types'
import { assertNever } from '../../../src/domain/assert-never.js'
import type { StaleView } from '../../../src/incidents/chat-posts.js'
import type { IncidentCard, SlackPost } from '../incident-card.js'
import { SlackCallError } from '../slack-api.js'
import { sendChange } from './send-change.js'
import { type Turn, turnOf, type ViewMemory } from './turn.js'
import type { SlackViewParts } from './view-parts.js'
import { type Change, type Changes, HEADLINE, isUrgentSlot, wantedChanges } from './wanted-changes.js'

/** Failures of the incident itself are tried again after 5 s, 10 s … 10 min, or when its record moves. */
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 600_000
const YIELD_MS = 500
const AGAIN_MS = 100

interface Claim {
  readonly stale: StaleView
  /** When the claim was asked for, on the clock that never goes back: the lease is no shorter than counted from here. */
  readonly askedAtMs: number
}

/**
 * One turn: at most one message of one incident, from its record as it is now, so that a message that had to wait is never an
 * old one. Gives the claim back. Answers how long nothing is to be sent; 0: go on.
 */
export async function showIncident(parts: SlackViewParts, memory: ViewMemory, claim: Claim): Promise<number> {
  const { stale } = claim
  const drawn = await draw(parts, stale)
  if (drawn === null) return 0
  const { card, posts } = drawn
  const turn = turnOf(parts, memory, claim, card.report.banner)
  const openQuestion = card.question === null ? null : `question:${card.question.planDigest}`
  const changes = await changesOf(turn, posts, openQuestion)
  const next = changes.next.find((change) => editWaitMs(turn, change) === 0)
  if (next === undefined) return await giveBack(turn, changes, openQuestion)
  try {
    const result = await sendChange(turn, next)
    if (result !== 'again') memory.trouble.wentWell()
    if (result !== 'sent') return await handBack(turn, { urgentSeq: null, inMs: result === 'moved' ? 0 : AGAIN_MS })
    const rest = { ...changes, next: changes.next.filter((change) => change !== next) }
    return await giveBack(turn, rest, openQuestion)
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    return await afterFailure(turn, next, error)
  }
}

/** null: it cannot be shown now; others are. */
async function draw(
  parts: SlackViewParts,
  stale: StaleView,
): Promise<{ readonly card: IncidentCard; readonly posts: readonly SlackPost[] } | null> {
  try {
    const card = await parts.loadCard(stale.incidentId)
    if (card === null) throw new Error('There is no such incident.')
    return { card, posts: parts.postsOf(card, { sign: parts.sign, channel: parts.channel }) }
  } catch (error) {
    // The database is away: no failure of this incident.
    if (isNativeError(error) && error.name === 'StoreUnavailableError') throw error
    const { incidentId } = stale
    const retryInMs = retryMs(stale)
    const details = { incidentId, error: String(error), retryInMs }
    parts.log.error(
      'An incident cannot be shown in Slack; the others are. Decide on it by command line or API.',
      details,
    )
    await parts.store.failed(parts.holder, incidentId, retryInMs, String(error))
    return null
  }
}

async function changesOf(turn: Turn, posts: readonly SlackPost[], openQuestion: string | null): Promise<Changes> {
  const { parts, memory, stale } = turn
  const { incidentId } = stale
  for (const post of memory.turns.unkeptOf(incidentId)) {
    await parts.store.keepPost(parts.holder, post)
    memory.turns.kept(post)
  }
  const kept = await parts.store.readPosts(incidentId)
  const lost = memory.turns.lostHeadlineOf(incidentId)
  const nowMs = parts.clock.monotonicMs()
  return wantedChanges(
    { posts, channel: parts.channel, openQuestion },
    {
      kept: kept.filter(({ slot, messageId }) => slot !== HEADLINE || messageId !== lost),
      isLook: stale.isLook,
      sent: memory.turns.sentAt(incidentId, stale.seq),
      isRefused: (slot, digest) => memory.turns.isRefused(incidentId, slot, digest, nowMs),
    },
  )
}

function editWaitMs({ memory }: Turn, change: Change): number {
  return change.kind === 'post' ? 0 : memory.pace.editWaitMs(change.stands.channel, change.stands.messageId)
}

/** All of it stands: shown. Else the rest waits for the next turn, whose ever that is. */
async function giveBack(turn: Turn, { next, blocked, refused }: Changes, openQuestion: string | null): Promise<number> {
  const { parts, memory, stale } = turn
  const { incidentId, seq } = stale
  if (next.length + blocked.length > 0) {
    const hasUrgent =
      next.some(({ isUrgent }) => isUrgent) || blocked.some(({ slot }) => isUrgentSlot(slot, openQuestion))
    const inMs = blocked.length > 0 ? 0 : Math.min(...next.map((change) => editWaitMs(turn, change)))
    return await handBack(turn, { urgentSeq: hasUrgent ? null : seq, inMs })
  }
  if (refused.length > 0) {
    const problem = `Slack does not take ${refused.join(', ')}.`
    await parts.store.failed(parts.holder, incidentId, retryMs(stale), problem)
    return 0
  }
  memory.turns.forget(incidentId)
  await parts.store.shown(parts.holder, incidentId, seq)
  return 0
}

async function handBack(
  { parts, stale }: Turn,
  rest: { readonly urgentSeq: number | null; readonly inMs: number },
): Promise<number> {
  await parts.store.handBack(parts.holder, stale.incidentId, rest)
  return 0
}

async function afterFailure(turn: Turn, change: Change, error: SlackCallError): Promise<number> {
  const { parts, memory, stale } = turn
  const { incidentId } = stale
  const trouble = memory.trouble.judge(error)
  switch (trouble.kind) {
    case 'paced':
      memory.pace.hold(parts.channel, trouble.waitMs)
      parts.log.warn('Slack asks to wait; the whole channel does.', { channel: parts.channel, waitMs: trouble.waitMs })
      return await handBack(turn, { urgentSeq: null, inMs: 0 })
    case 'away':
      // A little later than Slack is asked again: were it this incident's message that fails, the others come first.
      await parts.store.failed(parts.holder, incidentId, trouble.waitMs + YIELD_MS, error.message)
      return trouble.waitMs
    case 'refused': {
      const { slot } = change.post
      const untilMs = parts.clock.monotonicMs() + retryMs(stale)
      memory.turns.refuse(incidentId, slot, { digest: change.digest, untilMs })
      memory.trouble.answered()
      parts.log.error('Slack does not take a message; the others are posted.', { incidentId, slot, code: error.code })
      return await handBack(turn, { urgentSeq: null, inMs: 0 })
    }
    default:
      return assertNever(trouble, 'trouble')
  }
}

function retryMs({ failures }: StaleView): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
}
