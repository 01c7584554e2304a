import { type PreImage, preImageSchema } from '../src/containment/pre-image.js'
import { canonicalJson, type Json, sha256 } from '../src/domain/canonical-json.js'
import { type Evidence, evidenceSchema } from '../src/domain/evidence.js'
import { jsonSchema } from '../src/domain/json-schema.js'
import { type ContainPlan, containPlanSchema, type RestorePlan, restorePlanSchema } from '../src/domain/plan.js'
import type { Document, IncidentStore } from '../src/engine/incident-store.js'

/** A document that the record names cannot be used: missing, or not what its digest says. Nothing is done on its word. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
}

/** Reads what is filed under a digest and checks that it is that: an approval holds for these very bytes. */
async function readChecked(store: IncidentStore, digest: string): Promise<Json> {
  const found = await store.readDocument(digest)
  if (found === null) throw new DocumentError(`Nothing is filed under ${digest}.`)
  if (sha256(canonicalJson(found.body)) !== digest)
    throw new DocumentError(`What is filed under ${digest} was changed.`)
  return found.body
}

export async function readContainPlan(store: IncidentStore, digest: string): Promise<ContainPlan> {
  return containPlanSchema.parse(await readChecked(store, digest))
}

export async function readRestorePlan(store: IncidentStore, digest: string): Promise<RestorePlan> {
  return restorePlanSchema.parse(await readChecked(store, digest))
}

export async function readPreImage(store: IncidentStore, digest: string): Promise<PreImage> {
  return preImageSchema.parse(await readChecked(store, digest))
}

export async function readEvidence(store: IncidentStore, digest: string | null): Promise<Evidence | null> {
  return digest === null ? null : evidenceSchema.parse(await readChecked(store, digest))
}

/** Files a document under its own digest. */
export function toDocument(kind: Document['kind'], content: object): Document {
  const text = canonicalJson(content)
  return { digest: sha256(text), kind, body: jsonSchema.parse(JSON.parse(text)) }
}
