import { inTime } from '../../integrations/slack/bolt/in-time.js'
import type { SlackApi, SlackUser } from '../../integrations/slack/slack-api.js'
import type { Principal } from '../../src/domain/principal.js'
import type { Log } from '../../src/engine/engine.js'
import type { Clock } from '../../src/ports.js'
import type { Owner, OwnerFinder } from './owner-finder.js'

/** What looks like an address that a workspace could know; anything else in a session name is the attacker's free text. */
const ADDRESS = /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/
const FOUND_MS = 10 * 60_000
/** Cards wait for the answer, and every card of the realm for this one: longer than this nobody is known. */
const PATIENCE_MS = 2_000
/** What Slack did not say is not asked again for so long: a lookup that hangs must not hold up each look at the card. */
const SILENT_MS = 60_000
/** Whoever opens sessions chooses their names, and so what is remembered. */
const MAX_REMEMBERED = 1_000

export interface SlackOwnersSettings {
  readonly api: Pick<SlackApi, 'userByEmail'>
  /** Slack ids by the session or user name that stands for the person. */
  readonly owners: Readonly<Record<string, string>>
  /** Members of another workspace, whom a shared channel makes known, are nobody to tell about an incident. */
  readonly teamId: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * Finds the Slack member who may be behind an accused session: the configured one, or whoever has the address that the session
 * is named after. A guess, for asking "was this you?": whoever opens a session may name it after anybody.
 */
export class SlackOwners implements OwnerFinder {
  readonly #found = new Map<string, { readonly id: string | null; readonly untilMs: number }>()
  readonly #settings: SlackOwnersSettings

  constructor(settings: SlackOwnersSettings) {
    this.#settings = settings
  }

  async find(principal: Principal): Promise<Owner | null> {
    const slackId = await this.ownerOf(principal)
    return slackId === null ? null : { kind: 'member', slackId }
  }

  /** null: nobody is known, or Slack does not say now. */
  async ownerOf({ sessionName, name, type, issuer }: Principal): Promise<string | null> {
    const candidates = [sessionName, type === 'user' || type === 'federatedUser' ? name : undefined, issuer?.name]
    const names = candidates.flatMap((each) => (each === undefined || each === '' ? [] : [each]))
    for (const each of names) {
      const configured = Object.hasOwn(this.#settings.owners, each) ? this.#settings.owners[each] : undefined
      if (configured !== undefined) return configured
    }
    for (const each of names) {
      const found = ADDRESS.test(each) ? await this.#byAddress(each) : null
      if (found !== null) return found
    }
    return null
  }

  async #byAddress(address: string): Promise<string | null> {
    const { clock, api, log } = this.#settings
    const known = this.#found.get(address)
    if (known !== undefined && clock.monotonicMs() < known.untilMs) return known.id
    const asked = await inTime(clock, PATIENCE_MS, api.userByEmail(address))
    if (asked.kind === 'answered') {
      const { value: user } = asked
      return this.#remember(address, user === null || !this.#isOurs(user) ? null : user.id, FOUND_MS)
    }
    const error = asked.kind === 'failed' ? String(asked.error) : `no answer within ${PATIENCE_MS} ms`
    log.warn('Slack does not say whose address a session is named after.', { error })
    return this.#remember(address, known?.id ?? null, SILENT_MS)
  }

  #isOurs({ teamId, isBot, isDeleted }: SlackUser): boolean {
    return !isBot && !isDeleted && (teamId === '' || teamId === this.#settings.teamId)
  }

  #remember(address: string, id: string | null, forMs: number): string | null {
    this.#found.delete(address)
    this.#found.set(address, { id, untilMs: this.#settings.clock.monotonicMs() + forMs })
    const [oldest] = this.#found.keys()
    if (this.#found.size > MAX_REMEMBERED && oldest !== undefined) this.#found.delete(oldest)
    return id
  }
}
