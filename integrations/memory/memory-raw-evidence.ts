import { sha256 } from '../../src/domain/canonical-json.js'
import type { RawEvidence, RawEvidenceFiles } from '../../src/ports.js'

/** Keeps raw evidence in memory; `kept` is by the name that was handed out. */
export function memoryRawEvidence(): RawEvidenceFiles & { readonly kept: Map<string, RawEvidence> } {
  const kept = new Map<string, RawEvidence>()
  return {
    kept,
    keep: async (raw) => {
      const file = `evidence/${raw.incidentId}/${raw.digest.replace('sha256:', '')}.ndjson.gz`
      kept.set(file, raw)
      return file
    },
    check: async (file, digest) => {
      const raw = kept.get(file)
      if (raw === undefined) return 'gone'
      return sha256(raw.text) === digest ? 'asFiled' : 'changed'
    },
  }
}
