import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { z } from 'zod'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { CallerIdentity, StsPort } from '../../../src/ports.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

const answerSchema = z.object({ Account: z.string(), Arn: z.string(), UserId: z.string() })
const operation = 'sts:GetCallerIdentity'

/** Who these credentials are, and what time STS has: session issue times come from the same clock. */
export class StsCallerIdentity implements StsPort {
  readonly #client: STSClient

  constructor(connection: AwsConnection) {
    this.#client = new STSClient(clientOptions(connection, 'read'))
  }

  async callerIdentity(): Promise<CallerIdentity> {
    const command = new GetCallerIdentityCommand({})
    const { output, at } = await sendCommand({ operation, command, send: () => this.#client.send(command) })
    const answer = answerSchema.safeParse(output)
    if (!answer.success || at === null) {
      const message = 'The answer lacks the account, the ARN, the user id or the Date header.'
      throw new AwsError({ kind: 'unknown', code: 'UnexpectedAnswer', operation, message })
    }
    const { Account, Arn, UserId } = answer.data
    return { accountId: Account, arn: Arn, userId: UserId, at }
  }

  close(): void {
    this.#client.destroy()
  }
}
