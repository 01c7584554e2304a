import { stat, writeFile } from 'node:fs/promises'
import { isNativeError } from 'node:util/types'
import { investigate } from '../../src/evidence/investigate.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { describeActor } from '../../src/evidence/proposal/describe-actor.js'
import { accusationOf, readFinding } from '../evidence/accusation-of.js'
import { eventDetailsOf } from '../evidence/event-index.js'
import { findPrincipal } from '../evidence/find-principal.js'
import { type Gathering, gatherRecords } from '../evidence/gather-records.js'
import { renderPage } from '../evidence/render-page.js'
import { renderText } from '../evidence/render-text.js'
import { terminalText } from '../terminal-text.js'
import type { EvidenceOptions } from './evidence.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { tellingNowAndThen } from './telling-now-and-then.js'

/** Reads, joins all analyses, and prints the answer. Whoever asks is told in one sentence what is wrong with the question. */
export async function runEvidence(options: EvidenceOptions): Promise<ExitCode> {
  const wrong = await wrongWith(options)
  if (wrong !== null) return refuse(wrong, EXIT.usage)
  const gathered = await gatherRecords(options, tellingNowAndThen())
  if (!gathered.ok) return refuse(gathered.reason, EXIT[gathered.exit])
  const { gathering } = gathered
  const unread = unreadReason(gathering, options)
  if (unread !== null) return refuse(unread, EXIT.failed)
  const accused = await accusationsIn(options, gathering)
  if (!accused.ok) return refuse(accused.reason, EXIT.usage)
  const focus = focusIn(options, gathering)
  if (!focus.ok) return refuse(focus.reason, EXIT.usage)
  const found = investigate(gathering.facts, {
    ...gathering.options,
    accusations: accused.accusations,
    focusKey: focus.key,
    at: gathering.now,
    ...blockOf(options, focus.key),
  })
  await show(found, gathering, options)
  return EXIT.ok
}

function blockOf({ blockedAt }: EvidenceOptions, focusKey: string | null) {
  return blockedAt === undefined || focusKey === null ? {} : { blockedAt, blockedActorKeys: [focusKey] }
}

/** What can be told before anything is read. */
async function wrongWith({ files, live, since, until, ...options }: EvidenceOptions): Promise<string | null> {
  if ((files === undefined) === (live !== true))
    return 'Give --files with CloudTrail logs, or --live with a configuration: one of the two.'
  if (options.blockedAt !== undefined && options.principal === undefined)
    return '--blocked-at goes with --principal: the one that was blocked.'
  if (live === true && options.digestKeys !== undefined) return '--digest-keys goes with --files.'
  if (since !== undefined && until !== undefined && Date.parse(since) > Date.parse(until))
    return '--since is after --until: swap them.'
  const named = [...(files ?? []), ...(options.sigma ?? [])]
  for (const path of [...named, options.finding, options.geo, options.asn, options.flagged, options.digestKeys]) {
    const reason = path === undefined ? null : await unreadable(path)
    if (reason !== null) return `${shownPath(path ?? '')} ${reason}: check the path.`
  }
  return null
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

async function accusationsIn({ finding: path }: EvidenceOptions, { facts }: Gathering) {
  if (path === undefined) return { ok: true, accusations: [] } as const
  const read = await readFinding(path)
  if (!read.ok)
    return {
      ok: false,
      reason: `${shownPath(path)} is no finding that can be read: ${terminalText(read.reason, 300)}`,
    } as const
  return { ok: true, accusations: [accusationOf(read.finding, facts)] } as const
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

async function show(found: Investigation, gathering: Gathering, options: EvidenceOptions): Promise<void> {
  const { scope, baseline } = gathering.facts
  const nameOf = (key: string) => describeActor((scope.actors.get(key) ?? baseline.actors.get(key))?.actor, key)
  if (options.html !== undefined) {
    const details = eventDetailsOf(gathering.facts)
    await writeFile(options.html, renderPage(found, { nameOf, details, generatedAt: gathering.now }))
    process.stderr.write(`Written: ${shownPath(options.html)}\n`)
  }
  const columns = process.stdout.columns ?? 120
  process.stdout.write(
    options.json === true ? `${JSON.stringify(found, null, 2)}\n` : renderText(found, { nameOf, columns }),
  )
}

function refuse(reason: string, code: ExitCode): ExitCode {
  process.stderr.write(`evidence: ${reason}\n`)
  return code
}

function shownPath(path: string): string {
  return terminalText(path, 300)
}
