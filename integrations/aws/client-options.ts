import type { STSClient } from '@aws-sdk/client-sts'
import { assertNever } from '../../src/domain/assert-never.js'
import type { Partition } from '../../src/domain/partition.js'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Credentials that change: `expiration` is told by this machine's clock, for the SDK compares it with that. */
export type CredentialSource = () => Promise<AwsCredentials & { readonly expiration: Date }>

/** How to reach the account. Without credentials and endpoint the SDK's own settings hold, AWS_ENDPOINT_URL included. */
export interface AwsConnection {
  readonly partition: Partition
  readonly endpoint?: string | null | undefined
  readonly credentials?: AwsCredentials | CredentialSource | undefined
  /** Open connections that clients share; closed by whoever made them. Without it each client opens its own. */
  readonly requestHandler?: RequestHandler | undefined
  /** The same for sources whose answers may take a minute: a shared connection hangs up after 10 s. */
  readonly slowRequestHandler?: RequestHandler | undefined
  /** How often a read is sent at most, pauses of the SDK in between; 4 if not given. */
  readonly readAttempts?: number | undefined
}

export type RequestHandler = STSClient['config']['requestHandler']

/** No request hangs: 3 s to connect, 10 s for the answer. */
export const requestTimeouts = { connectionTimeout: 3_000, requestTimeout: 10_000 }

/** Answers of evidence sources may take half a minute where AWS is busy; to hang up on them would lose them. */
export const slowRequestTimeouts = { connectionTimeout: 3_000, requestTimeout: 60_000 }

/** A read is safe to send again. The SDK then waits between tries, longer where AWS throttles. */
const readAttempts = 4

const slow = { ...slowRequestTimeouts, throwOnRequestTimeout: true }

/**
 * Options for every client here. `maxAttempts` is 1 for writes: the SDK would send a write again whose answer it did not
 * get, and would retry IAM's LimitExceeded, a permanent error, as throttling; so retries of writes belong to the engine,
 * which reads back first. `slow` has other connections than the rest, which hang up after 10 s.
 */
export function clientOptions(connection: AwsConnection, use: 'read' | 'write' | 'paced' | 'slow', region?: string) {
  const { endpoint, credentials, requestHandler, slowRequestHandler } = connection
  const attempts = connection.readAttempts ?? readAttempts
  return {
    region: region ?? homeRegion(connection.partition),
    maxAttempts: use === 'read' ? attempts : 1,
    customUserAgent: 'tourniquet',
    requestHandler:
      use === 'slow'
        ? (slowRequestHandler ?? slow)
        : (requestHandler ?? { ...requestTimeouts, throwOnRequestTimeout: true }),
    ...(endpoint ? { endpoint } : {}),
    ...(credentials ? { credentials: typeof credentials === 'function' ? credentials : { ...credentials } } : {}),
  }
}

/**
 * Where IAM of a partition signs and logs. https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
export function homeRegion(partition: Partition): string {
  switch (partition) {
    case 'aws':
      return 'us-east-1'
    case 'aws-cn':
      return 'cn-north-1'
    case 'aws-us-gov':
      return 'us-gov-west-1'
    default:
      return assertNever(partition, 'partition')
  }
}
