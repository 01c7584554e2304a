import type {
  $Command,
  IAMClient,
  IAMClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { SendGuard, WriteReceipt } from '../../../src/ports.js'
import type { AwsAction } from '../permissions.js'
import { type AwsAnswer, sendCommand } from '../send-command.js'

/** How this room reaches IAM. */
export interface IamClients {
  /** Tries again by itself. */
  readonly reader: IAMClient
  /** Tries again by itself, on a budget of its own: reading the whole account must not use up the retries of a block. */
  readonly surveyor: IAMClient
  /** Sends once, over the connections that the reader keeps open. */
  readonly writer: IAMClient
}

/** One call of IAM, ready to be sent once by one client. Each SDK command is made for one sending. */
export interface IamRequest<Output> {
  readonly operation: AwsAction
  readonly send: (client: IAMClient, guard?: SendGuard) => Promise<AwsAnswer<Output>>
}

export function iamRequest<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  operation: AwsAction,
  command: $Command<Input, Output, IAMClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
): IamRequest<Output> {
  const send = (client: IAMClient, guard?: SendGuard) =>
    sendCommand({ operation, command, send: () => client.send(command), ...(guard === undefined ? {} : { guard }) })
  return { operation, send }
}

/** What IAM answers to a read; `null` for NoSuchEntity, whichever of the things that it names is not there. */
export async function readOrNull<Output>(client: IAMClient, request: IamRequest<Output>): Promise<Output | null> {
  const answer = await orNull(request.send(client))
  return answer === null ? null : answer.output
}

/** Sends a write once, with the guard asked at the last moment. */
export async function write(client: IAMClient, request: IamRequest<object>, guard: SendGuard): Promise<WriteReceipt> {
  return receiptOf(request.operation, await request.send(client, guard))
}

/** NoSuchEntity is "not there", whether the policy or the entity is meant: https://github.com/hashicorp/terraform-provider-aws/issues/2449 */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'notFound') return null
    throw error
  }
}

/**
 * A write whose answer carries no Date was done, but nobody knows when by AWS's clock. Our own clock must not take its
 * place (windows and revoke dates would be off by its error), so it counts as ambiguous: read back, and adopt. That ends:
 * what is read back is there, and is not written again.
 */
function receiptOf(operation: string, { requestId, at }: AwsAnswer<object>): WriteReceipt {
  if (at !== null) return { requestId, at }
  const message = 'The write was answered without a Date header; read back what is there.'
  throw new AwsError({ kind: 'ambiguous', code: 'MissingDateHeader', operation, message, requestId })
}
