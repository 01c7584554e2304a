import type { Actor } from '../facts/trail-facts.js'

const words: Readonly<Record<Actor['type'], string>> = {
  role: 'role',
  user: 'user',
  root: 'the root user of account',
  federatedUser: 'federated user',
  samlUser: 'SAML user',
  webIdentityUser: 'web identity',
  identityCenterUser: 'Identity Center user',
  account: 'account',
  service: 'service',
  unknown: 'unknown caller',
}

/** The same where only type, name and ARN are known. */
export function describeBriefly({ type, name, arn }: Pick<Actor, 'type' | 'name' | 'arn'>): string {
  return type === 'root' ? 'the root user' : `${words[type]} ${name || arn || '(not named)'}`
}

/** `user ana`, `role ci`: the name comes out of records, so escape it where it is shown. */
export function describeActor(actor: Actor | undefined, key: string): string {
  if (actor === undefined) return key
  const name = actor.type === 'root' || actor.type === 'account' ? actor.accountId || actor.name : actor.name
  return `${words[actor.type]} ${name || actor.arn || '(not named)'}`
}
