import {
  type Findings,
  notOurs,
  type ParsePayload,
  type RefusedFinding,
} from '../integrations/findings/finding-source.js'
import { joinParses } from '../integrations/findings/parse-each.js'
import { readJson } from '../integrations/findings/read-json.js'
import { findingSources, type PayloadSource, payloadSources } from '../integrations/findings/sources.js'
import type { Finding } from '../src/domain/finding.js'
import type { Realm } from '../src/domain/realm.js'
import { accusedHere } from '../src/routing/accused-here.js'

/** A source that has a parser. */
export interface IntakeSource {
  readonly name: PayloadSource
  readonly parse: ParsePayload
}

/**
 * What becomes of a payload. Where one of its findings is taken it is, and `skipped` says why others are not. `tooLarge` (HTTP 413), `badJson` (400) and `malformed` (422) are the sender's to correct;
 * `notOurs` (200) is well made, and sending it again would change nothing. The reason is a sentence or two that may quote the payload, escaped for
 * a terminal, not for HTML or Slack.
 */
export type Intake = AcceptedIntake | RefusedIntake
export interface AcceptedIntake {
  readonly accepted: true
  readonly findings: Findings
  readonly skipped: readonly RefusedFinding[]
}
export interface RefusedIntake {
  readonly accepted: false
  readonly kind: 'tooLarge' | 'badJson' | 'malformed' | 'notOurs'
  readonly reason: string
}

/** Findings are a few kilobytes; GuardDuty's largest stay far below this. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024

/** The accounts that findings may be about, and whether what happens to them is in earnest. */
export type IntakeScope = readonly Pick<Realm, 'kind' | 'partition' | 'accountId'>[]

export const intakeSources: readonly IntakeSource[] = payloadSources.map((name) => ({
  name,
  parse: findingSources[name],
}))

/**
 * Judges a payload as it came: the one way in, for the webhook and for `ingest --dry-run` alike. With `scope` null (no
 * configuration at hand) only the payload is judged, not whose it is. Never throws, asks nobody and fetches nothing that
 * the payload names.
 */
export function judgePayload(source: IntakeSource, bytes: Uint8Array, scope: IntakeScope | null): Intake {
  if (bytes.length > MAX_PAYLOAD_BYTES) {
    return { accepted: false, kind: 'tooLarge', reason: `A finding has at most ${MAX_PAYLOAD_BYTES} bytes.` }
  }
  const read = readJson(bytes)
  if (!read.ok) return { accepted: false, kind: 'badJson', reason: read.reason }
  const parsed = source.parse(read.payload)
  return parsed.accepted && scope !== null ? inScope(parsed, scope) : parsed
}

function inScope({ findings, skipped }: AcceptedIntake, scope: IntakeScope): Intake {
  const judged = findings.map((finding) => {
    const about = accusedHere(finding, scope)
    const reason = outOfScope(about, scope)
    return reason === null ? ({ accepted: true, findings: [about], skipped: [] } as const) : notOurs(reason)
  })
  return joinParses([...judged, ...skipped])
}

/**
 * Why nobody here takes a finding; null where somebody does.
 *
 * The account is that of the accused principal, which the finding names; the envelope's is only where the event bus is, and
 * whoever may write to that bus chooses it.
 */
export function outOfScope({ principal, sample }: Finding, scope: IntakeScope): string | null {
  const { partition, accountId } = principal
  const served = scope.filter((one) => one.partition === partition && one.accountId === accountId)
  if (served.length === 0) {
    return `The finding is about ${partition} account ${accountId}, which this configuration does not name.`
  }
  const isEarnest = served.every(({ kind }) => kind === 'live')
  return sample && isEarnest ? 'A sample finding opens no live incident.' : null
}
