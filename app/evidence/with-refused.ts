import type { EvidenceSource } from '../../src/domain/evidence.js'

/** Sources count what is no record; what is one and cannot be read as a call is counted beside it. */
export function withRefused(
  source: EvidenceSource,
  refused: readonly (readonly [reason: string, count: number])[],
): EvidenceSource {
  if (refused.length === 0) return source
  const why = refused.map(([reason, count]) => `skipped ${count}: ${reason}`)
  const sum = refused.reduce((total, [, count]) => total + count, 0)
  const detail = [...(source.detail === undefined ? [] : [source.detail]), ...why].join('; ')
  return { ...source, skipped: (source.skipped ?? 0) + sum, detail }
}
