import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import type { LoggedCall } from '../../simulated-aws/account/call-log.js'
import type { EntityRef } from '../../src/domain/principal.js'
import { entities } from './account-seed.js'
import { type CustomerModel, keyOf, type OwnedEntity, showEntity } from './customer-model.js'

const mutation = /^iam:(Put|Delete|Attach|Detach)(Role|User|Group)Policy$/

/**
 * Stands beside every write of the product: none may be on what the owner has, whatever is made good later. `objections` says
 * which one was.
 */
export class Overseer {
  readonly objections: string[] = []
  readonly #world: VirtualWorld
  readonly #model: CustomerModel

  constructor(world: VirtualWorld, model: CustomerModel) {
    this.#world = world
    this.#model = model
    world.account.onCall((call) => {
      if (call.via === 'http' && call.error === null) this.#judge(call)
    })
  }

  #judge({ operation, parameters, at }: LoggedCall): void {
    const [, verb] = mutation.exec(operation) ?? []
    if (verb === undefined && operation !== 'iam:UpdateAccessKey') {
      if (!/^(iam:(Get|List|Simulate)|sts:|cloudtrail:)/.test(operation)) this.#object(at, `${operation} was called`)
      return
    }
    const entity = entityOf(operation, parameters)
    const owned = entity && this.#model.find(entity)
    if (entity === undefined || owned === undefined) {
      this.#object(at, `${operation} on ${JSON.stringify(parameters)}`)
      return
    }
    const harm = harmOf(verb ?? 'Update', owned, parameters)
    if (harm !== null) this.#object(at, `${operation} on ${keyOf(entity)}: ${harm}`)
    if (verb === 'Put') this.#forgetEdit(entity, owned, String(parameters.PolicyName))
  }

  /** An edit under a name of ours alone may be written over; a call that was lost on its way has written nothing. */
  #forgetEdit(entity: EntityRef, owned: OwnedEntity, name: string): void {
    const shown = showEntity(this.#world.account, entity).inline[name]
    if (shown !== owned.edits.get(name)) owned.edits.delete(name)
  }

  #object(at: string, what: string): void {
    this.objections.push(`${at}: ${what}`)
  }
}

function entityOf(operation: string, parameters: LoggedCall['parameters']): EntityRef | undefined {
  const { RoleName, UserName, GroupName } = parameters
  const type = /Role|User|Group/.exec(operation)?.[0].toLowerCase() ?? 'user'
  const name = { role: RoleName, user: UserName, group: GroupName }[type]
  return entities.find((entity) => entity.type === type && entity.name === name)
}

function harmOf(verb: string, owned: OwnedEntity, parameters: LoggedCall['parameters']): string | null {
  const { PolicyName, PolicyArn, AccessKeyId, Status } = parameters
  switch (verb) {
    case 'Put':
      return owned.inline.has(String(PolicyName)) ? `${PolicyName} is its owner's` : null
    case 'Delete':
      if (owned.edits.has(String(PolicyName))) return `${PolicyName} has its owner's text`
      return owned.inline.has(String(PolicyName)) ? `${PolicyName} is its owner's` : null
    case 'Detach':
      return owned.attached.has(String(PolicyArn)) ? `${PolicyArn} is its owner's` : null
    case 'Update': {
      const isWanted = Status === 'Inactive' || owned.keys.get(String(AccessKeyId)) === 'Active'
      return isWanted ? null : `its owner has ${AccessKeyId} turned off`
    }
    default:
      return null
  }
}
