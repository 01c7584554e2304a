import type { Principal } from '../../../src/domain/principal.js'
import { UNKNOWN_ACCOUNT_ID, unresolvedPrincipal } from '../../../src/domain/resolve-principal.js'
import { type FindingParse, malformed, notOurs } from '../finding-source.js'
import { inSomeAccount } from '../shared/cloudtrail-actor.js'
import { firstIssue } from '../shared/first-issue.js'
import { keepFinding } from '../shared/keep-finding.js'
import { anyMoment } from '../shared/moment.js'
import { severityOfScore, severityOfWord, UNTOLD_SEVERITY } from '../shared/severity-of.js'
import { titleText } from '../shared/title-text.js'
import { fieldsOf, valuesAt } from '../shared/values-at.js'
import { roleAskedFor } from './asked-role.js'
import { namesObjects, splunkActor } from './splunk-actor.js'
import { type SplunkAlert, splunkAlertSchema } from './splunk-schema.js'
import { splunkSubject } from './splunk-subject.js'

type Row = SplunkAlert['result']

/**
 * One alert of Splunk's webhook action. The row's actor is accused; where a role was asked for from another account, that role
 * is, with the caller beside it. A row that names only what was acted upon is a finding whose principal a person must name, and
 * one that names nothing of AWS is not ours. Never throws.
 */
export function parseSplunk(payload: unknown): FindingParse {
  const fields = fieldsOf(payload)
  if (!fields.has('sid') && !fields.has('result')) {
    return typeof payload === 'object' && payload !== null && !Array.isArray(payload)
      ? notOurs("This is not an alert of Splunk's webhook action: it has neither sid nor result.")
      : malformed('The payload is not a JSON object.')
  }
  const parsed = splunkAlertSchema.safeParse(payload)
  if (!parsed.success) return malformed(`The Splunk alert cannot be read: ${firstIssue(parsed.error)}.`)
  const { result } = parsed.data
  const actor = accused(result)
  const role = roleAskedFor(result)
  if (role !== undefined) return toFinding(parsed.data, role, isKnown(actor) ? actor : undefined)
  return actor === undefined
    ? notOurs('The row names no caller of AWS (userIdentity.arn and the like), so it accuses no IAM principal.')
    : toFinding(parsed.data, actor)
}

function isKnown(principal: Principal | undefined): boolean {
  return principal?.type === 'role' || principal?.type === 'user'
}

function accused(row: Row): Principal | undefined {
  const actor = splunkActor(row)
  if (actor !== undefined) return inSomeAccount(actor, () => recordedAccount(row))
  if (!namesObjects(row)) return undefined
  const reason = 'The row names what was acted upon, but not who acted: add userIdentity.arn to the search.'
  return unresolvedPrincipal({ partition: 'aws', accountId: recordedAccount(row) }, reason)
}

/** Where the record was written, or the role is: good for an account to ask in, never for whose the caller is. */
function recordedAccount(row: Row): string {
  const keys = ['recipientAccountId', 'requestedAccountId', 'aws_account_id', 'vendor_account']
  const told = keys.flatMap((key) => valuesAt(row, key))
  return told.find((text) => /^\d{12}$/.test(text)) ?? UNKNOWN_ACCOUNT_ID
}

function toFinding({ sid, search_name, result }: SplunkAlert, principal: Principal, askedBy?: Principal): FindingParse {
  const lastSeenAt = momentAt(result, ['lastTime', '_time', 'eventTime']) ?? momentOfSid(sid)
  if (lastSeenAt === null) return malformed('The Splunk alert has no time: add _time to the search.')
  const subject = splunkSubject(result)
  const name = titleText(search_name || 'A Splunk search that was not saved')
  return keepFinding(
    {
      source: 'splunk',
      sourceId: `${sid}#${principal.type}/${principal.name}`.slice(0, 512),
      type: name.slice(0, 512).toWellFormed(),
      title: name,
      severity: severityOf(result),
      sample: false,
      trusted: true,
      accountId: principal.accountId,
      region: regionOf(result),
      firstSeenAt: momentAt(result, ['firstTime', '_time', 'eventTime']) ?? lastSeenAt,
      lastSeenAt,
      updatedAt: momentOfSid(sid) ?? lastSeenAt,
      count: 1,
      principal,
      ...(askedBy === undefined ? {} : { askedBy }),
      ...(subject === undefined ? {} : { subject }),
    },
    'Splunk alert',
  )
}

function momentAt(row: Row, keys: readonly string[]): string | null {
  for (const key of keys) {
    const read = valuesAt(row, key)
      .map(anyMoment)
      .find((one) => one !== null)
    if (read !== undefined && read !== null) return read
  }
  return null
}

/** `scheduler_…_at_1772359290_42`, or `1772359290.42` of a search that was run by hand. */
function momentOfSid(sid: string): string | null {
  return anyMoment(/_at_(\d{10})_/.exec(sid)?.[1] ?? /^(?:rt_)?(\d{10})\./.exec(sid)?.[1])
}

function severityOf(row: Row): number {
  const words = ['severity', 'urgency', 'priority'].flatMap((key) => valuesAt(row, key)).map(severityOfWord)
  const [score] = ['risk_score', 'risk_object_score'].flatMap((key) => valuesAt(row, key))
  return (
    words.find((one) => one !== undefined) ??
    severityOfScore(score === undefined ? null : Number(score)) ??
    UNTOLD_SEVERITY
  )
}

function regionOf(row: Row): string {
  const told = ['awsRegion', 'region', 'vendor_region'].flatMap((key) => valuesAt(row, key))
  return told.find((text) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) ?? ''
}
