import { z } from 'zod'
import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import { type Actor, createActor } from '../../simulated-aws/actor.js'
import type { JsonObject } from '../../simulated-aws/json.js'
import { managedDenyAllArn } from '../../src/containment/document.js'
import { blockTarget, type EntityRef } from '../../src/domain/principal.js'
import { adminKey, allow } from '../support/world/seed.js'
import { customerPolicyArn, entities, groupName } from './account-seed.js'
import type { CustomerAction } from './commands.js'
import { type CustomerModel, type OwnedEntity, showEntity } from './customer-model.js'

const words = { role: 'Role', user: 'User', group: 'Group' } as const
const policyNames = ['own', 'extra', 'more', 'DenyAll']
const newKey = z.object({ AccessKey: z.object({ AccessKeyId: z.string() }) })

/**
 * What could collide with a write of ours between its read and itself: IAM has no compare-and-set and addresses by name, so
 * these are left out while a write is under way.
 */
const colliding: readonly CustomerAction['does'][] = ['recreate', 'editOurs', 'toggleKey', 'attach', 'preempt']

type Deed = (entity: EntityRef, owned: OwnedEntity, pick: number) => void

/** The owner of the account at work: each change is made by a call, and noted in the model where the call succeeded. */
export class Customer {
  readonly #world: VirtualWorld
  readonly #model: CustomerModel
  readonly #actor: Actor

  constructor(world: VirtualWorld, model: CustomerModel) {
    this.#world = world
    this.#model = model
    const { account } = world.account
    const origin = { sourceIp: '192.0.2.10', userAgent: 'aws-cli/2.31.0' }
    this.#actor = createActor({ account, ...origin, accessKeyId: adminKey.accessKeyId })
  }

  act({ does, on, pick }: CustomerAction): void {
    const entity = entities[on] ?? this.#blockedLast() ?? entities[on % entities.length]
    if (entity === undefined || (colliding.includes(does) && this.#world.isWriting)) return
    const owned = this.#model.of(entity)
    this.#deeds[does](entity, owned, pick)
  }

  readonly #deeds: Readonly<Record<CustomerAction['does'], Deed>> = {
    putPolicy: (entity, owned, pick) => this.#putPolicy(entity, owned, pick),
    deletePolicy: (entity, owned, pick) => this.#deletePolicy(entity, owned, picked([...owned.inline.keys()], pick)),
    attach: (entity, owned, pick) => this.#attach(entity, owned, arnOf(pick)),
    detach: (entity, owned, pick) => this.#detach(entity, owned, arnOf(pick)),
    toggleKey: (entity, owned, pick) => this.#toggleKey(entity, owned, pick),
    createKey: (entity, owned) => this.#createKey(entity, owned),
    deleteKey: (entity, owned, pick) => this.#deleteKey(entity, owned, picked([...owned.keys.keys()], pick)),
    toggleMembership: (entity, owned) => this.#toggleMembership(entity, owned),
    recreate: (entity, owned) => this.#recreate(entity, owned),
    deleteOurs: (entity, owned, pick) => this.#deleteOurs(entity, owned, pick),
    editOurs: (entity, owned, pick) => this.#editOurs(entity, owned, pick),
    preempt: (_, __, pick) => this.#preempt(pick),
    tag: (entity, _, pick) => {
      if (entity.type !== 'group') this.#call(entity, 'Tag', { Tags: [{ Key: 'touched', Value: String(pick) }] })
    },
  }

  #putPolicy(entity: EntityRef, owned: OwnedEntity, pick: number): void {
    const name = policyNames[pick % policyNames.length] ?? 'own'
    // A name that we hold at the moment would be an edit of ours.
    if (name in this.#shown(entity).inline && !owned.inline.has(name)) return
    if (name === 'DenyAll' && this.#world.isWriting) return
    const document = JSON.stringify(allow(`s3:Put${Math.round(this.#world.time.nowMs)}`))
    if (this.#call(entity, 'Put', { PolicyName: name, PolicyDocument: document }, 'Policy'))
      owned.inline.set(name, document)
  }

  #deletePolicy(entity: EntityRef, owned: OwnedEntity, name: string | undefined): void {
    if (name === undefined) return
    if (this.#call(entity, 'Delete', { PolicyName: name }, 'Policy')) owned.inline.delete(name)
  }

  #attach(entity: EntityRef, owned: OwnedEntity, arn: string): void {
    if (this.#shown(entity).attached.includes(arn)) return
    if (this.#call(entity, 'Attach', { PolicyArn: arn }, 'Policy')) owned.attached.add(arn)
  }

  /** Also the managed denial, whoever attached it. */
  #detach(entity: EntityRef, owned: OwnedEntity, arn: string): void {
    if (this.#call(entity, 'Detach', { PolicyArn: arn }, 'Policy')) owned.attached.delete(arn)
  }

  /** The other way from what the account shows: a key that we turned off is turned on again. */
  #toggleKey(entity: EntityRef, owned: OwnedEntity, pick: number): void {
    this.#turnKey(entity, owned, picked([...owned.keys.keys()], pick))
  }

  #turnKey(entity: EntityRef, owned: OwnedEntity, id: string | undefined): void {
    if (id === undefined) return
    const status = this.#shown(entity).keys[id] === 'Active' ? 'Inactive' : 'Active'
    if (status === 'Inactive' && this.#isBlocked(entity)) return
    const parameters = { UserName: entity.name, AccessKeyId: id, Status: status }
    if (this.#send('UpdateAccessKey', parameters)) owned.keys.set(id, status)
  }

  #createKey({ type, name }: EntityRef, owned: OwnedEntity): void {
    if (type !== 'user') return
    const reply = this.#actor.call({ service: 'iam', action: 'CreateAccessKey', parameters: { UserName: name } })
    if (reply.ok) owned.keys.set(newKey.parse(reply.result).AccessKey.AccessKeyId, 'Active')
  }

  #deleteKey({ name }: EntityRef, owned: OwnedEntity, id: string | undefined): void {
    if (id !== undefined && this.#send('DeleteAccessKey', { UserName: name, AccessKeyId: id })) owned.keys.delete(id)
  }

  #toggleMembership({ type, name }: EntityRef, owned: OwnedEntity): void {
    if (type !== 'user') return
    const isMember = owned.groups.has(groupName)
    const action = isMember ? 'RemoveUserFromGroup' : 'AddUserToGroup'
    if (!this.#send(action, { UserName: name, GroupName: groupName })) return
    if (isMember) owned.groups.delete(groupName)
    else owned.groups.add(groupName)
  }

  /** Deleted with all that is on it, ours included, and made anew under its name as its owner had it. */
  #recreate(entity: EntityRef, owned: OwnedEntity): void {
    if (entity.type === 'group') return
    const { inline, attached, keys, groups } = this.#shown(entity)
    for (const name of Object.keys(inline)) this.#call(entity, 'Delete', { PolicyName: name }, 'Policy')
    for (const arn of attached) this.#call(entity, 'Detach', { PolicyArn: arn }, 'Policy')
    for (const id of Object.keys(keys)) this.#deleteKey(entity, owned, id)
    const isUser = entity.type === 'user'
    for (const group of groups) this.#send('RemoveUserFromGroup', { UserName: entity.name, GroupName: group })
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] }
    this.#must(this.#call(entity, 'Delete', {}))
    this.#must(this.#call(entity, 'Create', isUser ? {} : { AssumeRolePolicyDocument: JSON.stringify(trust) }))
    for (const [name, document] of owned.inline) {
      this.#must(this.#call(entity, 'Put', { PolicyName: name, PolicyDocument: document }, 'Policy'))
    }
    for (const arn of owned.attached) this.#must(this.#call(entity, 'Attach', { PolicyArn: arn }, 'Policy'))
    for (const group of owned.groups) this.#send('AddUserToGroup', { UserName: entity.name, GroupName: group })
    if (isUser) this.#createKey(entity, owned)
    owned.edits.clear()
    owned.uniqueId = this.#shown(entity).uniqueId
  }

  #deleteOurs(entity: EntityRef, owned: OwnedEntity, pick: number): void {
    const name = picked(this.#oursOn(entity, owned), pick)
    if (name === undefined) return
    if (this.#call(entity, 'Delete', { PolicyName: name }, 'Policy')) owned.edits.delete(name)
  }

  #editOurs(entity: EntityRef, owned: OwnedEntity, pick: number): void {
    const name = picked(this.#oursOn(entity, owned), pick)
    if (name === undefined) return
    const document = JSON.stringify(allow('s3:GetObject'))
    if (this.#call(entity, 'Put', { PolicyName: name, PolicyDocument: document }, 'Policy')) {
      owned.edits.set(name, document)
    }
  }

  /**
   * Turned off by its owner while a block that turns it off stands, or may stand, a key looks just as we left it: a restore
   * turns it on again. IAM alone cannot tell the two apart.
   */
  #isBlocked({ name }: EntityRef): boolean {
    return this.#world.incidents.some(({ open, snapshot: { context } }) => {
      const mayStand = context.blockMayStand || context.appliedAt !== null
      return open && mayStand && blockTarget(context.principal).name === name
    })
  }

  #blockedLast(): EntityRef | undefined {
    const { principal } = this.#world.incidents.at(-1)?.snapshot.context ?? {}
    const { type, name } = principal === undefined ? {} : blockTarget(principal)
    return entities.find((entity) => entity.type === type && entity.name === name)
  }

  #preempt(pick: number): void {
    const plan = this.#world.people.asked.at(-1)?.plan
    const entity = entities.find(({ type, name }) => type === plan?.entity.type && name === plan.entity.name)
    if (plan?.kind !== 'contain' || entity === undefined || this.#isBlocked(entity)) return
    const owned = this.#model.of(entity)
    const write = picked(plan.writes, pick)
    if (write?.kind === 'attachPolicy') this.#attach(entity, owned, write.policyArn)
    if (write?.kind === 'setKeyStatus' && owned.keys.get(write.accessKeyId) === 'Active') {
      this.#turnKey(entity, owned, write.accessKeyId)
    }
    if (write?.kind !== 'putPolicy' || write.policyName in this.#shown(entity).inline) return
    const document = JSON.stringify(allow('s3:HeadObject'))
    if (!this.#call(entity, 'Put', { PolicyName: write.policyName, PolicyDocument: document }, 'Policy')) return
    const isOurName = write.policyName.includes(plan.containmentId)
    const noted = isOurName ? owned.edits : owned.inline
    noted.set(write.policyName, document)
  }

  /** Names under which there is something that its owner does not count as its own. */
  #oursOn(entity: EntityRef, owned: OwnedEntity): string[] {
    return Object.keys(this.#shown(entity).inline).filter((name) => !owned.inline.has(name))
  }

  #shown(entity: EntityRef) {
    return showEntity(this.#world.account, entity)
  }

  /** `Put` and `Policy` around the type's word: PutRolePolicy. */
  #call({ type, name }: EntityRef, verb: string, parameters: JsonObject, noun = ''): boolean {
    const word = words[type]
    return this.#send(`${verb}${word}${noun}`, { [`${word}Name`]: name, ...parameters })
  }

  #send(action: string, parameters: JsonObject): boolean {
    return this.#actor.call({ service: 'iam', action, parameters }).ok
  }

  #must(isDone: boolean): void {
    if (!isDone) throw new Error('The owner of the account could not do what an owner can: a mistake in this test.')
  }
}

function arnOf(pick: number): string {
  return pick % 2 === 0 ? managedDenyAllArn('aws') : customerPolicyArn
}

function picked<T>(from: readonly T[], pick: number): T | undefined {
  return from.length === 0 ? undefined : from[pick % from.length]
}
