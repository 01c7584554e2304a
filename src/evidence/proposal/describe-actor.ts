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

/**
 * A call without credentials, as of a browser on a public bucket: CloudTrail has the name of no account for it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
 */
export function isAnonymous({ type, name }: Pick<Actor, 'type' | 'name'>): boolean {
  return type === 'account' && name.toUpperCase() === anonymous
}

const anonymous = 'ANONYMOUS_PRINCIPAL'

/** The same where only type, name and ARN are known. */
export function describeBriefly({ type, name, arn }: Pick<Actor, 'type' | 'name' | 'arn'>): string {
  if (isAnonymous({ type, name })) return 'anybody without credentials'
  return type === 'root' ? 'the root user' : `${words[type]} ${name || arn || '(not named)'}`
}

/** `user ana`, `role ci`: the name comes out of records, so escape it where it is shown. */
export function describeActor(actor: Actor | undefined, key: string): string {
  if (actor === undefined) return key
  if (isAnonymous(actor)) return 'anybody without credentials'
  const name = actor.type === 'root' || actor.type === 'account' ? actor.accountId || actor.name : actor.name
  return `${words[actor.type]} ${name || actor.arn || '(not named)'}`
}
