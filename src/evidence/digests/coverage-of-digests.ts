import type { DigestCoverage } from '../../domain/digest-coverage.js'
import type { DigestReport } from './judge-digests.js'

export interface CoverageNotes {
  /** Log files among those that no digest names whose digest is not written yet. */
  readonly pending: ReadonlySet<string>
  /** In words: see `DigestCoverage`. */
  readonly begins: readonly string[]
  /** Why the check was not made, or not to its end. */
  readonly unchecked: string | null
  /** In a sentence: what the signatures that were not checked lack. */
  readonly notChecked: string
  /** In a sentence: how it comes that there is no digest. */
  readonly none: string
}

/** More are counted, and not named. */
const listed = 100

/** What people are told of it. */
export function coverageOfDigests(report: DigestReport, notes: CoverageNotes): DigestCoverage {
  const unchecked = notes.unchecked?.replace(/\.+$/, '') ?? null
  const { digests, from, to, covered, changed, missing, breaks, signatures } = report
  const notCovered = report.notCovered.filter((name) => !notes.pending.has(name))
  const files = {
    covered: covered.length,
    changed: changed.length,
    missing: missing.length,
    notCovered: notCovered.length,
    pending: report.notCovered.length - notCovered.length,
  }
  const checked = {
    valid: signatures.valid.length,
    invalid: signatures.invalid.length,
    keyUnknown: signatures.keyUnknown.length,
    notChecked: signatures.notChecked.length,
  }
  const told =
    digests === 0 ? notes.none : `${filesText(files, digests)} ${signatureText(checked, breaks.length, notes)}`
  return {
    digests,
    from,
    to,
    files,
    changed: changed.slice(0, listed),
    missing: missing.slice(0, listed),
    notCovered: notCovered.slice(0, listed),
    breaks: breaks.slice(0, listed),
    begins: notes.begins.slice(0, listed),
    signatures: checked,
    unchecked,
    statement: unchecked === null ? told : `${told} The check is not whole: ${unchecked}.`,
  }
}

function filesText(
  { covered, changed, missing, notCovered, pending }: DigestCoverage['files'],
  digests: number,
): string {
  const others = [
    ...(changed > 0 ? [`${changed} not (CHANGED)`] : []),
    ...(missing > 0 ? [`${missing} that were delivered are not here`] : []),
    ...(notCovered > 0 ? [`${notCovered} no digest vouches for`] : []),
    ...(pending > 0 ? [`${pending} too new for a digest`] : []),
  ]
  const by = `by the hashes in ${digests} digest ${digests === 1 ? 'file' : 'files'}`
  const are = covered === 1 ? 'log file is' : 'log files are'
  return `${covered} ${are} what CloudTrail delivered, ${by}${others.map((text) => `; ${text}`).join('')}.`
}

function signatureText(
  { valid, invalid, keyUnknown, notChecked }: DigestCoverage['signatures'],
  breaks: number,
  notes: CoverageNotes,
): string {
  const chain = breaks === 0 ? 'Each digest follows on the one before it' : `The chain of digests is broken (${breaks})`
  const checked = valid + invalid + keyUnknown
  if (checked === 0) {
    return `${chain}; their signatures were not checked, so whoever changed a log may have changed its digest: ${notes.notChecked.replace(/\.+$/, '')}.`
  }
  const others = [
    ...(invalid > 0 ? [`, ${invalid} INVALID`] : []),
    ...(keyUnknown > 0 ? [`, ${keyUnknown} of an UNKNOWN KEY`] : []),
    ...(notChecked > 0 ? [`, ${notChecked} not checked (${notes.notChecked})`] : []),
  ]
  return `${chain}; of their signatures ${valid} are valid${others.join('')}.`
}
