import type { Account } from '../../account/account.js'
import { DelayedValue } from '../../account/delayed-value.js'
import { randomUuid } from '../../account/identifiers.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'

/** Something of Roles Anywhere that is on or off. What is written is told at once, and goes into force later. */
type Switchable = {
  readonly id: string
  readonly arn: string
  readonly region: string
  readonly createdAt: Date
  updatedAt: Date
  enabled: boolean
  readonly enforced: DelayedValue<boolean>
  readonly tags: Map<string, string>
}

export type Profile = Switchable & {
  name: string
  roleArns: string[]
  sessionPolicy: string | undefined
  managedPolicyArns: string[]
  durationSeconds: number
  requireInstanceProperties: boolean
  acceptRoleSessionName: boolean
  readonly createdBy: string
}

export type TrustAnchor = Switchable & {
  name: string
  sourceType: string
  /** PEM, one certificate or more. */
  x509CertificateData: string | undefined
  acmPcaArn: string | undefined
}

/** A certificate that was presented, by its name. */
export type Subject = {
  readonly id: string
  readonly arn: string
  readonly region: string
  readonly x509Subject: string
  readonly createdAt: Date
  updatedAt: Date
  lastSeenAt: Date
  readonly serialNumbers: Set<string>
}

export type Anywhere = {
  readonly profiles: Map<string, Profile>
  readonly trustAnchors: Map<string, TrustAnchor>
  readonly subjects: Map<string, Subject>
}

const stateOf = new WeakMap<Account, Anywhere>()

export function anywhereOf(account: Account): Anywhere {
  const known = stateOf.get(account) ?? { profiles: new Map(), trustAnchors: new Map(), subjects: new Map() }
  stateOf.set(account, known)
  return known
}

export function anywhereArn({ partition, accountId }: Account, region: string, resource: string): string {
  return `arn:${partition}:rolesanywhere:${region}:${accountId}:${resource}`
}

/** What every new profile and trust anchor has; it counts at once. */
export function newSwitchable(
  account: Account,
  { kind, region, enabled, tags }: { kind: string; region: string; enabled: boolean; tags: Map<string, string> },
): Switchable {
  const id = randomUuid(account.random)
  const now = account.now()
  return {
    ...{ id, region, enabled, tags },
    arn: anywhereArn(account, region, `${kind}/${id}`),
    createdAt: now,
    updatedAt: now,
    enforced: new DelayedValue(enabled),
  }
}

export function switchTo(account: Account, thing: Switchable, enabled: boolean): void {
  const now = account.now()
  thing.enabled = enabled
  thing.updatedAt = now
  thing.enforced.write(enabled, now.getTime(), account.settings.enforcementDelayMs)
}

/** What goes by now, whatever the API says. */
export function isInForce(account: Account, thing: Switchable): boolean {
  return thing.enforced.inForceAt(account.now().getTime())
}

export function findById<Thing extends { region: string }>(
  things: ReadonlyMap<string, Thing>,
  id: string,
  region: string,
): { ok: true; found: Thing } | Failure {
  const found = things.get(id)
  return found?.region === region ? { ok: true, found } : notFound()
}

export function notFound(): Failure {
  return failure({ code: 'ResourceNotFoundException', status: 404, message: 'Resource not found.' })
}
