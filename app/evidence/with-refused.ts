import type { EvidenceSource } from '../../src/domain/evidence.js'

/** Sources count what is no record; what is one and cannot be read as a call is counted beside it. */
export function withRefused(
  source: EvidenceSource,
  refused: readonly (readonly [reason: string, count: number])[],
): EvidenceSource {
  if (refused.length === 0) return source
  const why = refused.map(([reason, count]) => `skipped ${count}: ${reason}`)
  const detail = [...(source.detail === undefined ? [] : [source.detail]), ...why].join('; ')
  return { ...source, skipped: (source.skipped ?? 0) + sumOf(refused), detail }
}

export function sumOf(refused: readonly (readonly [reason: string, count: number])[]): number {
  return refused.reduce((total, [, count]) => total + count, 0)
}
