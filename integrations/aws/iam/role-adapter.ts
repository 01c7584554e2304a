import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { plainPolicyText } from '../../../src/containment/policy-text.js'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { IamPort, InlinePolicy, RoleDescription, SendGuard, WriteReceipt } from '../../../src/ports.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { type AwsAnswer, sendCommand } from '../send-command.js'
import { readPages } from './read-pages.js'
import { toRoleDescription } from './role-description.js'

/** Policies read side by side: enough to be quick, few enough to leave IAM's budget to the block. */
const readsAtOnce = 4

/**
 * Roles of one account by the SDK. Documents are decoded, listings whole, "not there" is null. Reads are retried by the
 * SDK; a write is sent once, on the connection that the reads keep open, with the guard asked at the last moment. The two
 * writes below are all that this program can do to IAM.
 */
export class IamRoleAdapter implements IamPort {
  readonly #reader: IAMClient
  readonly #writer: IAMClient

  constructor(connection: AwsConnection) {
    this.#reader = new IAMClient(clientOptions(connection, 'read'))
    const { requestHandler } = this.#reader.config
    this.#writer = new IAMClient({ ...clientOptions(connection, 'write'), requestHandler })
  }

  async describeRole(roleName: string): Promise<RoleDescription | null> {
    const command = new GetRoleCommand({ RoleName: roleName })
    const answer = await orNull(
      sendCommand({ operation: 'iam:GetRole', command, send: () => this.#reader.send(command) }),
    )
    return answer && toRoleDescription(answer.output.Role)
  }

  async listInlinePolicies(roleName: string): Promise<InlinePolicy[] | null> {
    const names = await orNull(this.#listInlinePolicyNames(roleName))
    if (names === null) return null
    const policies: InlinePolicy[] = []
    for (let at = 0; at < names.length; at += readsAtOnce) {
      const chunk = names.slice(at, at + readsAtOnce)
      const documents = await Promise.all(chunk.map((name) => this.readInlinePolicy(roleName, name)))
      // A policy that went away between the two calls is not there now, which is what was asked.
      policies.push(...chunk.flatMap((name, index) => present(name, documents[index])))
    }
    return policies
  }

  async readInlinePolicy(roleName: string, policyName: string): Promise<string | null> {
    const command = new GetRolePolicyCommand({ RoleName: roleName, PolicyName: policyName })
    const answer = await orNull(
      sendCommand({ operation: 'iam:GetRolePolicy', command, send: () => this.#reader.send(command) }),
    )
    return answer && plainPolicyText(answer.output.PolicyDocument ?? '')
  }

  async listAttachedPolicies(roleName: string): Promise<string[] | null> {
    const operation = 'iam:ListAttachedRolePolicies'
    const listing = readPages(operation, async (marker) => {
      const command = new ListAttachedRolePoliciesCommand({ RoleName: roleName, ...from(marker) })
      const { output } = await sendCommand({ operation, command, send: () => this.#reader.send(command) })
      return { ...output, Items: output.AttachedPolicies }
    })
    const policies = await orNull(listing)
    return policies?.flatMap(({ PolicyArn }) => PolicyArn ?? []) ?? null
  }

  async listInstanceProfiles(roleName: string): Promise<string[] | null> {
    const operation = 'iam:ListInstanceProfilesForRole'
    const listing = readPages(operation, async (marker) => {
      const command = new ListInstanceProfilesForRoleCommand({ RoleName: roleName, ...from(marker) })
      const { output } = await sendCommand({ operation, command, send: () => this.#reader.send(command) })
      return { ...output, Items: output.InstanceProfiles }
    })
    const profiles = await orNull(listing)
    return profiles?.flatMap(({ InstanceProfileName }) => InstanceProfileName ?? []) ?? null
  }

  async putInlinePolicy(roleName: string, policy: InlinePolicy, guard: SendGuard): Promise<WriteReceipt> {
    const operation = 'iam:PutRolePolicy'
    const { name: PolicyName, document: PolicyDocument } = policy
    const command = new PutRolePolicyCommand({ RoleName: roleName, PolicyName, PolicyDocument })
    return receiptOf(
      operation,
      await sendCommand({ operation, command, guard, send: () => this.#writer.send(command) }),
    )
  }

  async deleteInlinePolicy(roleName: string, policyName: string, guard: SendGuard): Promise<WriteReceipt | null> {
    const operation = 'iam:DeleteRolePolicy'
    const command = new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: policyName })
    const answer = await orNull(sendCommand({ operation, command, guard, send: () => this.#writer.send(command) }))
    return answer && receiptOf(operation, answer)
  }

  /** Closes idle connections. Calls under way fail. */
  close(): void {
    this.#writer.destroy()
    this.#reader.destroy()
  }

  #listInlinePolicyNames(roleName: string): Promise<string[]> {
    const operation = 'iam:ListRolePolicies'
    return readPages(operation, async (marker) => {
      const command = new ListRolePoliciesCommand({ RoleName: roleName, ...from(marker) })
      const { output } = await sendCommand({ operation, command, send: () => this.#reader.send(command) })
      return { ...output, Items: output.PolicyNames }
    })
  }
}

function from(marker: string | undefined): { Marker?: string } {
  return marker === undefined ? {} : { Marker: marker }
}

function present(name: string, document: string | null | undefined): InlinePolicy[] {
  return typeof document === 'string' ? [{ name, document }] : []
}

/** NoSuchEntity is "not there", whether the policy or the role is meant: https://github.com/hashicorp/terraform-provider-aws/issues/2449 */
async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'notFound') return null
    throw error
  }
}

/**
 * A write whose answer carries no Date was done, but nobody knows when by AWS's clock. Our own clock must not take its
 * place (windows and revoke dates would be off by its error), so it counts as ambiguous: read back, and adopt.
 */
function receiptOf(operation: string, { requestId, at }: AwsAnswer<object>): WriteReceipt {
  if (at !== null) return { requestId, at }
  const message = 'The write was answered without a Date header; read back what is there.'
  throw new AwsError({ kind: 'ambiguous', code: 'MissingDateHeader', operation, message, requestId })
}
