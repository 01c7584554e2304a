import type { AttackNews } from '../../../exercises/stage.js'
import { shortKeys } from '../../../integrations/slack/messages/text/short-keys.js'
import type { Account } from '../../../simulated-aws/account/account.js'
import { lookUpCaller } from '../../../simulated-aws/account/callers.js'
import { accountOfKey, holderName } from './key-holder.js'
import { type AttackerCall, canBeDenied } from './ledger.js'
import { meaningOfCall, roundInWords } from './plain-words.js'

type News = Pick<AttackNews, 'result' | 'detail'>
type Result = AttackNews['result']

/** What people are told of a step: what is new about it, and not each of its calls. */
export class StepTale {
  readonly #home: Account
  readonly #done = new Set<string>()
  readonly #gained = new Set<string>()
  /** Keys by which calls were carried out, and those by which none are any more. */
  readonly #working = new Set<string>()
  readonly #lost = new Set<string>()
  #result: Result | null = null

  constructor(home: Account) {
    this.#home = home
  }

  /** It could not act. null: that is no news. */
  idle(why: string): News | null {
    if (this.#result !== null) return null
    this.#result = 'denied'
    return { result: 'denied', detail: shortKeys(why) }
  }

  /** After a round. null: it is as it was. */
  after(calls: readonly AttackerCall[], gained: readonly string[]): News | null {
    const result = resultOf(calls.filter(canBeDenied), this.#result)
    const fresh = gained.filter((key) => !this.#gained.has(key))
    for (const key of fresh) this.#gained.add(key)
    const isNew = this.#hear(calls) || fresh.length > 0
    const lost = this.#newlyLost(calls)
    if (result === null) return null
    if (!isTurn(result, this.#result) && !(gets(result) && (isNew || lost.length > 0))) return null
    this.#result = result
    const words = roundInWords(this.#home, calls, fresh)
    const goesOn =
      result === 'stopped' ? [] : lost.map((key) => `nothing works any more as ${holderName(this.#home, key)}`)
    return { result, detail: [...goesOn, words].join('; ') }
  }

  /** Whether it did something that it had not done before: made, destroyed or took a thing. */
  #hear(calls: readonly AttackerCall[]): boolean {
    const before = this.#done.size
    for (const call of calls) {
      const meaning = meaningOfCall(call)
      if (meaning !== null) this.#done.add(meaning)
    }
    return this.#done.size > before
  }

  /** Each of its credentials is told once to get nothing any more. A key that AWS does not know names nobody in the log. */
  #newlyLost(calls: readonly AttackerCall[]): string[] {
    const decided = calls.filter((call) => canBeDenied(call) && call.outcome !== 'failed')
    const by = (wanted: AttackerCall['outcome']) =>
      decided.flatMap(({ accessKeyId, outcome }) => (accessKeyId !== null && outcome === wanted ? [accessKeyId] : []))
    const works = new Set(by('carriedOut'))
    const denied = new Set(by('denied'))
    for (const key of works) this.#working.add(key)
    const isDead = (key: string) => !lookUpCaller(accountOfKey(this.#home, key), key).ok
    const lost = [...this.#working].filter((key) => !works.has(key) && (denied.has(key) || isDead(key)))
    const fresh = lost.filter((key) => !this.#lost.has(key))
    for (const key of fresh) this.#lost.add(key)
    return fresh
  }
}

/** null: it made no call that a policy decides. */
function resultOf(calls: readonly AttackerCall[], before: Result | null): Result | null {
  const carriedOut = calls.filter(({ outcome }) => outcome === 'carriedOut').length
  const denied = calls.filter(({ outcome }) => outcome === 'denied').length
  if (carriedOut + denied === 0) return null
  if (carriedOut === 0) return before === null || before === 'denied' ? 'denied' : 'stopped'
  return denied === 0 ? 'succeeded' : 'partly'
}

/** Between getting something and getting nothing: what is denied at times and at times not is no news each time. */
function isTurn(result: Result, before: Result | null): boolean {
  return before === null || gets(result) !== gets(before)
}

function gets(result: Result | null): boolean {
  return result === 'succeeded' || result === 'partly'
}
