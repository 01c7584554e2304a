import type { CallerIdentity, StsPort } from '../../../src/ports.js'
import type { AwsConnection } from '../client-options.js'
import { CallerIdentityReader } from './caller-identity.js'

/**
 * Who works in the account, and on whose credentials. The chain begins with the credentials that this process was given:
 * roles that the SDK's own settings assumed before (a profile's `role_arn`) do not show in it.
 */
export class StsAdapter implements StsPort {
  readonly #chain: readonly CallerIdentityReader[]
  readonly #writer: CallerIdentityReader

  /** `base` where the connection's credentials are those of a role that the base assumed. */
  constructor(connection: AwsConnection, base: AwsConnection | null) {
    this.#writer = new CallerIdentityReader(connection)
    this.#chain = base === null ? [this.#writer] : [new CallerIdentityReader(base), this.#writer]
  }

  callerIdentity(): Promise<CallerIdentity> {
    return this.#writer.read()
  }

  callerChain(): Promise<readonly CallerIdentity[]> {
    return Promise.all(this.#chain.map((caller) => caller.read()))
  }

  close(): void {
    for (const caller of this.#chain) caller.close()
  }
}
