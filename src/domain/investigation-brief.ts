import { z } from 'zod'

const severity = z.enum(['informational', 'low', 'medium', 'high', 'critical'])
const confidence = z.enum(['low', 'medium', 'high'])

/**
 * What an investigation comes to, short enough for a card; the whole is filed under `digest`. Names, ARNs and what quotes them
 * are out of records: the attacker's words.
 */
export const investigationBriefSchema = z.object({
  digest: z.string().startsWith('sha256:'),
  /** One or two sentences. */
  statement: z.string(),
  confidence: z.enum(['none', ...confidence.options]),
  doubts: z.array(z.string()),
  /** Where the records do not point at whom the question is about. The question is not changed by it: people are told. */
  contradiction: z.string().nullable(),
  proposed: z.array(
    z.object({
      /** Compares entities, also between two investigations. */
      key: z.string(),
      arn: z.string(),
      type: z.enum(['role', 'user']),
      name: z.string(),
      confidence,
      reasons: z.array(z.string()),
    }),
  ),
  notProposed: z.array(z.object({ arn: z.string(), name: z.string(), reason: z.string() })),
  /** Gravest first. */
  detections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      /** ATT&CK. */
      technique: z.string(),
      severity,
      status: z.enum(['succeeded', 'attempted']),
      what: z.string(),
      firstSeen: z.string(),
      events: z.number().int(),
    }),
  ),
  /** From the first caller that is known to the last credential, deepest first. */
  chains: z.array(z.object({ root: z.string(), path: z.array(z.string()), unresolved: z.boolean() })),
  /** What was observed, by our own reading of the records and by Amazon Detective, which names no events. */
  indicators: z.array(
    z.object({
      by: z.enum(['records', 'detective']),
      type: z.string(),
      severity: z.string(),
      technique: z.string().nullable(),
    }),
  ),
  /** What those who are under suspicion made: users, roles, keys and the like. */
  suspects: z.array(z.object({ kind: z.string(), name: z.string(), by: z.string() })),
  /** In sentences: what the records cannot show. */
  gaps: z.array(z.string()),
})
export type InvestigationBrief = z.infer<typeof investigationBriefSchema>

/** What one source answered, kept so that it can be read and checked later. */
export const rawResultSchema = z.object({
  source: z.string(),
  records: z.number().int(),
  bytes: z.number().int(),
  /** SHA-256 of the document, or of the file's content once it is decompressed. */
  digest: z.string().startsWith('sha256:'),
  /** Below the data folder; null where it is filed as a document of the record. */
  file: z.string().nullable(),
})
export type RawResult = z.infer<typeof rawResultSchema>
