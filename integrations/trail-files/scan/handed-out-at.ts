import type { HandedOut } from '../../../src/evidence/facts/mint-of.js'
import type { CallRows } from './call-rows.js'
import type { RowDictionary } from './row-dictionary.js'

const kinds: ReadonlyMap<string, HandedOut['kind']> = new Map(
  (
    [
      'assumeRole',
      'saml',
      'webIdentity',
      'sessionToken',
      'federationToken',
      'rolesAnywhere',
      'root',
      'other',
      'accessKey',
    ] as const
  ).map((kind) => [kind, kind]),
)

/** What the row hands out whose texts' numbers begin at `at` of `mints`, behind the row's own number, and whose key id is this. */
export function handedOutAt(
  texts: RowDictionary['texts'],
  mints: CallRows['mints'],
  at: number,
  accessKeyId: string,
): HandedOut {
  const textAt = (column: number) => texts[mints[at + column] ?? 0] ?? null
  return {
    kind: kinds.get(textAt(1) ?? '') ?? 'other',
    accessKeyId,
    assumedRoleId: textAt(2),
    ofArn: textAt(3) ?? '',
    sessionName: textAt(4) ?? '',
    expiresAt: textAt(5),
    provider: textAt(6),
    sourceIdentity: textAt(7),
    sharedEventId: textAt(8),
  }
}
