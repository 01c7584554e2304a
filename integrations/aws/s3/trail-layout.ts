/** Where a trail puts its files. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
export interface TrailLayout {
  /** Before `AWSLogs`; '' for nothing. */
  readonly prefix: string
  /** `o-…` of a trail of an organization, whose files lie one level deeper. */
  readonly organizationId: string | null
}

const dayMs = 86_400_000
/** `111122223333_CloudTrail_us-east-1_20260301T1005Z_aBcD….json.gz`: digests are called `CloudTrail-Digest`. */
const logFile = /\/\d{12}_CloudTrail_[a-z0-9-]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_\w+\.json(\.gz)?$/

/** The folder whose folders are Regions. */
export function accountFolder({ prefix, organizationId }: TrailLayout, accountId: string): string {
  const start = prefix === '' ? '' : `${prefix.replace(/\/+$/, '')}/`
  return `${start}AWSLogs/${organizationId === null ? '' : `${organizationId}/`}${accountId}/CloudTrail/`
}

/** The same for digest files. */
export function digestFolder(layout: TrailLayout, accountId: string): string {
  return accountFolder(layout, accountId).replace(/CloudTrail\/$/, 'CloudTrail-Digest/')
}

/** `…_CloudTrail-Digest_eu-west-1_my_trail_us-east-1_20260301T110000Z.json.gz`, for late ones with `_backfill`. */
const digestFile =
  /\/\d{12}_CloudTrail-Digest_([a-z0-9-]+)_([\w.-]+)_([a-z]{2}[a-z0-9-]{0,20}-\d{1,2})_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(_backfill)?\.json\.gz$/

export interface DigestName {
  readonly region: string
  readonly trail: string
  /** Where the trail is at home: whose keys sign. */
  readonly homeRegion: string
  /** The end of what it covers. */
  readonly endMs: number
  readonly isBackfill: boolean
}

/** What the key of a digest file says; null where it is none of one. */
export function readDigestName(key: string): DigestName | null {
  const [, region, trail, homeRegion, year, month, day, hour, minute, second, backfill] = digestFile.exec(key) ?? []
  if (region === undefined || trail === undefined || homeRegion === undefined) return null
  const endMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(endMs) ? null : { region, trail, homeRegion, endMs, isBackfill: backfill !== undefined }
}

/** The Region of `…/CloudTrail/us-east-1/`, or of the same folder of digests; null for any other folder. */
export function regionOfFolder(folder: string): string | null {
  return /\/CloudTrail(?:-Digest)?\/([a-z]{2}[a-z0-9-]*-\d+)\/$/.exec(folder)?.[1] ?? null
}

/** `2026/03/01/` for every day of the window, UTC, newest first. A file is in the folder of the day it was delivered on. */
export function dayFolders(fromMs: number, toMs: number): string[] {
  const days: string[] = []
  const lastMs = Math.floor(toMs / dayMs) * dayMs
  for (let atMs = lastMs; atMs > fromMs - dayMs; atMs -= dayMs) {
    days.push(`${new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '/')}/`)
  }
  return days
}

/** When a log file was delivered, to the minute; null where the key is none of a log file. */
export function deliveredAtMs(key: string): number | null {
  const [, year, month, day, hour, minute] = logFile.exec(key) ?? []
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`)
}
