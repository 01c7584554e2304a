import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { z } from 'zod'
import { AwsError } from '../../../src/domain/aws-error.js'
import { type AwsConnection, type CredentialSource, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

/** The role that works in an account. Its trust policy may ask for the external id. */
export interface AssumeRole {
  readonly roleArn: string
  readonly externalId?: string | undefined
  /** Shows up in CloudTrail: up to 64 of `[\w+=,.@-]`. */
  readonly sessionName: string
  /** Takes away from what the role may do, and never adds. */
  readonly sessionPolicy?: string | undefined
}

type Assumed = Awaited<ReturnType<CredentialSource>>

const operation = 'sts:AssumeRole'
/** The shortest that STS gives: whoever steals it has little of it. */
const sessionSeconds = 900
/** New credentials are asked for while the old ones still live this long: longer than the SDK's own margin of 5 minutes. */
const renewBeforeMs = 6 * 60_000
/** Old credentials are used to the end while STS is out of order, but not for a request that may arrive after it. */
const leastLifeMs = 30_000

const answerSchema = z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() })

/**
 * Credentials of a role, assumed with the base credentials of the connection and shared by all clients of the account:
 * renewed well before they end, by one request however many ask. Failures are AwsErrors of sts:AssumeRole (`accessDenied`,
 * `credentials`, …); nothing secret is in them.
 */
export class AssumedRole {
  readonly #client: STSClient
  readonly #role: AssumeRole
  readonly #nowMs: () => number
  #current: Assumed | null = null
  #renewal: Promise<Assumed> | null = null

  constructor(base: AwsConnection, role: AssumeRole, nowMs: () => number = Date.now) {
    this.#client = new STSClient(clientOptions(base, 'read'))
    this.#role = role
    this.#nowMs = nowMs
  }

  readonly credentials: CredentialSource = async () => {
    const current = this.#current
    const lifeMs = current === null ? 0 : current.expiration.getTime() - this.#nowMs()
    if (current !== null && lifeMs > renewBeforeMs) return current
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null
    })
    try {
      return await this.#renewal
    } catch (error) {
      if (current !== null && lifeMs > leastLifeMs && mayPass(error)) return current
      throw error
    }
  }

  close(): void {
    this.#client.destroy()
  }

  /** The end is counted from before the request, by our clock: AWS's may differ, and the SDK compares with ours. */
  async #renew(): Promise<Assumed> {
    const askedAtMs = this.#nowMs()
    const { roleArn: RoleArn, externalId, sessionName: RoleSessionName, sessionPolicy } = this.#role
    const command = new AssumeRoleCommand({
      RoleArn,
      RoleSessionName,
      DurationSeconds: sessionSeconds,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(sessionPolicy === undefined ? {} : { Policy: sessionPolicy }),
    })
    const asked = sendCommand({ operation, command, send: () => this.#client.send(command) })
    const { output } = await asked.catch((error) => {
      throw explained(error, RoleArn)
    })
    const answer = answerSchema.safeParse(output.Credentials)
    if (!answer.success) {
      const message = 'The answer holds no complete credentials.'
      throw new AwsError({ kind: 'credentials', code: 'UnexpectedAnswer', operation, message })
    }
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = answer.data
    const expiration = new Date(askedAtMs + sessionSeconds * 1000)
    this.#current = { accessKeyId, secretAccessKey, sessionToken, expiration }
    return this.#current
  }
}

/** STS says the same whatever is missing. The external id itself is not repeated: whoever knows it may use it. */
function explained(error: unknown, roleArn: string): unknown {
  if (!(error instanceof AwsError) || error.kind !== 'accessDenied') return error
  const { kind, code, requestId } = error
  const what = `${roleArn} cannot be assumed: it is not there, or its trust policy does not let us in`
  const cure = 'Check the ARN, who its trust policy names, that the external id is the one of the configuration'
  const message = `${what}. ${cure}, and that we may call sts:AssumeRole on it. (${error.message})`
  return new AwsError({ kind, code, operation, message, requestId }, { cause: error })
}

/** What does not pass (the role's trust was taken away, say) is told at once, though the old session still works. */
function mayPass(error: unknown): boolean {
  return error instanceof AwsError && (error.kind === 'throttled' || error.kind === 'ambiguous')
}
