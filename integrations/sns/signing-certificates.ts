import type { KeyObject } from 'node:crypto'
import { type CheckedCertificate, checkCertificate } from './certificate-checks.js'
import type { CertificateFetch } from './certificate-fetch.js'
import { SnsUnavailableError } from './sns-unavailable-error.js'
import type { TrustedTopic } from './trusted-topic.js'

/** A Region has one or two at a time. */
const KEPT = 64
/** Names of certificates can be made up by anybody; SNS is not asked for more of them than this. */
const FETCHES_A_MINUTE = 30
const MINUTE_MS = 60_000

type Good = Extract<CheckedCertificate, { readonly ok: true }>
type Answer = { readonly ok: true; readonly publicKey: KeyObject } | { readonly ok: false; readonly reason: string }

interface Options {
  readonly fetchCertificate: CertificateFetch
  readonly nowMs: () => number
  readonly roots?: readonly string[]
}

/**
 * Certificates by their address. Only good ones are kept, so that made-up addresses cannot push one out, and each at most
 * until it ends; the same one is fetched once however many messages wait for it.
 */
export class SigningCertificates {
  readonly #options: Options
  readonly #kept = new Map<string, Good>()
  readonly #underWay = new Map<string, Promise<CheckedCertificate>>()
  #fetchedAtMs: number[] = []

  constructor(options: Options) {
    this.#options = options
  }

  /** `url` was checked against the topic. Throws SnsUnavailableError where it cannot be known now. */
  async get(url: string, topic: TrustedTopic): Promise<Answer> {
    const kept = this.#kept.get(url)
    const nowMs = this.#options.nowMs()
    if (kept !== undefined && kept.validFromMs <= nowMs && nowMs <= kept.validToMs) return kept
    this.#kept.delete(url)
    const underWay = this.#underWay.get(url) ?? this.#fetch(url, topic)
    this.#underWay.set(url, underWay)
    try {
      return await underWay
    } finally {
      this.#underWay.delete(url)
    }
  }

  async #fetch(url: string, topic: TrustedTopic): Promise<CheckedCertificate> {
    this.#spend()
    const fetched = await this.#options.fetchCertificate(url)
    if (!fetched.ok) return fetched
    const { nowMs, roots } = this.#options
    const checked = checkCertificate(fetched.pem, topic, nowMs(), roots)
    if (checked.ok) this.#keep(url, checked)
    return checked
  }

  #spend(): void {
    const nowMs = this.#options.nowMs()
    this.#fetchedAtMs = this.#fetchedAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS)
    if (this.#fetchedAtMs.length >= FETCHES_A_MINUTE) {
      throw new SnsUnavailableError('Too many certificates of SNS were asked for within a minute.')
    }
    this.#fetchedAtMs.push(nowMs)
  }

  #keep(url: string, good: Good): void {
    this.#kept.set(url, good)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
  }
}
