import type { Kysely } from 'kysely'
import type { Database } from '../../integrations/postgres/database.js'
import { postgresIncidentStore } from '../../integrations/postgres/postgres-incident-store.js'
import { systemClock } from '../../integrations/system/system-clock.js'
import { cleanText } from '../../src/domain/clean-text.js'
import { realmBanner, realmId } from '../../src/domain/realm.js'
import type { Brake } from '../../src/engine/brakes.js'
import { acceptReconcile, type ReconciledRealm } from '../../src/incidents/accept-reconcile.js'
import { whyNotCurrent } from '../../src/incidents/guard-standing.js'
import type { ReconcileRow } from '../../src/incidents/reconcile.js'
import { auditSettingsOf } from '../audit-config.js'
import { connectAccount } from '../compose.js'
import type { Config } from '../config.js'
import { connectionOf, lookupRateOf, type ServedAccount, servedAccounts } from '../from-config.js'
import { jsonLog } from '../logging.js'
import { brakedRealms, openRecord } from '../open-record.js'
import { type Reconciliation, readReconciliation } from '../read-reconciliation.js'
import { runtimeAudit } from '../runtime-audit.js'
import { terminalText } from '../terminal-text.js'
import { whoAsks } from '../who-asks.js'
import { ServerAnswerError } from './api-client.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { readConfig } from './read-config.js'
import type { ReconcileOptions } from './reconcile.js'

const HOUR_MS = 3_600_000
/** LookupEvents answers two a second: a minute. */
const MAX_REQUESTS = 120

/** One account, as it was compared. */
interface Compared extends ReconciledRealm {
  readonly served: ServedAccount
  /** Why the database is not current; null: it is. */
  readonly standing: string | null
  readonly held: readonly Brake[]
}

/** Compares every account of the configuration, prints what was found, and records it where a person accepts it. */
export async function runReconcile(options: ReconcileOptions): Promise<ExitCode> {
  const { config } = readConfig(options)
  const wisher = options.accept === true ? whoAsks(config) : null
  const { db, close } = await openRecord(config, jsonLog('error'))
  try {
    const compared: Compared[] = []
    for (const served of servedAccounts(config)) compared.push(await compare(config, db, served, options.hours))
    // Beside a live realm, samples write nothing: they are shown only where their record is held.
    const shown = compared.filter((each) => !each.served.forSamples || !agrees(each))
    print(options.json === true ? JSON.stringify(shown.map(answerOf), null, 2) : shown.map(textOf).join('\n\n'))
    if (wisher === null) return compared.every(agrees) ? EXIT.ok : EXIT.failed
    for (const realm of compared) {
      const accepted = await acceptReconcile(realm, wisher, cleanText(options.reason ?? '').slice(0, 2_000))
      if (accepted.status === 'refused') throw new ServerAnswerError(accepted.reason, accepted.code === 'notPermitted')
    }
    process.stderr.write(`Accepted by ${wisher.by}: it is on the record, and writes go on unless they are frozen.\n`)
    return EXIT.ok
  } finally {
    await close()
  }
}

async function compare(config: Config, db: Kysely<Database>, served: ServedAccount, hours: number): Promise<Compared> {
  const id = realmId(served.realm)
  const own = brakedRealms(config, db).find((each) => each.id === id)
  if (own === undefined) throw new Error(`The configuration has no realm ${id}.`)
  const audit = runtimeAudit({ db, realm: id, settings: auditSettingsOf(config), log: jsonLog('error') })
  const { rows, notCompared } = served.forSamples ? nothing : await compareAws(config, db, served, hours)
  const { standing, unread } = await audit.readStanding()
  const why = whyNotCurrent(standing)
  return {
    ...own,
    served,
    rows,
    notCompared: [...notCompared, ...unread.map((name) => `The anchor ${name} does not answer.`)],
    isCurrent: why === null,
    standing: why,
    held: (await own.brakes.standing()).filter(({ kind }) => kind === 'standing'),
    continueFromHere: audit.continueFromHere,
  }
}

const nothing: Reconciliation = { rows: [], notCompared: [] }

async function compareAws(
  config: Config,
  db: Kysely<Database>,
  { realm, account }: ServedAccount,
  hours: number,
): Promise<Reconciliation> {
  const access = connectAccount({ realm, ...connectionOf(account), ...lookupRateOf(config) })
  try {
    const aws = access.reader(null)
    const identity = await aws.sts.callerIdentity()
    if (identity.accountId !== realm.accountId) {
      throw new Error(
        `The credentials are of account ${identity.accountId}, the configuration names ${realm.accountId}. Use credentials of that account, or name a role of it.`,
      )
    }
    const to = systemClock.now()
    const from = new Date(to.getTime() - hours * HOUR_MS).toISOString()
    const store = postgresIncidentStore(db, realmId(realm))
    const window = { from, to: to.toISOString(), maxRequests: MAX_REQUESTS }
    return await readReconciliation({ realm, aws, store, ...window })
  } finally {
    access.close()
  }
}

function agrees({ rows, notCompared, isCurrent, held }: Compared): boolean {
  return rows.every((row) => row.agrees) && notCompared.length === 0 && isCurrent && held.length === 0
}

function answerOf(compared: Compared) {
  const { id, accountId, standing, held, rows, notCompared } = compared
  return { realm: id, accountId, agrees: agrees(compared), standing, held, rows, notCompared }
}

function textOf({ id, served, standing, held, rows, notCompared }: Compared): string {
  const banner = realmBanner(served.realm)
  const differing = rows.filter((row) => !row.agrees).length
  return [
    `${terminalText(id, 200)}${banner === '' ? '' : ` (${terminalText(banner)})`}`,
    ...(standing === null ? [] : [`NOT CURRENT: ${terminalText(standing, 400)}.`]),
    ...held.map(({ reason, since }) => `WRITES ARE HELD since ${since}: ${terminalText(reason, 400)}.`),
    ...notCompared.map((what) => `NOT COMPARED: ${terminalText(what, 400)}`),
    ...rows.flatMap(rowLines),
    differing === 0
      ? `${rows.length} compared, none differs. Nothing was changed.`
      : `${differing} of ${rows.length} differ. Nothing was changed.`,
  ].join('\n')
}

function rowLines({ finding, agrees: isFine, subject, incidentId, note, cure }: ReconcileRow): string[] {
  return [
    `${isFine ? ' ' : '!'} ${finding.padEnd(16)}${terminalText(subject, 300)}${incidentId === null ? '' : `  ${incidentId}`}`,
    `    ${terminalText(note, 600)}`,
    ...cure.map((line) => `    > ${terminalText(line, 2_000)}`),
  ]
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
