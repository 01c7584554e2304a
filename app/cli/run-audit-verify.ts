import type { AuditFault } from '../../src/audit/fault.js'
import { combineVerifications, type RealmVerification } from '../../src/incidents/combine-verifications.js'
import type { AuditVerification, VerifiedAnchor } from '../../src/incidents/verify-audit.js'
import { jsonLog } from '../logging.js'
import { openAudit } from '../open-audit.js'
import { terminalText } from '../terminal-text.js'
import type { VerifyOptions } from './audit.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { readConfig } from './read-config.js'

/** Checks the record of every realm; what is found is one document, whatever the number of realms. */
export async function runAuditVerify(options: VerifyOptions): Promise<ExitCode> {
  const opened = await openAudit(readConfig(options).config, jsonLog('error'))
  try {
    const [home, ...others] = opened.realms
    const tell = progress()
    const verify = async ({ realm, audit }: typeof home): Promise<RealmVerification> => ({
      realm,
      found: await audit.verify(tell),
    })
    const found: [RealmVerification, ...RealmVerification[]] = [await verify(home)]
    for (const other of others) found.push(await verify(other))
    const all = combineVerifications(found)
    process.stdout.write(options.json === true ? `${JSON.stringify(all, null, 2)}\n` : verificationText(all))
    return all.verified ? EXIT.ok : EXIT.failed
  } finally {
    await opened.close()
  }
}

const PROGRESS_MS = 2_000

/** A line to stderr now and then, where it takes long enough to wonder. */
function progress(): (records: number) => void {
  let tellAt = Date.now() + PROGRESS_MS
  return (records) => {
    if (Date.now() < tellAt) return
    tellAt = Date.now() + PROGRESS_MS
    process.stderr.write(`${records} records checked\n`)
  }
}

export function verificationText(found: AuditVerification): string {
  const scope = `${found.records} records of ${found.incidents} incidents and of the system, ${found.checkpoints} checkpoints`
  const lines =
    found.firstBroken === null
      ? [`Intact: ${scope}.`]
      : [...found.broken.slice(0, 20).map(brokenLine), `${found.broken.length} faults in ${scope}.`]
  return `${[...lines, ...continuedLines(found), ...found.anchors.map(anchorLine), exposureLine(found)].join('\n')}\n`
}

function brokenLine({ chain, incidentId, seq, reason }: AuditFault): string {
  const what = incidentId !== null || chain === 'system' ? 'record' : 'checkpoint'
  const where = chain === 'checkpoints' ? '' : ` of ${terminalText(chain)}`
  return `BROKEN: ${what} ${seq}${where} ${terminalText(reason, 300)}.`
}

function continuedLines({ continued }: AuditVerification): string[] {
  return continued.map(({ number, at, by, reason, lost }) => {
    const gone =
      lost === null ? 'on another database' : `without checkpoints ${lost.from} to ${lost.to}, which are lost`
    return `CONTINUED: at checkpoint ${number} (${at}) ${terminalText(by)} let the record go on ${gone}: ${terminalText(reason, 300)}`
  })
}

function anchorLine({ name, outside, checkpoint, at, exposed, torn, problem }: VerifiedAnchor): string {
  const where = `Anchor ${terminalText(name, 200)} (${outside ? 'outside this host' : 'on this host'})`
  if (problem !== null) return `${where} could not be read: ${terminalText(problem, 200)}`
  const end = torn ? ' Its last line is unfinished: whoever wrote it was stopped.' : ''
  if (checkpoint === null) return `${where} covers nothing.${end}`
  return `${where} covers up to checkpoint ${checkpoint} of ${at}; ${exposed} records are newer.${end}`
}

function exposureLine({ localOnly, exposedWindow, verifiedUpTo }: AuditVerification): string {
  const { records, since } = exposedWindow
  if (localOnly) {
    const until = verifiedUpTo === null ? '' : ` up to ${verifiedUpTo}`
    return `LOCAL ONLY: no anchor outside this host was used. This shows consistency${until}, not that nobody re-made the whole record: all ${records} records are exposed to whoever owns this host.`
  }
  return records === 0
    ? `No record is newer than the anchor outside this host of ${since}. Whether one was taken away since cannot be told.`
    : `Exposed window: ${records} records since ${since} are newer than every anchor outside this host, and could be changed by whoever has the database and the key.`
}
