import type { SlackApi } from '../../integrations/slack/slack-api.js'
import type { SlackActor } from '../../integrations/slack/slack-desk.js'
import type { Log } from '../../src/engine/engine.js'
import { type ApprovalRules, hasVerb, type Verb } from '../../src/incidents/authority.js'
import type { Clock } from '../../src/ports.js'

/** Whom Slack says that somebody is. `rules` are the configuration's, with the names that Slack knows the person by as well. */
export interface Identified {
  /** The name in the configuration; `slack:U…` for everybody else, who may do nothing. */
  readonly name: string
  readonly rules: ApprovalRules
  /** Why this person decides nothing now, though the configuration would let them; null: nothing is in the way. */
  readonly barred: string | null
}

export interface SlackPeopleSettings {
  readonly api: Pick<SlackApi, 'user' | 'groupMembers'>
  readonly rules: ApprovalRules
  /** Slack ids by name in the configuration. One member has one name there; in an exercise, one for each role that they play. */
  readonly slackIds: ReadonlyMap<string, string>
  readonly approverGroup: string | null
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly log: Log
}

interface Profile {
  readonly email: string | null
  /** Neither a bot nor a member who was deactivated. */
  readonly isPerson: boolean
  readonly atMs: number
}

/** A profile's address hardly ever changes; membership of the group decides who may cut off a role. */
const PROFILE_MS = 10 * 60_000
const GROUP_MS = 15_000

/**
 * Tells who acts in Slack. The member's id decides, for Slack itself signed it; names and addresses of a profile, which members
 * change at will, only ever take rights away: whoever is accused under one of them has no say.
 */
export class SlackPeople {
  readonly #settings: SlackPeopleSettings
  readonly #names: ReadonlyMap<string, readonly [string, ...string[]]>
  readonly #profiles = new Map<string, Profile>()
  #group: { readonly members: ReadonlySet<string>; readonly atMs: number } | null = null

  constructor(settings: SlackPeopleSettings) {
    this.#settings = settings
    this.#names = namesOf(settings.slackIds)
  }

  /** For looking: asks Slack nothing. Of several names the first that may do it, else the first. */
  nameOf(actor: Pick<SlackActor, 'userId'>, verb: Verb = 'view'): string {
    const names = this.#names.get(actor.userId)
    if (names === undefined) return `slack:${actor.userId}`
    return names.find((name) => hasVerb(this.#settings.rules, name, verb)) ?? names[0]
  }

  /** For acting. Fails closed: what Slack cannot say now bars the person from deciding, here. */
  async identify(actor: Pick<SlackActor, 'userId'>, verb: Verb): Promise<Identified> {
    const name = this.nameOf(actor, verb)
    const { rules } = this.#settings
    if (!this.#names.has(actor.userId)) return { name, rules, barred: null }
    try {
      const profile = await this.#profileOf(actor.userId)
      const outside = !(await this.#isInGroup(actor.userId))
      return {
        name,
        rules: this.#withAliases(actor.userId, name, profile.email),
        barred: profile.isPerson ? (outside ? notInGroup(name) : null) : notAPerson(name),
      }
    } catch (error) {
      this.#settings.log.warn('Slack does not say who somebody is.', { userId: actor.userId, error: String(error) })
      const barred = 'Slack does not say who you are now. Try again, or decide with `tourniquet approve` or `deny`.'
      return { name, rules, barred }
    }
  }

  async #profileOf(userId: string): Promise<Profile> {
    const nowMs = this.#settings.clock.monotonicMs()
    const known = this.#profiles.get(userId)
    if (known !== undefined && nowMs - known.atMs < PROFILE_MS) return known
    const { email, isBot, isDeleted } = await this.#settings.api.user(userId)
    const profile = { email, isPerson: !isBot && !isDeleted, atMs: nowMs }
    this.#profiles.set(userId, profile)
    return profile
  }

  async #isInGroup(userId: string): Promise<boolean> {
    const { approverGroup, api, clock } = this.#settings
    if (approverGroup === null) return true
    if (this.#group === null || clock.monotonicMs() - this.#group.atMs >= GROUP_MS) {
      const atMs = clock.monotonicMs()
      this.#group = { members: new Set(await api.groupMembers(approverGroup)), atMs }
    }
    return this.#group.members.has(userId)
  }

  #withAliases(userId: string, name: string, email: string | null): ApprovalRules {
    const { rules } = this.#settings
    const others = (this.#names.get(userId) ?? []).filter((other) => other !== name)
    const aliases = [...(rules.knownAs?.get(name) ?? []), ...(email === null ? [] : [email]), ...others]
    return { ...rules, knownAs: new Map([...(rules.knownAs ?? []), [name, aliases]]) }
  }
}

function namesOf(slackIds: ReadonlyMap<string, string>): Map<string, [string, ...string[]]> {
  const names = new Map<string, [string, ...string[]]>()
  for (const [name, id] of slackIds) names.set(id, [...(names.get(id) ?? []), name])
  return names
}

const notInGroup = (name: string) =>
  `${name} is not in the approvers' user group of Slack (slack.approverGroup), and decides nothing here.`
const notAPerson = (name: string) => `${name} is a bot or a deactivated member in Slack, and decides nothing here.`
