import type { SystemLog } from '../audit/system-log.js'
import { targetOfArn } from '../domain/block-target-arn.js'
import { cleanText } from '../domain/clean-text.js'
import type { Finding } from '../domain/finding.js'
import type { Principal } from '../domain/principal.js'
import type { Realm } from '../domain/realm.js'
import type { Engine } from '../engine/engine.js'
import { authorise, authoriseAsking } from './authorise.js'
import type { ApprovalRules } from './authority.js'
import { knownOn, type Opening, openIncident } from './open-incident.js'
import type { Refused } from './record-refused.js'
import { refusalNotesOf } from './refusal-notes.js'

/** A realm in which blocks may be asked for. */
export interface BlockRealm {
  readonly realm: Pick<Realm, 'kind' | 'partition' | 'accountId'>
  readonly engine: Engine
  readonly systemLog: SystemLog
  /** What a finding starts here. */
  readonly openingOf: (finding: Finding) => Opening
}

export interface WishedBlock {
  readonly by: string
  /** As the person gave it. */
  readonly arn: string
  readonly reason: string
  /** On GuardDuty's scale; null: 8, which is high. */
  readonly severity: number | null
}

export type BlockRequested =
  | { readonly status: 'opened' | 'joined'; readonly incidentId: string }
  | ({ readonly status: 'refused' } & Refused)

const SEVERITY = 8
const MAX_ARN_SHOWN = 300

/**
 * Opens an incident by hand, which then goes the way of every other: evidence, plan, approval. Nothing is blocked by asking, and
 * whoever asks cannot approve: no one person ever blocks alone. What must not be blocked (the root user, service-linked roles,
 * what is protected) is refused by the plan, with the reason on the record.
 *
 * Where an incident on the principal is open, the wish joins it. If a finding that cannot be forged opened that one, the person may
 * still approve there: the finding stands for the second pair of eyes, and asking must not take a vote away. One that waits for
 * somebody to stand for its finding goes on by the wish, and who wished cannot approve (docs/adr/0019). If a person opened it, it
 * stays the one who did who cannot approve.
 */
export async function requestBlock(
  realms: readonly BlockRealm[],
  rules: ApprovalRules,
  wish: WishedBlock,
): Promise<BlockRequested> {
  const parsed = targetOfArn(wish.arn.trim())
  const found = parsed.ok ? realmFor(realms, parsed.principal) : null
  const home = found ?? realms[0]
  if (home === undefined) throw new Error('A block was asked for where no account is served.')
  const refusal = authorise(rules, wish.by, { verb: 'requestBlock' }, null)
  if (!refusal.allowed) return refuse(home, wish, refusal)
  if (!parsed.ok) return refuse(home, wish, { code: 'badArn', reason: parsed.reason })
  if (found === null) {
    const { partition, accountId } = parsed.principal
    const reason = `The configuration names no ${partition} account ${accountId}: ${namesOf(realms)} can be asked for.`
    return refuse(home, wish, { code: 'notServed', reason })
  }
  return open(found, rules, wish, parsed.principal)
}

async function open(
  home: BlockRealm,
  rules: ApprovalRules,
  wish: WishedBlock,
  principal: Principal,
): Promise<BlockRequested> {
  const { engine } = home
  const finding = toFinding(wish, principal, engine)
  const known = await knownOn(engine, finding)
  const lent = known?.snapshot.context.containRequestedBy ?? []
  const asking = authoriseAsking(rules, [...lent, wish.by], 'contain', principal)
  const restsOnThem = known === null || !known.snapshot.context.trusted
  if (restsOnThem && !asking.allowed) return refuse(home, wish, asking)
  const opened = await openIncident(engine, finding, {
    ...home.openingOf(finding),
    requestedBy: wish.by,
  })
  return { status: opened.status === 'opened' ? 'opened' : 'joined', incidentId: opened.incidentId }
}

/** An account's exercise beside its live realm takes samples only; a person means it. */
function realmFor(realms: readonly BlockRealm[], { partition, accountId }: Principal): BlockRealm | null {
  const own = realms.filter(({ realm }) => realm.partition === partition && realm.accountId === accountId)
  return own.find(({ realm }) => realm.kind === 'live') ?? own[0] ?? null
}

function namesOf(realms: readonly BlockRealm[]): string {
  return [...new Set(realms.map(({ realm }) => realm.accountId))].join(', ')
}

function toFinding({ by, reason, severity }: WishedBlock, principal: Principal, engine: Engine): Finding {
  const now = engine.clock.now().toISOString()
  return {
    source: 'person',
    sourceId: `${by}/${engine.ids.next('fnd')}`,
    type: 'BlockRequested',
    title: cleanText(reason),
    severity: severity ?? SEVERITY,
    sample: false,
    trusted: true,
    accountId: principal.accountId,
    region: '',
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
    count: 1,
    principal,
  }
}

/** There is no incident to record it on: it goes on the realm's own chain, at the rate of all refusals. */
async function refuse(
  { engine, systemLog }: BlockRealm,
  { by, arn }: WishedBlock,
  { code, reason }: Refused,
): Promise<BlockRequested> {
  const notes = refusalNotesOf(engine)
  const key = ['block', by, code].join(' ')
  const repeats = notes.due(key)
  if (repeats === null) notes.counted(key)
  else {
    notes.recorded(key)
    const detail = { by, arn: cleanText(arn.slice(0, MAX_ARN_SHOWN)), code, repeats }
    await systemLog.append({ what: 'BLOCK_REQUEST_REFUSED', detail, actor: { kind: 'person', name: by } })
  }
  return { status: 'refused', code, reason }
}
