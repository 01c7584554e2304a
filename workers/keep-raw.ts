import { sha256 } from '../src/domain/canonical-json.js'
import type { RawResult } from '../src/domain/investigation-brief.js'
import type { Document } from '../src/engine/incident-store.js'
import type { RawEvidenceFiles } from '../src/ports.js'
import type { SourceAnswer } from './ask-sources.js'
import { toDocument } from './filed-documents.js'

/** Larger answers would make every backup of the record larger; they go into a file beside it, compressed. */
const LARGEST_DOCUMENT_BYTES = 256 * 1024

export interface KeptRaw {
  readonly results: readonly RawResult[]
  readonly documents: readonly Document[]
}

/**
 * Keeps what each source handed over, under its SHA-256, which goes on the record with the evidence. Small answers are documents
 * of the record itself, where every process that reads it has them. Kept before the outcome is reported: where that never
 * happens, a file that nobody names is left, and never a name without a file.
 */
export async function keepRaw(
  files: RawEvidenceFiles,
  incidentId: string,
  answers: readonly SourceAnswer[],
): Promise<KeptRaw> {
  const kept = await Promise.all(answers.map((answer) => keepOne(files, incidentId, answer)))
  return { results: kept.flatMap(({ results }) => results), documents: kept.flatMap(({ documents }) => documents) }
}

async function keepOne(files: RawEvidenceFiles, incidentId: string, answer: SourceAnswer): Promise<KeptRaw> {
  const { raw, source } = answer
  if (raw.count === 0) return { results: [], documents: [] }
  const text = raw.text()
  const bytes = Buffer.byteLength(text)
  const about = { source: source.name, records: raw.count, bytes }
  if (bytes <= LARGEST_DOCUMENT_BYTES) {
    const document = toDocument('rawEvidence', { source: source.name, records: text.split('\n').slice(0, -1) })
    return { results: [{ ...about, digest: document.digest, file: null }], documents: [document] }
  }
  const digest = sha256(text)
  const file = await files.keep({ incidentId, digest, text })
  return { results: [{ ...about, digest, file }], documents: [] }
}
