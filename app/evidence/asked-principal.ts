import { parsePrincipalArn } from '../../src/domain/arn.js'
import type { CloudTrailEvent } from '../../src/domain/cloudtrail-event.js'
import { type PrincipalIdentity, sessionNameOf } from '../../src/domain/principal-activity.js'
import type { Accused, NamedSession } from '../../src/evidence/chain/chain-trail.js'
import { ofRole, type TemporaryCredential } from '../../src/evidence/sessions/giver-of.js'

export type AskedPrincipal =
  | {
      readonly ok: true
      /** What sources are asked about; null and no key: everybody. */
      readonly principal: PrincipalIdentity | null
      readonly accessKeyIds: readonly string[]
      /** The session that was named, where one was. */
      readonly named: readonly NamedSession[]
    }
  | { readonly ok: false; readonly reason: string }

/** A name alone may be a role or a user: of the account, by what its ARN says; a bare name is asked about account-wide. */
export function askedPrincipal(asked: string | undefined, realm: { readonly accountId: string }): AskedPrincipal {
  if (asked === undefined) return narrowed(null)
  if (/^A(KIA|SIA)[A-Z0-9]{12,}$/.test(asked)) {
    return { ok: true, principal: null, accessKeyIds: [asked], named: [{ accessKeyId: asked }] }
  }
  if (!asked.startsWith('arn:')) return narrowed(null)
  const parsed = parsePrincipalArn(asked)
  if (!parsed.ok) return parsed
  const { principal } = parsed
  if (principal.accountId !== realm.accountId) {
    return {
      ok: false,
      reason: `${asked} is of account ${principal.accountId}, and this configuration reads ${realm.accountId}.`,
    }
  }
  const { accountId, arn } = principal
  if (principal.kind === 'role' || principal.kind === 'user') {
    return narrowed({ type: principal.kind, arn, name: principal.name, accountId, uniqueId: null })
  }
  if (principal.kind !== 'assumedRole') return narrowed(null)
  const roleArn = arn.replace(/:sts:/, ':iam:').replace(/:assumed-role\/([^/]+)\/.*$/, ':role/$1')
  const role = { type: 'role' as const, arn: roleArn, name: principal.roleName, accountId, uniqueId: null }
  return narrowed(role, [{ sessionName: principal.sessionName }])
}

function narrowed(principal: PrincipalIdentity | null, named: readonly NamedSession[] = []): AskedPrincipal {
  return { ok: true, principal, accessKeyIds: [], named }
}

/** A session makes many calls, and a role has many sessions. */
const MOST_SESSIONS = 1_000

/** Whom a key or a bare name means, by what the records tell as they come. */
export class NamedInRecords {
  readonly #asked: string
  readonly #principals = new Map<string, PrincipalIdentity>()
  readonly #credentials = new Map<string, TemporaryCredential>()

  constructor(asked: string) {
    this.#asked = asked.trim().toLowerCase()
  }

  heard(event: CloudTrailEvent): void {
    const credential = event.actor.issuerType === 'User' ? null : ofRole(event)
    const principal = credential?.of ?? userOf(event)
    if (principal === null || !this.#isMeant(event, principal)) return
    this.#principals.set(`${principal.type} ${principal.arn.toLowerCase()}`, principal)
    if (credential === null || this.#credentials.size >= MOST_SESSIONS) return
    const session = `${credential.accessKeyId} ${credential.principalId}`
    if (!this.#credentials.has(session)) this.#credentials.set(session, credential)
  }

  /** null: nobody, or it may be any of several. */
  accused(): Accused | null {
    const [principal, ...others] = this.#principals.values()
    if (principal === undefined || others.length > 0) return null
    return { principal, credentials: [...this.#credentials.values()] }
  }

  #isMeant({ actor }: CloudTrailEvent, { name, arn, uniqueId }: PrincipalIdentity): boolean {
    const names = [name, arn, uniqueId, actor.accessKeyId, actor.principalId, sessionNameOf(actor)]
    return names.some((one) => one?.toLowerCase() === this.#asked)
  }
}

function userOf({ actor, accountId }: CloudTrailEvent): PrincipalIdentity | null {
  const { type, arn, userName, principalId } = actor
  const ofAccount = actor.accountId ?? accountId
  if (type !== 'IAMUser' || arn === undefined || ofAccount === undefined) return null
  const name = userName ?? arn.split('/').at(-1) ?? ''
  return { type: 'user', arn, name, accountId: ofAccount, uniqueId: principalId ?? null }
}
