import type { CallerIdentity, StsPort } from '../../../src/ports.js'
import type { CallerIdentityReader } from './caller-identity.js'

/** Who else is us, beside the maker of the calls. */
export interface Others {
  /** The base credentials, where a role is assumed with them. */
  readonly base?: CallerIdentityReader | undefined
  /** ARNs of roles that are not assumed here. */
  readonly roles?: readonly string[]
}

/**
 * Who works in the account, and on whose credentials. The chain begins with the credentials that this process was given:
 * roles that the SDK's own settings assumed before (a profile's `role_arn`) do not show in it.
 */
export class StsAdapter implements StsPort {
  readonly #self: CallerIdentityReader
  readonly #others: Others

  constructor(self: CallerIdentityReader, others: Others = {}) {
    this.#self = self
    this.#others = others
  }

  callerIdentity(): Promise<CallerIdentity> {
    return this.#self.read()
  }

  async callerChain(): Promise<readonly CallerIdentity[]> {
    const { base, roles = [] } = this.#others
    const [self, bottom] = await Promise.all([this.#self.read(), base?.read()])
    const named = roles.map((arn) => ({ accountId: arn.split(':')[4] ?? '', arn, userId: '', at: self.at }))
    return [...(bottom === undefined ? [] : [bottom]), ...named, self]
  }

  close(): void {
    this.#self.close()
    this.#others.base?.close()
  }
}
