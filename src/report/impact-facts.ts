import type { ContainPlan } from '../domain/plan.js'
import type { EntityType } from '../domain/principal.js'
import { showTime } from './outline.js'
import { profileFacts } from './profile-facts.js'
import { count } from './words.js'

type Impact = ContainPlan['impact']

/** One line about what a block touches. `text` may hold names from outside: whoever shows it escapes it. */
export interface ImpactFact {
  readonly name: string
  readonly text: string
}

/**
 * What a block of this type of entity touches, as people ask for it; what the type does not have is left out. What could
 * not be read is not in here: `impact.unread` says it, and has to be shown beside.
 */
export function impactFacts(type: EntityType, impact: Impact): ImpactFact[] {
  const facts: Record<EntityType, readonly ImpactFact[]> = {
    role: [
      lastUsed('Last used', impact),
      { name: 'Sessions alive', text: String(impact.sessionsAlive) },
      { name: 'Trusted services', text: named(impact.trustedServices) },
      { name: 'Trusted principals', text: named(impact.trustedPrincipals) },
      { name: 'Instance profiles', text: named(impact.instanceProfiles) },
    ],
    user: [
      lastUsed('Password last used', impact),
      { name: 'Console access', text: consoleWords(impact.consoleAccess) },
      { name: 'Access keys', text: named(impact.accessKeys.map(describeKey)) },
      { name: 'Groups', text: named(impact.groups) },
      { name: 'Sessions alive', text: String(impact.sessionsAlive) },
    ],
    group: [{ name: 'Members denied', text: `${named(impact.members)} (${impact.members.length})` }],
    rolesAnywhereProfile: profileFacts(impact.rolesAnywhere),
  }
  const { sessionsElsewhere } = impact
  if (sessionsElsewhere.length === 0) return [...facts[type]]
  const names = [...new Set(sessionsElsewhere.map(({ roleArn }) => roleArn))]
  const text = `${count(sessionsElsewhere.length, 'set')} of credentials, of ${named(names)}`
  return [...facts[type], { name: 'Alive elsewhere, not reached', text }]
}

function lastUsed(name: string, { lastUsedAt, lastUsedRegion }: Impact): ImpactFact {
  if (lastUsedAt === null) return { name, text: 'not known' }
  return { name, text: `${showTime(lastUsedAt)}${lastUsedRegion === null ? '' : ` in ${lastUsedRegion}`}` }
}

function consoleWords(consoleAccess: boolean | null): string {
  if (consoleAccess === null) return 'not known'
  return consoleAccess ? 'yes, a password is set' : 'no'
}

function describeKey({ accessKeyId, status, lastUsedAt }: Impact['accessKeys'][number]): string {
  const used = lastUsedAt === null ? 'last use not known' : `last used ${showTime(lastUsedAt)}`
  return `${accessKeyId} (${status}, ${used})`
}

function named(items: readonly string[]): string {
  return items.join(', ') || 'none'
}
