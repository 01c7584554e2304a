import type { AwsConnection } from './client-options.js'
import type { PaceClock } from './request-pace.js'
import { AnywherePacesByRegion, anywhereRequestsPerSecond } from './rolesanywhere/anywhere-paces.js'
import { RolesAnywhereAdapter } from './rolesanywhere/roles-anywhere-adapter.js'

export interface AnywhereRateOptions {
  /** Requests a second to each family of Roles Anywhere's operations; AWS allows one, shared with everybody in the account. */
  readonly rolesAnywherePerSecond?: number | undefined
  /** The time that rates are kept in; real time if not given. */
  readonly paceClock?: PaceClock | undefined
}

/** The paces of one account, for all whose connections reach it. */
export function anywherePaces({ rolesAnywherePerSecond = anywhereRequestsPerSecond, paceClock }: AnywhereRateOptions) {
  return new AnywherePacesByRegion(rolesAnywherePerSecond, paceClock)
}

/** Roles Anywhere of each Region that is asked for, each connected once. */
export class AnywhereRegions {
  readonly #connection: AwsConnection
  readonly #paces: AnywherePacesByRegion
  readonly #adapters = new Map<string, RolesAnywhereAdapter>()

  constructor(connection: AwsConnection, paces: AnywherePacesByRegion) {
    this.#connection = connection
    this.#paces = paces
  }

  readonly of = (region: string): RolesAnywhereAdapter => {
    const known = this.#adapters.get(region)
    if (known !== undefined) return known
    const adapter = new RolesAnywhereAdapter(this.#connection, region, this.#paces.of(region))
    this.#adapters.set(region, adapter)
    return adapter
  }

  /** Closes idle connections. */
  close(): void {
    for (const adapter of this.#adapters.values()) adapter.close()
  }
}
