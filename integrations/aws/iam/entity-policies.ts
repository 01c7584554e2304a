import { plainPolicyText } from '../../../src/containment/policy-text.js'
import type { EntityRef } from '../../../src/domain/principal.js'
import type { InlinePolicy, SendGuard, WriteReceipt } from '../../../src/ports.js'
import { entityRequests } from './entity-requests.js'
import { type IamClients, orNull, readOrNull, write } from './iam-request.js'
import { readPages } from './read-pages.js'

/** Policies read side by side: enough to be quick, few enough to leave IAM's budget to the block. */
const readsAtOnce = 4

/** The policies of one entity, inline and attached, read and written. */
export class EntityPolicies {
  readonly #clients: IamClients

  constructor(clients: IamClients) {
    this.#clients = clients
  }

  async listInline(entity: EntityRef): Promise<InlinePolicy[] | null> {
    const names = await orNull(this.#inlineNames(entity))
    if (names === null) return null
    const policies: InlinePolicy[] = []
    for (let at = 0; at < names.length; at += readsAtOnce) {
      const chunk = names.slice(at, at + readsAtOnce)
      const documents = await Promise.all(chunk.map((name) => this.readInline(entity, name)))
      // A policy that went away between the two calls is not there now, which is what was asked.
      policies.push(...chunk.flatMap((name, index) => present(name, documents[index])))
    }
    return policies
  }

  async readInline({ type, name }: EntityRef, policyName: string): Promise<string | null> {
    const output = await readOrNull(this.#clients.reader, entityRequests[type].getPolicy(name, policyName))
    return output && plainPolicyText(output.PolicyDocument ?? '')
  }

  async listAttached({ type, name }: EntityRef): Promise<string[] | null> {
    const { listAttached } = entityRequests[type]
    const listing = readPages(listAttached(name).operation, async (marker) => {
      const { output } = await listAttached(name, marker).send(this.#clients.reader)
      return { ...output, Items: output.AttachedPolicies }
    })
    const policies = await orNull(listing)
    return policies?.flatMap(({ PolicyArn, PolicyName }) => PolicyArn ?? PolicyName ?? []) ?? null
  }

  putInline({ type, name }: EntityRef, policy: InlinePolicy, guard: SendGuard): Promise<WriteReceipt> {
    return write(this.#clients.writer, entityRequests[type].putPolicy(name, policy.name, policy.document), guard)
  }

  deleteInline({ type, name }: EntityRef, policyName: string, guard: SendGuard): Promise<WriteReceipt | null> {
    return orNull(write(this.#clients.writer, entityRequests[type].deletePolicy(name, policyName), guard))
  }

  attach({ type, name }: EntityRef, policyArn: string, guard: SendGuard): Promise<WriteReceipt> {
    return write(this.#clients.writer, entityRequests[type].attach(name, policyArn), guard)
  }

  detach({ type, name }: EntityRef, policyArn: string, guard: SendGuard): Promise<WriteReceipt | null> {
    return orNull(write(this.#clients.writer, entityRequests[type].detach(name, policyArn), guard))
  }

  #inlineNames({ type, name }: EntityRef): Promise<string[]> {
    const { listPolicies } = entityRequests[type]
    return readPages(listPolicies(name).operation, async (marker) => {
      const { output } = await listPolicies(name, marker).send(this.#clients.reader)
      return { ...output, Items: output.PolicyNames }
    })
  }
}

function present(name: string, document: string | null | undefined): InlinePolicy[] {
  return typeof document === 'string' ? [{ name, document }] : []
}
