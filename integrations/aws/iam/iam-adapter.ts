import { IAMClient } from '@aws-sdk/client-iam'
import { assertNever } from '../../../src/domain/assert-never.js'
import type { EntityRef } from '../../../src/domain/principal.js'
import type {
  AccessKey,
  EntityDescription,
  IamPort,
  InlinePolicy,
  InventoryEntity,
  SendGuard,
  SimulatedAction,
  WriteReceipt,
} from '../../../src/ports.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { accessKeyLastUsedAt, accessKeyOwner, listAccessKeys, setKeyStatus } from './access-keys.js'
import { describeGroup } from './describe-group.js'
import { describeRole, listInstanceProfiles } from './describe-role.js'
import { describeUser, hasConsoleAccess, listGroupsOf } from './describe-user.js'
import { EntityPolicies } from './entity-policies.js'
import type { IamClients } from './iam-request.js'
import { readInventory } from './inventory.js'
import { simulateActions } from './simulate-actions.js'

/**
 * IAM of one account by the SDK. Documents are decoded, listings whole, "not there" is null. Reads are tried again by the
 * SDK; a write is sent once, on the connection that the reads keep open, with the guard asked at the last moment. The
 * writes below are all that this program can do to IAM.
 */
export class IamAdapter implements IamPort {
  readonly #clients: IamClients
  readonly #policies: EntityPolicies

  constructor(connection: AwsConnection) {
    const reader = new IAMClient(clientOptions(connection, 'read'))
    const { requestHandler } = reader.config
    const surveyor = new IAMClient({ ...clientOptions(connection, 'read'), requestHandler })
    const writer = new IAMClient({ ...clientOptions(connection, 'write'), requestHandler })
    this.#clients = { reader, surveyor, writer }
    this.#policies = new EntityPolicies(this.#clients)
  }

  async describe({ type, name }: EntityRef): Promise<EntityDescription | null> {
    const { reader } = this.#clients
    switch (type) {
      case 'role':
        return describeRole(reader, name)
      case 'user':
        return describeUser(reader, name)
      case 'group':
        return describeGroup(reader, name)
      default:
        return assertNever(type, 'entity type')
    }
  }

  listInlinePolicies(entity: EntityRef): Promise<InlinePolicy[] | null> {
    return this.#policies.listInline(entity)
  }

  readInlinePolicy(entity: EntityRef, policyName: string): Promise<string | null> {
    return this.#policies.readInline(entity, policyName)
  }

  listAttachedPolicies(entity: EntityRef): Promise<string[] | null> {
    return this.#policies.listAttached(entity)
  }

  listInstanceProfiles(roleName: string): Promise<string[] | null> {
    return listInstanceProfiles(this.#clients.reader, roleName)
  }

  listAccessKeys(userName: string): Promise<AccessKey[] | null> {
    return listAccessKeys(this.#clients.reader, userName)
  }

  accessKeyLastUsedAt(accessKeyId: string): Promise<string | null> {
    return accessKeyLastUsedAt(this.#clients.reader, accessKeyId)
  }

  accessKeyOwner(accessKeyId: string): Promise<string | null> {
    return accessKeyOwner(this.#clients.reader, accessKeyId)
  }

  listGroupsOf(userName: string): Promise<string[] | null> {
    return listGroupsOf(this.#clients.reader, userName)
  }

  hasConsoleAccess(userName: string): Promise<boolean> {
    return hasConsoleAccess(this.#clients.reader, userName)
  }

  simulate(entityArn: string, actions: readonly string[]): Promise<SimulatedAction[]> {
    return simulateActions(this.#clients.surveyor, entityArn, actions)
  }

  inventory(): Promise<InventoryEntity[]> {
    return readInventory(this.#clients.surveyor)
  }

  putInlinePolicy(entity: EntityRef, policy: InlinePolicy, guard: SendGuard): Promise<WriteReceipt> {
    return this.#policies.putInline(entity, policy, guard)
  }

  deleteInlinePolicy(entity: EntityRef, policyName: string, guard: SendGuard): Promise<WriteReceipt | null> {
    return this.#policies.deleteInline(entity, policyName, guard)
  }

  attachPolicy(entity: EntityRef, policyArn: string, guard: SendGuard): Promise<WriteReceipt> {
    return this.#policies.attach(entity, policyArn, guard)
  }

  detachPolicy(entity: EntityRef, policyArn: string, guard: SendGuard): Promise<WriteReceipt | null> {
    return this.#policies.detach(entity, policyArn, guard)
  }

  setKeyStatus(
    userName: string,
    accessKeyId: string,
    status: 'Active' | 'Inactive',
    guard: SendGuard,
  ): Promise<WriteReceipt | null> {
    return setKeyStatus(this.#clients.writer, { userName, accessKeyId, status }, guard)
  }

  /** Closes idle connections. Calls under way fail. */
  close(): void {
    for (const client of Object.values(this.#clients)) client.destroy()
  }
}
