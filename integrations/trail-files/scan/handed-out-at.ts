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

/** What the row hands out whose texts' numbers begin at `at` of `mints`, behind the row's own number. */
export function handedOutAt(texts: RowDictionary['texts'], mints: CallRows['mints'], at: number): HandedOut {
  const textAt = (column: number) => texts[mints[at + column] ?? 0] ?? null
  return {
    kind: kinds.get(textAt(1) ?? '') ?? 'other',
    accessKeyId: textAt(2) ?? '',
    assumedRoleId: textAt(3),
    ofArn: textAt(4) ?? '',
    sessionName: textAt(5) ?? '',
    expiresAt: textAt(6),
    provider: textAt(7),
    sourceIdentity: textAt(8),
    sharedEventId: textAt(9),
  }
}
