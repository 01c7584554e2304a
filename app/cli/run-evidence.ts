import { constants } from 'node:fs'
import { access, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isNativeError } from 'node:util/types'
import { investigate } from '../../src/evidence/investigate.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { describeActor } from '../../src/evidence/proposal/describe-actor.js'
import { accusationOf } from '../evidence/accusation-of.js'
import { eventDetailsOf } from '../evidence/event-index.js'
import { findPrincipal } from '../evidence/find-principal.js'
import { type Gathering, gatherRecords } from '../evidence/gather-records.js'
import { renderPage } from '../evidence/render-page.js'
import { renderText } from '../evidence/render-text.js'
import { terminalText } from '../terminal-text.js'
import type { EvidenceOptions } from './evidence.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { jsonPieces } from './json-pieces.js'
import { tellingNowAndThen } from './telling-now-and-then.js'
import { writeOut } from './write-out.js'

/** Reads, joins all analyses, and prints the answer. Whoever asks is told in one sentence what is wrong with the question. */
export async function runEvidence(options: EvidenceOptions): Promise<ExitCode> {
  // Whatever is wrong with the question is said before hours of reading.
  const wrong = wrongTogether(options) ?? (await wrongPath(options))
  if (wrong !== null) return refuse(wrong, EXIT.usage)
  const accusing = await findingIn(options)
  if (!accusing.ok) return refuse(accusing.reason, EXIT.usage)
  const gathered = await gatherRecords(options, tellingNowAndThen())
  if (!gathered.ok) return refuse(gathered.reason, EXIT[gathered.exit])
  const { gathering } = gathered
  const unread = unreadReason(gathering, options)
  if (unread !== null) return refuse(unread, EXIT.failed)
  const focus = focusIn(options, gathering)
  if (!focus.ok) return refuse(focus.reason, EXIT.usage)
  const found = investigate(gathering.facts, {
    ...gathering.options,
    accusations: accusing.findings.map((finding) => accusationOf(finding, gathering.facts)),
    focusKey: focus.key,
    at: gathering.now,
    ...blockOf(options, focus.key),
  })
  return await show(found, gathering, options)
}

function blockOf({ blockedAt }: EvidenceOptions, focusKey: string | null) {
  return blockedAt === undefined || focusKey === null ? {} : { blockedAt, blockedActorKeys: [focusKey] }
}

/** What does not go together. */
function wrongTogether({ files, live, since, until, ...options }: EvidenceOptions): string | null {
  if (files === undefined && live !== true) return 'Give --files with CloudTrail logs, or --live with a configuration.'
  if (files !== undefined && live === true) return '--files and --live are two questions: leave one of the two out.'
  if (options.blockedAt !== undefined && options.principal === undefined)
    return '--blocked-at goes with --principal: the one that was blocked.'
  if (live === true && options.digestKeys !== undefined) return '--digest-keys goes with --files.'
  if (live !== true && options.account !== undefined)
    return '--account goes with --live: of files all records are read, whatever their account.'
  if (since !== undefined && until !== undefined && Date.parse(since) > Date.parse(until))
    return '--since is after --until: swap them.'
  return null
}

async function wrongPath({ files = [], sigma = [], html, ...options }: EvidenceOptions): Promise<string | null> {
  const others = [options.finding, options.geo, options.asn, options.flagged, options.digestKeys]
  for (const path of [...files, ...sigma, ...others]) {
    const reason = path === undefined ? null : await unreadable(path)
    if (reason !== null) return `"${shownPath(path ?? '')}" ${reason}: check the path.`
  }
  return html === undefined ? null : unwritable(html)
}

async function unwritable(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (path === '' || found?.isDirectory() === true) return `--html needs a file: "${shownPath(path)}" is none.`
  const folder = dirname(path)
  const isThere = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  return isThere
    ? null
    : `--html cannot be written: the folder "${shownPath(folder)}" is not there, or not yours to write in.`
}

async function unreadable(path: string): Promise<string | null> {
  try {
    await stat(path)
    return null
  } catch (error) {
    const code = isNativeError(error) && 'code' in error ? String(error.code) : 'unknown error'
    return code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
  }
}

/** An account may have been quiet; files without a record are not the ones that were meant. */
function unreadReason({ sources, read }: Gathering, { live }: EvidenceOptions): string | null {
  if (read > 0) return null
  const details = sources.flatMap(({ detail }) => detail ?? []).join('; ')
  const why = details === '' ? 'there is no CloudTrail record in it' : terminalText(details, 300)
  if (live !== true) {
    return `Nothing could be read (${why}). Give CloudTrail log files, or folders of them, plain or gz.`
  }
  if (sources.some(({ status }) => status !== 'failed')) return null
  return `No source could be read (${why}). \`tourniquet doctor\` says what the account lets this identity do.`
}

async function findingIn({ finding: path }: EvidenceOptions) {
  if (path === undefined) return { ok: true, findings: [] } as const
  const { readFinding } = await import('../evidence/read-finding.js')
  const read = await readFinding(path)
  if (read.ok) return { ok: true, findings: [read.finding] } as const
  const reason = `"${shownPath(path)}" is no finding that can be read: ${terminalText(read.reason, 300)}`
  return { ok: false, reason } as const
}

function focusIn({ principal }: EvidenceOptions, { facts }: Gathering) {
  if (principal === undefined) return { ok: true, key: null } as const
  const found = findPrincipal(facts, principal)
  if (found.ok) return { ok: true, key: found.actorKey } as const
  const near = found.near.map((name) => terminalText(name)).join(', ')
  const asked = `"${terminalText(principal)}"`
  if (found.reason === 'ambiguous')
    return { ok: false, reason: `${asked} may be any of these, give one of them: ${near}.` } as const
  const hint = near === '' ? 'Leave --principal out to see who is in them.' : `Did you mean one of these: ${near}?`
  return { ok: false, reason: `The records show no principal ${asked}. ${hint}` } as const
}

async function show(found: Investigation, gathering: Gathering, options: EvidenceOptions): Promise<ExitCode> {
  const { scope, baseline } = gathering.facts
  const nameOf = (key: string) => describeActor((scope.actors.get(key) ?? baseline.actors.get(key))?.actor, key)
  const columns = process.stdout.columns ?? 120
  await writeOut(options.json === true ? jsonPieces(found) : [renderText(found, { nameOf, columns })])
  if (options.html === undefined) return EXIT.ok
  try {
    const details = eventDetailsOf(gathering.facts)
    await writeFile(options.html, renderPage(found, { nameOf, details, generatedAt: gathering.now }))
  } catch (error) {
    if (!isNativeError(error) || !('code' in error)) throw error
    return refuse(`"${shownPath(options.html)}" could not be written (${error.code}).`, EXIT.failed)
  }
  process.stderr.write(`Written: ${shownPath(options.html)}\n`)
  return EXIT.ok
}

function refuse(reason: string, code: ExitCode): ExitCode {
  process.stderr.write(`evidence: ${reason}\n`)
  return code
}

function shownPath(path: string): string {
  return terminalText(path, 300)
}
