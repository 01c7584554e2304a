import { mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import { reviewOf } from '../../exercises/report/review-of.js'
import { rawEvidenceFiles } from '../../integrations/files/raw-evidence-files.js'
import type { Database } from '../../integrations/postgres/database.js'
import { postgresIncidentStore } from '../../integrations/postgres/postgres-incident-store.js'
import { postgresSystemLog } from '../../integrations/postgres/postgres-system-log.js'
import { systemClock } from '../../integrations/system/system-clock.js'
import { realmBanner, realmId } from '../../src/domain/realm.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import { loadReport } from '../../src/report/load-report.js'
import type { Config } from '../config.js'
import { keepReview, ReviewIsThereError } from '../exercise/keep-review.js'
import { servedAccounts } from '../from-config.js'
import { jsonLog } from '../logging.js'
import { openRecord } from '../open-record.js'
import { terminalText } from '../terminal-text.js'
import { completeReview, reviewPath } from './complete-review.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { planRequest } from './plan-options.js'
import { readConfig } from './read-config.js'
import type { ReviewOptions } from './review.js'

/** Writes the review of one incident, of whichever realm of the configuration it is. */
export async function runReview(incidentId: string, options: ReviewOptions): Promise<ExitCode> {
  const request = planRequest(options)
  if (request.kind === 'refused') return fail(request.why, EXIT.usage)
  if (request.kind === 'change') {
    const why = completeReview(resolve(options.out), incidentId, request.change)
    return why === null ? EXIT.ok : fail(why)
  }
  const { config } = readConfig(options)
  const { db, close } = await openRecord(config, jsonLog('error'))
  try {
    const report = await findReport(config, db, incidentId)
    if (report === null) return fail(`There is no incident ${incidentId}. \`tourniquet incidents list\` names them.`)
    return write(report, resolve(options.out))
  } finally {
    await close()
  }
}

/** That somebody takes it out is on the record before anything is written. */
async function findReport(config: Config, db: Kysely<Database>, incidentId: string): Promise<IncidentReport | null> {
  const rawEvidence = rawEvidenceFiles(resolve(config.dataDir))
  const generatedAt = systemClock.now().toISOString()
  for (const { realm } of servedAccounts(config)) {
    const [id, banner] = [realmId(realm), realmBanner(realm)]
    const report = await loadReport(postgresIncidentStore(db, id), incidentId, { banner, generatedAt, rawEvidence })
    if (report === null) continue
    const actor = { kind: 'person', name: userInfo().username } as const
    await postgresSystemLog(db, id, systemClock).append({
      what: 'EXPORTED',
      detail: { format: 'review', incidentId },
      actor,
    })
    return report
  }
  return null
}

function write(report: IncidentReport, folder: string): ExitCode {
  try {
    mkdirSync(folder, { recursive: true })
    const { html, markdown, json } = keepReview(reviewPath(folder, report.incidentId), reviewOf(report))
    process.stdout.write(`${[html, markdown, json].map((path) => terminalText(path, 2_000)).join('\n')}\n`)
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof ReviewIsThereError)) throw error
    return fail(`${error.message} Name another folder with --out.`)
  }
}

function fail(sentence: string, code: ExitCode = EXIT.failed): ExitCode {
  process.stderr.write(`review: ${terminalText(sentence, 2_000)}\n`)
  return code
}
