import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { z } from 'zod'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { CallerIdentity } from '../../../src/ports.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

const answerSchema = z.object({ Account: z.string(), Arn: z.string(), UserId: z.string() })
const operation = 'sts:GetCallerIdentity'

/** Who one set of credentials is, and what time STS has: session issue times come from the same clock. */
export class CallerIdentityReader {
  readonly #client: STSClient
  readonly #isImitation: boolean

  constructor(connection: AwsConnection) {
    this.#client = new STSClient(clientOptions(connection, 'read'))
    this.#isImitation = Boolean(connection.endpoint)
  }

  async read(): Promise<CallerIdentity> {
    const command = new GetCallerIdentityCommand({})
    const { output, at } = await sendCommand({ operation, command, send: () => this.#client.send(command) })
    const answer = answerSchema.safeParse(output)
    const time = at ?? this.#ownTime()
    if (!answer.success || time === null) {
      const message = 'The answer lacks the account, the ARN, the user id or the Date header.'
      throw new AwsError({ kind: 'unknown', code: 'UnexpectedAnswer', operation, message })
    }
    const { Account, Arn, UserId } = answer.data
    return { accountId: Account, arn: Arn, userId: UserId, at: time }
  }

  close(): void {
    this.#client.destroy()
  }

  /**
   * AWS always tells its time. A server in its place that never does would leave every write unconfirmed for ever; there
   * this machine's clock is the best there is.
   */
  #ownTime(): string | null {
    return this.#isImitation ? new Date().toISOString() : null
  }
}
