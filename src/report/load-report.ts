import type { z } from 'zod'
import { checkChain } from '../audit/chain.js'
import type { AuditRecord } from '../audit/record.js'
import { digestOf } from '../domain/canonical-json.js'
import { evidenceSchema } from '../domain/evidence.js'
import type { Incident } from '../domain/incident.js'
import { containPlanSchema, restorePlanSchema } from '../domain/plan.js'
import type { IncidentStore } from '../engine/incident-store.js'
import type { RawEvidenceFiles } from '../ports.js'
import { checkRaw } from './check-raw.js'
import { buildIncidentReport, type IncidentReport } from './incident-report.js'

/** How often the record is read again where the incident moved meanwhile. */
const MAX_READS = 5

export interface LoadReportOptions {
  readonly banner: string
  readonly generatedAt: string
  /** null: what sources answered is not held against its digests, and `rawChecks` is empty. */
  readonly rawEvidence: Pick<RawEvidenceFiles, 'check'> | null
}

/**
 * Gathers an incident's record and builds its report; null where there is no such incident. A document that is gone, or is
 * not what its digest says, is reported as lost: a report of a damaged record is wanted most.
 */
export async function loadReport(
  store: IncidentStore,
  incidentId: string,
  { banner, generatedAt, rawEvidence }: LoadReportOptions,
): Promise<IncidentReport | null> {
  const read = await readRecord(store, incidentId)
  if (read === null) return null
  const { incident, audit } = read
  const { context } = incident.snapshot
  const head = { incidentId, seq: incident.auditSeq, hash: incident.auditHash }
  const evidence = await readFiled(store, context.evidenceDigest, evidenceSchema)
  return buildIncidentReport({
    incident,
    findings: await store.readFindings(incidentId),
    audit,
    chain: checkChain(head, audit),
    evidence,
    rawChecks: rawEvidence === null ? [] : await checkRaw(store, rawEvidence, evidence?.raw ?? []),
    containPlan: await readFiled(store, context.containPlanDigest, containPlanSchema),
    restorePlan: await readFiled(store, context.restorePlanDigest, restorePlanSchema),
    banner,
    generatedAt,
  })
}

/**
 * The incident and its chain as of one moment. They are two reads: where a step was recorded between them, the chain would
 * seem longer than its head and be called broken, so both are read again; one that never rests is cut at the head.
 */
async function readRecord(
  store: IncidentStore,
  incidentId: string,
): Promise<{ incident: Incident; audit: AuditRecord[] } | null> {
  let incident = await store.readIncident(incidentId)
  for (let reads = 1; incident !== null; reads += 1) {
    const audit = await store.readAudit(incidentId)
    const after = await store.readIncident(incidentId)
    if (after === null || after.revision === incident.revision) return { incident, audit }
    if (reads >= MAX_READS) return { incident, audit: audit.slice(0, incident.auditSeq) }
    incident = after
  }
  return null
}

async function readFiled<T>(store: IncidentStore, digest: string | null, schema: z.ZodType<T>): Promise<T | null> {
  const found = digest === null ? null : await store.readDocument(digest)
  if (found === null || digestOf(found.body) !== digest) return null
  const parsed = schema.safeParse(found.body)
  return parsed.success ? parsed.data : null
}
