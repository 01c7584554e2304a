import { createHash } from 'node:crypto'
import type { JsonObject } from '../json.js'
import { isInEventHistory } from '../operations/event-attributes.js'
import type { Account } from './account.js'
import { settingsAt } from './configured-trails.js'
import type { ConfiguredTrail, TrailSettings } from './entities.js'
import type { TrailEntry } from './trail.js'

/** A record that a trail has handed on. */
export type Delivered = { readonly entry: TrailEntry; readonly deliveredAtMs: number }

/** A file of records in a trail's bucket. */
export type DeliveredFile = {
  readonly key: string
  readonly region: string
  readonly writtenAtMs: number
  readonly records: Delivered[]
}

const defaultLagMs = 5_000
/** How often CloudTrail writes files. */
const fileEveryMs = 5 * 60_000

/** What the trail has delivered by now, in the order of the calls. Nothing of what happened while it was switched off. */
export function deliveredBy(account: Account, trail: ConfiguredTrail): Delivered[] {
  const nowMs = account.now().getTime()
  const entries = [...account.trail.newestFirst(Number.POSITIVE_INFINITY)].reverse()
  return entries.flatMap((entry) => {
    const atMs = calledAtMs(account, entry)
    const deliveredAtMs = atMs + lagMs(account)
    const isThere = isSeeded(entry) || deliveredAtMs <= nowMs
    return isThere && isLogged(trail, entry, atMs) ? [{ entry, deliveredAtMs }] : []
  })
}

/**
 * The files of one trail, in the order of their keys. A file is there once its period is over, and never changes. Its
 * folder is the day on which it was written: late records are in the folder of the next day, as in AWS.
 */
export function filesOf(account: Account, trail: ConfiguredTrail): DeliveredFile[] {
  const nowMs = account.now().getTime()
  const files = new Map<string, DeliveredFile>()
  for (const delivered of deliveredBy(account, trail)) {
    const writtenAtMs = writtenAt(account, delivered)
    const region = regionOf(account, delivered.entry)
    const key = keyOf(account, trail, region, writtenAtMs)
    const file = files.get(key) ?? { key, region, writtenAtMs, records: [] }
    file.records.push(delivered)
    if (isSeeded(delivered.entry) || writtenAtMs <= nowMs) files.set(key, file)
  }
  return [...files.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function lagMs(account: Account): number {
  return account.settings.trailDeliveryLagMs ?? defaultLagMs
}

/** Records of the seed were there before anything ran. */
function isSeeded({ visibleAtMs }: TrailEntry): boolean {
  return visibleAtMs === Number.NEGATIVE_INFINITY
}

function calledAtMs(account: Account, entry: TrailEntry): number {
  return isSeeded(entry) ? entry.eventTimeMs : entry.visibleAtMs - account.settings.cloudTrailLagMs
}

function isLogged(trail: ConfiguredTrail, { record }: TrailEntry, atMs: number): boolean {
  const isSelected = selects(settingsAt(trail, atMs), record)
  return isSelected && trail.loggingPeriods.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
}

/** Of global services IAM and CloudFront: STS records at the Region that was asked, here as by its regional endpoints. */
const globalSources = ['iam.amazonaws.com', 'cloudfront.amazonaws.com']

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
function selects(
  { eventSelectors, includesGlobalServiceEvents }: Readonly<TrailSettings>,
  record: JsonObject,
): boolean {
  if (!isInEventHistory(record)) return eventSelectors?.some(hasDataResources) === true
  if (!includesGlobalServiceEvents && globalSources.includes(String(record.eventSource))) return false
  return eventSelectors?.some((selector) => takesManagement(selector, record)) ?? true
}

function takesManagement({ IncludeManagementEvents, ReadWriteType }: JsonObject, { readOnly }: JsonObject): boolean {
  if (IncludeManagementEvents === false) return false
  if (ReadWriteType === 'ReadOnly') return readOnly === true
  return ReadWriteType !== 'WriteOnly' || readOnly !== true
}

function hasDataResources({ DataResources }: JsonObject): boolean {
  return Array.isArray(DataResources) && DataResources.length > 0
}

function writtenAt(account: Account, { entry, deliveredAtMs }: Delivered): number {
  const everyMs = isSeeded(entry) ? fileEveryMs : Math.max(1_000, Math.min(fileEveryMs, lagMs(account)))
  return (Math.floor(deliveredAtMs / everyMs) + 1) * everyMs
}

function regionOf(account: Account, { record }: TrailEntry): string {
  return typeof record.awsRegion === 'string' ? record.awsRegion : account.region
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
function keyOf({ accountId }: Account, { arn }: ConfiguredTrail, region: string, writtenAtMs: number): string {
  const [day = '', time = ''] = new Date(writtenAtMs).toISOString().split('T')
  const stamp = `${day.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`
  const unique = createHash('sha256').update(`${arn} ${region} ${writtenAtMs}`).digest('base64')
  const suffix = unique.replace(/[+/=]/g, 'x').slice(0, 16)
  const folder = `AWSLogs/${accountId}/CloudTrail/${region}/${day.replaceAll('-', '/')}`
  return `${folder}/${accountId}_CloudTrail_${region}_${stamp}_${suffix}.json.gz`
}
