import type { SlackApi } from '../../integrations/slack/slack-api.js'
import type { Principal } from '../../src/domain/principal.js'
import type { Log } from '../../src/engine/engine.js'
import type { Clock } from '../../src/ports.js'

/** What looks like an address that a workspace could know; anything else in a session name is the attacker's free text. */
const ADDRESS = /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/
const FOUND_MS = 10 * 60_000

export interface SlackOwnersSettings {
  readonly api: Pick<SlackApi, 'userByEmail'>
  /** Slack ids by the session or user name that stands for the person. */
  readonly owners: Readonly<Record<string, string>>
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly log: Log
}

/**
 * Finds the Slack member who may be behind an accused session: the configured one, or whoever has the address that the session
 * is named after. A guess, for asking "was this you?": whoever opens a session may name it after anybody.
 */
export class SlackOwners {
  readonly #found = new Map<string, { readonly id: string | null; readonly atMs: number }>()
  readonly #settings: SlackOwnersSettings

  constructor(settings: SlackOwnersSettings) {
    this.#settings = settings
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
    const nowMs = this.#settings.clock.monotonicMs()
    const known = this.#found.get(address)
    if (known !== undefined && nowMs - known.atMs < FOUND_MS) return known.id
    try {
      const user = await this.#settings.api.userByEmail(address)
      const id = user === null || user.isBot || user.isDeleted ? null : user.id
      this.#found.set(address, { id, atMs: nowMs })
      return id
    } catch (error) {
      this.#settings.log.warn('Slack does not say whose address a session is named after.', { error: String(error) })
      return null
    }
  }
}
