import { z } from 'zod'

const iso = z.iso.datetime()
const ids = z.array(z.string())
const statement = z.object({ text: z.string().min(1), eventIds: ids })
const count = z.number().int().nonnegative()
const counts = { ok: count, failed: count, denied: count, firstSeen: iso, lastSeen: iso, eventIds: ids.min(1) }
const callsRow = z.object({ name: z.string(), ...counts })
const agents = { userAgents: z.array(z.object({ userAgent: z.string(), ...counts })), otherUserAgents: count }

/** What others read of `evidence --json`: these names stay. More may stand beside them. */
export const investigationShape = z.object({
  coverage: z.object({
    read: count,
    unique: count,
    skipped: count,
    from: iso.nullable(),
    to: iso.nullable(),
    regions: z.array(z.string()),
    accounts: z.array(z.string()),
    sources: z
      .array(z.object({ name: z.string(), status: z.enum(['ok', 'empty', 'failed', 'truncated']), events: count }))
      .min(1),
    digests: z
      .object({
        digests: count,
        files: z.object({ covered: count, changed: count, missing: count, notCovered: count }),
        changed: z.array(z.string()),
        signatures: z.object({ valid: count, invalid: count, notChecked: count }),
        statement: z.string().min(1),
      })
      .nullable(),
  }),
  focus: z.object({ key: z.string(), type: z.string(), name: z.string(), arn: z.string() }).nullable(),
  verdict: z.object({
    statement: z.string().min(1),
    confidence: z.enum(['none', 'low', 'medium', 'high']),
    doubts: z.array(z.string()),
    wouldChange: z.array(z.string()).min(1),
  }),
  proposed: z.array(
    z.object({
      arn: z.string().startsWith('arn:'),
      type: z.enum(['role', 'user']),
      name: z.string().min(1),
      confidence: z.enum(['low', 'medium', 'high']),
      reasons: z.array(z.string()).min(1),
      because: z.array(statement).min(1),
      eventIds: ids.min(1),
      roots: z.array(z.object({ principal: z.string(), path: z.array(z.string()).min(2), eventIds: ids })),
    }),
  ),
  notProposed: z.array(
    z.object({ arn: z.string(), name: z.string(), kind: z.string(), reason: z.string().min(1), eventIds: ids }),
  ),
  notProposedCount: count,
  sessions: z.array(
    z.object({
      accessKeyId: z.string(),
      principal: z.string(),
      issuedBy: z.string().nullable(),
      parent: z.string().nullable(),
      parentAccessKeyId: z.string().nullable(),
      firstSeen: iso.nullable(),
      lastSeen: iso.nullable(),
      calls: count,
      errors: count,
      sourceIps: z.array(z.string()),
    }),
  ),
  unlistedSessions: z.object({ count, mayBeAlive: count }),
  chains: z.array(
    z.object({
      root: z.string(),
      depth: z.number().int().positive(),
      links: z.array(z.object({ from: z.string(), to: z.string(), accessKeyId: z.string(), uses: count })).min(1),
    }),
  ),
  routines: z.array(
    z.object({
      key: z.string(),
      activeMs: count,
      daysSeen: z.object({ scope: count, baseline: count }),
      baselineDays: count,
      credentials: z.object({ scope: count, baseline: count }),
      assumers: z.array(z.object({ actorKey: z.string(), scope: count, baseline: count, eventIds: ids })),
      assumerCount: count,
      sourceIps: z.object({ onlyNow: z.object({ count, first: z.array(z.string()) }) }),
    }),
  ),
  afterBlock: z
    .object({
      at: iso,
      blocked: z.array(z.string()).min(1),
      denied: count,
      leftAlive: z.array(
        z.object({ accessKeyId: z.string(), alive: z.literal(true).nullable(), usedAfter: z.boolean() }),
      ),
      more: count,
    })
    .nullable(),
  indicators: z.array(
    z.object({
      type: z.string(),
      severity: z.string(),
      technique: z.string().nullable(),
      status: z.enum(['observed', 'notObserved', 'insufficientBaseline', 'notEvaluated']),
      detail: z.looseObject({}).nullish(),
      eventIds: ids,
    }),
  ),
  detections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      technique: z.string().regex(/^T\d{4}/),
      severity: z.string(),
      eventIds: ids.min(1),
    }),
  ),
  apiCallVolume: z.array(z.object({ start: iso, ok: count, failed: count })),
  calls: z.object({ byIp: z.array(callsRow), byMethod: z.array(callsRow), byResource: z.array(callsRow) }),
  addresses: z.array(
    z.object({
      actorKey: z.string(),
      type: z.string(),
      name: z.string(),
      arn: z.string(),
      addresses: z.array(
        z.object({
          sourceIp: z.string(),
          standsOut: z.boolean(),
          ...counts,
          lastEventId: z.string().min(1),
          tools: z.array(z.object({ tool: z.string().min(1), userAgents: count, ...counts })).min(1),
          otherTools: count,
          ...agents,
          keys: z.array(
            z.object({
              accessKeyId: z.string(),
              principalId: z.string(),
              sessionName: z.string(),
              ...counts,
              ...agents,
            }),
          ),
          otherKeys: count,
        }),
      ),
      otherAddresses: count,
    }),
  ),
  sigma: z.object({
    rules: count.nullable(),
    matches: z.array(z.looseObject({ eventIds: ids })),
    unsupported: z.array(z.looseObject({})),
  }),
  persistence: z.array(z.object({ kind: z.string(), name: z.string(), by: z.string(), eventIds: ids.min(1) })),
  timeline: z.object({ entries: z.array(z.object({ at: iso, what: z.string(), eventId: z.string() })) }),
})
