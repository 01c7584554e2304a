import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import type { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import type { HandedOut } from '../../../src/evidence/facts/mint-of.js'
import type { TextPool } from '../../../src/evidence/facts/text-pool.js'
import { type CallRows, mintColumns, outcomes, rowColumns } from './call-rows.js'

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

const rowsPerStep = 32

/**
 * Counts the calls of these rows, some at a step. One string for equal texts of all rows, `pool`'s, is what maps find without
 * reading it.
 */
export function* gatherRows(rows: CallRows, gatherer: FactsGatherer, pool: TextPool): Generator<void> {
  const { callers, numbers, times, idLengths, longIds, mints } = rows
  const texts = rows.texts.map((text) => (text === null ? null : pool.same(text)))
  const ids = Buffer.from(rows.ids.buffer, rows.ids.byteOffset, rows.ids.length)
  const textAt = (at: number) => texts[numbers[at] ?? 0] ?? undefined
  let idFrom = 0
  let mint = 0
  for (let row = 0; row < rows.rows; row += 1) {
    if (row % rowsPerStep === 0) yield
    const at = row * rowColumns
    const length = idLengths[row] ?? 0
    const eventId = length === 0 ? (longIds.get(row) ?? '') : ids.toString('latin1', idFrom, idFrom + length)
    idFrom += length
    const call: CountedCall = {
      eventId,
      eventSource: textAt(at + 1) ?? '',
      eventName: textAt(at + 2) ?? '',
      actor: callers[numbers[at] ?? 0] ?? {},
      accountId: textAt(at + 3),
      region: textAt(at + 4),
      sourceIp: textAt(at + 5),
      userAgent: textAt(at + 6),
      errorCode: textAt(at + 7),
    }
    const count = { mark: { eventId, atMs: times[row] ?? 0 }, outcome: outcomes[rows.outcomes[row] ?? 0] ?? 'ok' }
    const isMint = mints[mint] === row
    gatherer.count(call, count, isMint ? handedOutAt(texts, mints, mint) : null)
    if (isMint) mint += mintColumns
  }
}

function handedOutAt(texts: CallRows['texts'], mints: CallRows['mints'], at: number): HandedOut {
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
