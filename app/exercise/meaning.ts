import type { Placeholder } from '../../exercises/placeholders.js'
import type { ExerciseActor } from '../../exercises/schema/world.js'
import { assertNever } from '../../src/domain/assert-never.js'
import type { FindingPlace } from './findings/make-finding.js'

type Place = Pick<FindingPlace, 'exercise' | 'account' | 'identities' | 'keysOf' | 'now'>

/** What a placeholder stands for now; null where there is no such thing. */
export function meaningIn(place: Place, placeholder: Placeholder): string | null {
  const { account, exercise, now } = place
  switch (placeholder.kind) {
    case 'now':
      return new Date(now().getTime() + placeholder.offsetMs).toISOString()
    case 'account':
      return account.account.accountId
    case 'region':
      return account.account.region
    case 'role':
    case 'user':
    case 'group':
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

type Entity = Extract<Placeholder, { kind: 'role' | 'user' | 'group' }>

function ofEntity({ account }: Place, { kind, name, of }: Entity): string | null {
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
    default:
      return assertNever(kind, 'entity')
  }
}

function ofActor({ identities }: Place, actor: ExerciseActor, of: 'key' | 'session'): string | null {
  const { accessKeyId, session } = identities.of(actor)
  return of === 'key' ? accessKeyId : session
}
