import type { PaceClock } from '../request-pace.js'
import { RequestPace } from '../request-pace.js'

/** Requests that share a quota of Roles Anywhere. */
export type AnywhereFamily = 'profiles' | 'trustAnchors' | 'subjects' | 'tags'

export type AnywherePaces = Readonly<Record<AnywhereFamily, RequestPace>>

/**
 * One request a second of each family, in an account and Region, whoever asks: the attacker too.
 * https://docs.aws.amazon.com/general/latest/gr/rolesanywhere.html
 */
export const anywhereRequestsPerSecond = 1

/** The paces of each Region, shared by all who ask there for one account. */
export class AnywherePacesByRegion {
  readonly #perSecond: number
  readonly #clock: PaceClock | undefined
  readonly #byRegion = new Map<string, AnywherePaces>()

  constructor(perSecond = anywhereRequestsPerSecond, clock?: PaceClock) {
    this.#perSecond = perSecond
    this.#clock = clock
  }

  of(region: string): AnywherePaces {
    const known = this.#byRegion.get(region)
    if (known !== undefined) return known
    const pace = () => new RequestPace(this.#perSecond, this.#clock)
    const paces = { profiles: pace(), trustAnchors: pace(), subjects: pace(), tags: pace() }
    this.#byRegion.set(region, paces)
    return paces
  }
}
