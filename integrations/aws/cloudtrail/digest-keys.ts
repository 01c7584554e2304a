import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail'
import type { DigestPublicKey } from '../../../src/evidence/digests/digest-signature.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { type Pace, pacedCall } from '../paced-call.js'
import { sendCommand } from '../send-command.js'

const operation = 'cloudtrail:ListPublicKeys'
/** AWS keeps a key for weeks: no range that is asked about has hundreds. */
const maxPages = 20

/** The public keys of what CloudTrail signs digest files with. A Region has keys of its own: that of the trail's home counts. */
export class DigestKeys {
  readonly #connection: AwsConnection
  readonly #pace: Pace
  readonly #clients = new Map<string, CloudTrailClient>()

  constructor(connection: AwsConnection, pace: Pace) {
    this.#connection = connection
    this.#pace = pace
  }

  /** Those that were current at some time of the range, both ends ISO; null where the budget is spent. Throws AwsError. */
  async between(
    region: string,
    { from, to }: { readonly from: string; readonly to: string },
    mayRequest: () => boolean,
  ): Promise<DigestPublicKey[] | null> {
    const client = this.#clientOf(region)
    const keys: DigestPublicKey[] = []
    let token: string | undefined
    for (let page = 0; page < maxPages; page++) {
      const at = token
      const send = async () => {
        const range = { StartTime: new Date(from), EndTime: new Date(to) }
        const command = new ListPublicKeysCommand({ ...range, ...(at === undefined ? {} : { NextToken: at }) })
        return (await sendCommand({ operation, command, send: () => client.send(command) })).output
      }
      const output = await pacedCall({ pace: this.#pace, mayRequest, send })
      if (output === null) return null
      for (const { Fingerprint, Value } of output.PublicKeyList ?? []) {
        if (Fingerprint === undefined || Value === undefined) continue
        keys.push({ fingerprint: Fingerprint, value: Buffer.from(Value).toString('base64') })
      }
      token = output.NextToken
      if (token === undefined) return keys
    }
    return keys
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy()
  }

  #clientOf(region: string): CloudTrailClient {
    const client = this.#clients.get(region) ?? new CloudTrailClient(clientOptions(this.#connection, 'paced', region))
    this.#clients.set(region, client)
    return client
  }
}
