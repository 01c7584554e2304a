import type { NamedQuery } from '../../../integrations/aws/logs/named-query.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { timeOfRecord } from '../../../src/evidence/record/record-time.js'
import { withoutSecrets } from '../../../src/evidence/record/without-secrets.js'
import { connectAccount } from '../../compose.js'
import { type ConfigFile, connectionOf, lookupRateOf, type ServedAccount } from '../../from-config.js'

export interface NamedQueryAnswer {
  readonly sources: readonly EvidenceSource[]
  /** Oldest first, without what opens something. */
  readonly records: readonly TrailRecord[]
}

export interface AskingNamedQuery {
  readonly file: ConfigFile
  readonly served: ServedAccount
  /** ISO. */
  readonly from: string
  readonly to: string
  readonly onProgress: (source: string, requests: number, records: number) => void
}

/** Asks every log group of the account one query. A group that fails is told in its source; nothing is written to AWS. */
export async function askNamedQuery(
  named: NamedQuery,
  { file, served, from, to, onProgress }: AskingNamedQuery,
): Promise<NamedQueryAnswer> {
  const { evidence, ...connection } = connectionOf(served.account)
  const places = { ...evidence, named, bucket: null, detectiveRegion: null }
  const access = connectAccount({
    realm: served.realm,
    ...connection,
    ...lookupRateOf(file.config),
    evidence: places,
  })
  const records: TrailRecord[] = []
  const query = { from, to, regions: [], principal: null, accessKeyIds: [], maxRequests: Number.MAX_SAFE_INTEGER }
  try {
    const { signal } = new AbortController()
    const sources = await Promise.all(
      access.reader(null).trails.map((source) =>
        source.read(query, (some) => void records.push(...some), {
          signal,
          onProgress: (requests, read) => onProgress(source.name, requests, read),
        }),
      ),
    )
    const inOrder = records.map((record) => withoutSecrets(record)).sort(byTime)
    return { sources, records: inOrder }
  } finally {
    access.close()
  }
}

/** Texts of times compare as times do; what has none comes first. */
function byTime(a: TrailRecord, b: TrailRecord): number {
  const [x, y] = [timeOfRecord(a) ?? '', timeOfRecord(b) ?? '']
  return x < y ? -1 : x > y ? 1 : 0
}
