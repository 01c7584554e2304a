import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import type { LoggedCall } from '../../simulated-aws/account/call-log.js'
import { checkChain } from '../../src/audit/chain.js'
import { auditBodySchema } from '../../src/audit/record.js'
import { canonicalJson } from '../../src/domain/canonical-json.js'
import { writeKinds } from '../../src/domain/effect.js'
import { incidentSnapshotSchema } from '../../src/domain/incident.js'
import type { Handled } from './responder.js'
import { roleOf, type World } from './world.js'

const incidentRow = z.object({
  id: z.string(),
  state: z.string(),
  open: z.boolean(),
  audit_seq: z.number(),
  audit_hash: z.string(),
  snapshot: incidentSnapshotSchema,
})
const auditRow = z.object({ body: auditBodySchema, prev_hash: z.string(), hash: z.string() })
const effectRow = z.object({ kind: z.string(), status: z.string(), body: z.object({ topic: z.string().optional() }) })

interface Recorded {
  readonly incidents: z.infer<typeof incidentRow>[]
  readonly findings: string[]
  readonly audit: z.infer<typeof auditRow>[]
  readonly effects: z.infer<typeof effectRow>[]
  readonly timers: number
}

const QUIET_WITHIN_MS = 15_000

/**
 * What is wrong at the end of a run, in sentences; empty if nothing is. Looks at the database and at the account
 * themselves, never at what the product says of them. Waits until the last notice and report are done.
 */
export async function judge(
  world: World,
  handled: Handled,
  restoreAs: 'false-alarm' | 'compromise',
): Promise<string[]> {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  try {
    const recorded = await readWhenQuiet(client)
    return [...judgeRecord(recorded, world, handled), ...judgeAccount(recorded, world, restoreAs)]
  } finally {
    await client.end()
  }
}

async function readWhenQuiet(client: pg.Client): Promise<Recorded> {
  const giveUpAtMs = performance.now() + QUIET_WITHIN_MS
  for (;;) {
    const recorded = await readRecord(client)
    const isQuiet = recorded.effects.every(({ status }) => !['pending', 'claimed'].includes(status))
    if (isQuiet || performance.now() > giveUpAtMs) return recorded
    await sleep(100)
  }
}

/** All of one moment: an incident and its chain that were read one after the other may be a step apart. */
async function readRecord(client: pg.Client): Promise<Recorded> {
  const rows = async (query: string) => (await client.query(query)).rows
  await rows('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const recorded = {
    incidents: z.array(incidentRow).parse(await rows('SELECT * FROM incident')),
    findings: (await rows("SELECT body ->> 'sourceId' AS id FROM finding")).map(({ id }) => String(id)),
    audit: z.array(auditRow).parse(await rows('SELECT * FROM audit ORDER BY incident_id, seq')),
    effects: z.array(effectRow).parse(await rows('SELECT * FROM effect ORDER BY ordinal')),
    timers: (await rows('SELECT id FROM timer')).length,
  }
  await rows('COMMIT')
  return recorded
}

function judgeRecord(
  { incidents, findings, audit, effects, timers }: Recorded,
  world: World,
  handled: Handled,
): string[] {
  const [incident] = incidents
  if (incident === undefined || incidents.length > 1) return [`there are ${incidents.length} incidents, not one`]
  const records = audit.map(({ body, prev_hash, hash }) => ({ body, prevHash: prev_hash, hash }))
  const chain = checkChain({ incidentId: incident.id, seq: incident.audit_seq, hash: incident.audit_hash }, records)
  const { verdict } = incident.snapshot.context
  const notices = effects
    .filter(({ kind, status }) => kind === 'notify' && status === 'done')
    .map(({ body }) => body.topic)
  const [unsettled] = effects.filter(({ status }) => !['done', 'cancelled', 'abandoned'].includes(status))
  const [abandonedWrite] = effects.filter(({ kind, status }) => isWriteEffect(kind) && status === 'abandoned')
  return wrongs([
    [
      handled.accepted.incidentId === incident.id,
      `the sender was told ${handled.accepted.incidentId}, not ${incident.id}`,
    ],
    [canonicalJson(findings) === canonicalJson([world.findingId]), `the findings on record are ${findings.join(', ')}`],
    [incident.state === 'closed' && !incident.open, `the incident is ${incident.state}`],
    [chain.ok, `the chain is broken: ${chain.ok ? '' : chain.reason}`],
    [verdict.contained && verdict.policy === 'held', `the verdict is ${JSON.stringify(verdict)}`],
    [canonicalJson(notices) === '["contained","restored","closed"]', `people were told: ${notices.join(', ')}`],
    [unsettled === undefined, `${unsettled?.kind} is left ${unsettled?.status}`],
    [abandonedWrite === undefined, `the write ${abandonedWrite?.kind} was abandoned`],
    [timers === 0, `${timers} timers are left`],
    [existsSync(join(world.folder, 'data/reports', `${incident.id}.html`)), 'there is no report'],
  ])
}

const planned = z.object({ containmentId: z.string() })

/** The account's own state and its log of calls, against the one containment of the record. */
function judgeAccount(
  { incidents, effects }: Recorded,
  world: World,
  restoreAs: 'false-alarm' | 'compromise',
): string[] {
  const context = incidents[0]?.snapshot.context
  const { containmentId: id } = planned.parse({ containmentId: context?.containmentId ?? 'none' })
  const block = `PutRolePolicy DenyAll-${id}`
  const revoke = `PutRolePolicy RevokeOlderSessions-${id}`
  const undo = `DeleteRolePolicy DenyAll-${id}`
  const expected = restoreAs === 'compromise' ? [block, revoke, undo] : [block, undo]
  const writes = world.account.calls().filter(isWrite).map(nameWrite)
  const cards = existsSync(join(world.folder, 'data/undo-cards', `${id}.json`))
  const writesOnRecord = effects.filter(({ kind, status }) => isWriteEffect(kind) && status === 'done')
  return wrongs([
    [
      canonicalJson(writes) === canonicalJson(expected),
      `the account was written to so: ${writes.join('; ') || 'never'}`,
    ],
    [
      writesOnRecord.length === expected.length,
      `${writesOnRecord.length} writes are on record, not ${expected.length}`,
    ],
    [
      roleIsAsBefore(world, restoreAs === 'compromise' ? `RevokeOlderSessions-${id}` : null),
      'the role is not as it was',
    ],
    [cards, 'there is no undo card'],
  ])
}

function isWriteEffect(kind: string): boolean {
  return writeKinds.some((write) => write === kind)
}

function isWrite({ operation, via }: LoggedCall): boolean {
  return via === 'http' && !/^(iam:(Get|List|Simulate)|sts:GetCallerIdentity|cloudtrail:LookupEvents)/.test(operation)
}

function nameWrite({ operation, parameters, error }: LoggedCall): string {
  const policy = typeof parameters.PolicyName === 'string' ? parameters.PolicyName : '?'
  return `${operation.replace('iam:', '')} ${policy}${error === null ? '' : ` (${error})`}`
}

/** To the byte, but for the one policy that a restore after a real compromise leaves on purpose. */
function roleIsAsBefore(world: World, intended: string | null): boolean {
  const now = roleOf(world.account)
  const inlinePolicies = { ...now.inlinePolicies }
  if (intended !== null) {
    if (!inlinePolicies[intended]) return false
    delete inlinePolicies[intended]
  }
  return canonicalJson({ ...now, inlinePolicies }) === canonicalJson(world.roleBefore)
}

function wrongs(checks: readonly (readonly [holds: boolean, otherwise: string])[]): string[] {
  return checks.filter(([holds]) => !holds).map(([, otherwise]) => otherwise)
}
