import { createHash } from 'node:crypto'
import { type Account, findRole } from '../../account/account.js'
import { DelayedValue } from '../../account/delayed-value.js'
import { SeedError } from '../../account/seeding.js'
import { seededIdentities, toPem } from '../../attackers/certificates.js'
import type { Seed } from '../../seed/seed.js'
import { anywhereArn, anywhereOf } from './anywhere-state.js'

type Anchor = Seed['rolesAnywhere']['trustAnchors'][number]
type Profile = Seed['rolesAnywhere']['profiles'][number]

/** As old as roles and users that say nothing of it. */
const usualCreateDate = '2024-01-01T00:00:00Z'

/** Trust anchors and profiles that an account has from the beginning. Throws SeedError for a role that is not there, and for two of one name. */
export function seedAnywhere(account: Account, { rolesAnywhere }: Seed): void {
  for (const anchor of rolesAnywhere.trustAnchors) addTrustAnchor(account, anchor)
  for (const profile of rolesAnywhere.profiles) addProfile(account, profile)
}

function addTrustAnchor(account: Account, { name, enabled, createDate, certificate }: Anchor): void {
  const { trustAnchors } = anywhereOf(account)
  refuseTwin('trust anchor', name, [...trustAnchors.values()])
  const base = switchable(account, 'trust-anchor', { name, enabled, createDate })
  trustAnchors.set(base.id, {
    ...base,
    name,
    sourceType: 'CERTIFICATE_BUNDLE',
    x509CertificateData: certificate ?? ownCertificate(account, name),
    acmPcaArn: undefined,
  })
}

function addProfile(account: Account, seed: Profile): void {
  const { name, enabled, createDate, roles, sessionPolicy, managedPolicyArns, durationSeconds } = seed
  const { profiles } = anywhereOf(account)
  refuseTwin('profile', name, [...profiles.values()])
  const roleArns = roles.map((role) => {
    const found = findRole(account, role)
    if (found === undefined) throw new SeedError(`profile ${name} hands out role ${role}, which is not there`)
    return found.arn
  })
  const base = switchable(account, 'profile', { name, enabled, createDate })
  profiles.set(base.id, {
    ...base,
    name,
    roleArns,
    sessionPolicy: typeof sessionPolicy === 'object' ? JSON.stringify(sessionPolicy) : sessionPolicy,
    managedPolicyArns,
    durationSeconds,
    requireInstanceProperties: false,
    acceptRoleSessionName: false,
    createdBy: seed.createdBy ?? `arn:${account.partition}:iam::${account.accountId}:user/platform-admin`,
  })
}

function refuseTwin(kind: string, name: string, others: readonly { name: string }[]): void {
  if (others.some((other) => other.name === name)) throw new SeedError(`${kind} ${name} is in the seed twice`)
}

/** Ids come from the names, so the same seed always gives the same account. */
function switchable(
  account: Account,
  kind: string,
  { name, enabled, createDate = usualCreateDate }: Pick<Anchor, 'name' | 'enabled' | 'createDate'>,
) {
  const { region, accountId } = account
  const digest = createHash('sha256').update(`${kind} ${accountId} ${name}`).digest('hex')
  const id = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`].join('-')
  const whole = `${id}-${digest.slice(20, 32)}`
  const createdAt = new Date(createDate)
  return {
    ...{ id: whole, region, enabled, createdAt, updatedAt: createdAt },
    arn: anywhereArn(account, region, `${kind}/${whole}`),
    enforced: new DelayedValue(enabled),
    tags: new Map<string, string>(),
  }
}

/** Of an authority that nobody here has the key of. */
function ownCertificate({ accountId, now }: Account, name: string): string {
  let drawn = 0
  const random = (bytes: number) => {
    const parts: Buffer[] = []
    for (let length = 0; length < bytes; length += 32) {
      drawn += 1
      parts.push(createHash('sha256').update(`certificate ${accountId} ${name} ${drawn}`).digest())
    }
    return Buffer.concat(parts).subarray(0, bytes)
  }
  return toPem(seededIdentities({ authority: name, holder: name }, now(), random).authority)
}
