import type { AwsConnection } from '../client-options.js'
import type { Pace } from '../paced-call.js'
import type { NamedQuery } from './named-query.js'

export interface LogsTrailOptions {
  readonly connection: AwsConnection
  readonly region: string
  /** Names or ARNs of the log groups that trails write to. */
  readonly logGroups: readonly string[]
  /** Shared by all who ask Logs in the account and Region. */
  readonly pace: Pace
  /** What is asked for in place of the principal and the keys of the question. */
  readonly named?: NamedQuery
  /** How late a trail may write: the log's own time is that of the delivery, not of the call. Default an hour. */
  readonly deliveryLagMs?: number
}

export const defaultDeliveryLagMs = 3_600_000

/** StartQuery and FilterLogEvents refuse an ARN that ends in `:*`, as DescribeLogGroups and the console give it. */
export function groupIdentifier(nameOrArn: string): string {
  return nameOrArn.replace(/:\*$/, '')
}
