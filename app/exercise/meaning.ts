import type { NamedEntity, Placeholder } from '../../exercises/placeholders.js'
import type { ExerciseActor } from '../../exercises/schema/world.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import { assertNever } from '../../src/domain/assert-never.js'
import type { FindingPlace } from './findings/finding-facts.js'
import { profileNamed } from './findings/profile-facts.js'

type Place = Pick<FindingPlace, 'exercise' | 'accounts' | 'identities' | 'keysOf' | 'now'>

/** What a placeholder stands for now; null where there is no such thing. */
export function meaningIn(place: Place, placeholder: Placeholder): string | null {
  const { accounts, exercise, now } = place
  switch (placeholder.kind) {
    case 'now':
      return new Date(now().getTime() + placeholder.offsetMs).toISOString()
    case 'account': {
      const account = placeholder.id === null ? accounts.first : accounts.find(placeholder.id)
      return account?.account.accountId ?? null
    }
    case 'region':
      return accounts.first.account.region
    case 'role':
    case 'user':
    case 'group':
    case 'profile':
      return ofEntity(place, placeholder)
    case 'history': {
      const found = exercise.world.history.find(({ id }) => id === placeholder.id)
      return found === undefined ? null : ofActor(place, found.by, placeholder.of)
    }
    case 'step': {
      const [key] = place.keysOf(placeholder.id)
      const { holds } = exercise.attack ?? {}
      if (placeholder.of === 'key' && key !== undefined) return key
      return holds === undefined ? null : ofActor(place, holds, placeholder.of)
    }
    case 'person':
      return null
    default:
      return assertNever(placeholder, 'placeholder')
  }
}

/** Of the account that is named, else of the first that has it. */
function ofEntity({ accounts }: Place, entity: NamedEntity): string | null {
  for (const account of accounts.all) {
    if (entity.account !== null && entity.account !== account.account.accountId) continue
    const found = inAccount(account, entity)
    if (found !== null) return found
  }
  return null
}

function inAccount(account: SimulatedAccount, { kind, name, of }: NamedEntity): string | null {
  switch (kind) {
    case 'role': {
      const role = account.describeRole(name)
      return (of === 'arn' ? role?.arn : role?.roleId) ?? null
    }
    case 'user': {
      const user = account.describeUser(name)
      if (of === 'key') return user?.accessKeys[0]?.id ?? null
      return (of === 'arn' ? user?.arn : user?.userId) ?? null
    }
    case 'group': {
      const group = account.describeGroup(name)
      return (of === 'arn' ? group?.arn : group?.groupId) ?? null
    }
    case 'profile': {
      const profile = profileNamed(account, name)
      return (of === 'arn' ? profile?.arn : profile?.id) ?? null
    }
    default:
      return assertNever(kind, 'entity')
  }
}

function ofActor({ identities }: Place, actor: ExerciseActor, of: 'key' | 'session'): string | null {
  const { accessKeyId, session } = identities.of(actor)
  return of === 'key' ? accessKeyId : session
}
