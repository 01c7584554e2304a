import type { Suspect } from './verdict.js'

/** Another way into something that was there before: by which calls, and in which words. */
export interface OpeningWay {
  readonly kind: 'user' | 'role'
  /** Of IAM. The name of what is opened is their parameter `userName` or `roleName`. */
  readonly calls: readonly string[]
  /** The name goes between: `trust of role` claims-deploy `changed`. */
  readonly before: string
  readonly after: string
}

export type Opened = Exclude<NonNullable<Suspect['opened']>, 'changed' | 'enabled'>

/** A password for a user, another trust for a role (ATT&CK T1098). */
export const openings: Readonly<Record<Opened, OpeningWay>> = {
  trust: { kind: 'role', calls: ['UpdateAssumeRolePolicy'], before: 'trust of role', after: 'changed' },
  password: { kind: 'user', calls: ['CreateLoginProfile'], before: 'password of user', after: 'set' },
  newPassword: { kind: 'user', calls: ['UpdateLoginProfile'], before: 'password of user', after: 'changed' },
  accessKey: { kind: 'user', calls: ['UpdateAccessKey'], before: 'access key of user', after: 'activated' },
  serviceCredential: {
    kind: 'user',
    calls: ['CreateServiceSpecificCredential', 'ResetServiceSpecificCredential'],
    before: 'service-specific credential of user',
    after: 'made',
  },
  sshKey: { kind: 'user', calls: ['UploadSSHPublicKey'], before: 'SSH public key of user', after: 'uploaded' },
  signingCertificate: {
    kind: 'user',
    calls: ['UploadSigningCertificate'],
    before: 'signing certificate of user',
    after: 'uploaded',
  },
}

export const openedWays: readonly Opened[] = [
  'trust',
  'password',
  'newPassword',
  'accessKey',
  'serviceCredential',
  'sshKey',
  'signingCertificate',
]

/** A way in from outside AWS, which needs no key. */
export interface DoorWay {
  readonly service: 'iam' | 'rolesanywhere'
  readonly words: string
  readonly makes: readonly string[]
  readonly changes: readonly string[]
  readonly enables: readonly string[]
}

export type DoorKind = Extract<Suspect['kind'], 'trustAnchor' | 'profile' | 'identityProvider'>

/**
 * Whom a role may be handed to on the word of somebody outside: a certificate authority, or a provider of identities (ATT&CK
 * T1098.001, T1484.002).
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_Operations.html
 */
export const doors: Readonly<Record<DoorKind, DoorWay>> = {
  trustAnchor: {
    service: 'rolesanywhere',
    words: 'Roles Anywhere trust anchor',
    makes: ['CreateTrustAnchor'],
    changes: ['UpdateTrustAnchor'],
    enables: ['EnableTrustAnchor'],
  },
  profile: {
    service: 'rolesanywhere',
    words: 'Roles Anywhere profile',
    makes: ['CreateProfile'],
    changes: ['UpdateProfile'],
    enables: ['EnableProfile'],
  },
  identityProvider: {
    service: 'iam',
    words: 'identity provider',
    makes: ['CreateSAMLProvider', 'CreateOpenIDConnectProvider'],
    changes: ['UpdateSAMLProvider', 'AddClientIDToOpenIDConnectProvider', 'UpdateOpenIDConnectProviderThumbprint'],
    enables: [],
  },
}

export function isDoor(kind: Suspect['kind']): kind is DoorKind {
  return kind === 'trustAnchor' || kind === 'profile' || kind === 'identityProvider'
}
