import { CreateProfileCommand, CreateTrustAnchorCommand, RolesAnywhereClient } from '@aws-sdk/client-rolesanywhere'
import { askForSession, type SessionAnswer } from '../../../simulated-aws/attackers/certificate-holder.js'
import { type Identity, issueTo, makeAuthority, toPem } from '../../../simulated-aws/attackers/certificates.js'
import type { SeedInput } from '../../../simulated-aws/seed/seed.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { accountId, allow, rootKey } from '../fixture.js'

export const region = 'us-east-1'
export const roleArn = `arn:aws:iam::${accountId}:role/ci-deploy`

/** Lets Roles Anywhere in, as its console writes it. */
export const anywhereTrust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    },
  ],
}

export const anywhereSeed: SeedInput = {
  accountId,
  roles: [
    { name: 'ci-deploy', trustPolicy: anywhereTrust, inlinePolicies: [{ name: 'all', document: allow('*') }] },
    { name: 'other', inlinePolicies: [{ name: 'all', document: allow('s3:*') }] },
  ],
  users: [
    {
      name: 'admin',
      inlinePolicies: [{ name: 'all', document: allow('*') }],
      accessKeys: [{ id: rootKey.accessKeyId, secret: rootKey.secretAccessKey }],
    },
  ],
}

/** The real client, one attempt a call, so that a test sees what the wire said. */
export function anywhereClient(url: string, credentials: { accessKeyId: string; secretAccessKey: string } = rootKey) {
  return new RolesAnywhereClient({ endpoint: url, region, credentials, maxAttempts: 1 })
}

export type Door = {
  readonly profileArn: string
  readonly profileId: string
  readonly trustAnchorArn: string
  readonly trustAnchorId: string
  readonly authority: Identity
}

/** A trust anchor of one's own and a profile that hands out `ci-deploy`, both on. */
export async function openDoor(
  client: RolesAnywhereClient,
  at: Date,
  authority = makeAuthority('evil CA', at),
  roleArns = [roleArn],
): Promise<Door> {
  const x509CertificateData = toPem(authority)
  const source = { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData } }
  const made = await client.send(new CreateTrustAnchorCommand({ name: 'backdoor', source, enabled: true }))
  const profile = await client.send(
    new CreateProfileCommand({ name: 'build agents', roleArns, enabled: true, durationSeconds: 3600 }),
  )
  const [anchor, door] = [made.trustAnchor, profile.profile]
  return {
    profileArn: door?.profileArn ?? '',
    profileId: door?.profileId ?? '',
    trustAnchorArn: anchor?.trustAnchorArn ?? '',
    trustAnchorId: anchor?.trustAnchorId ?? '',
    authority,
  }
}

export function enter(
  account: Pick<SimulatedAccount, 'url'>,
  door: Door,
  at: Date,
  changes: { identity?: Identity; roleArn?: string; roleSessionName?: string } = {},
): Promise<SessionAnswer> {
  const { identity = issueTo('laptop', door.authority, at), ...wanted } = changes
  const { profileArn, trustAnchorArn } = door
  return askForSession(account.url, {
    identity,
    at,
    region,
    wanted: { profileArn, trustAnchorArn, roleArn, ...wanted },
  })
}
