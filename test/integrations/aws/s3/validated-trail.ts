import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  CloudTrailClient,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail'
import { DigestKeys } from '../../../../integrations/aws/cloudtrail/digest-keys.js'
import { S3TrailSource } from '../../../../integrations/aws/s3/trail-bucket-source.js'
import { objectsIn } from '../../../../simulated-aws/operations/s3/stored-objects.js'
import type { SimulatedAccountOptions } from '../../../../simulated-aws/simulated-account.js'
import type { DigestCoverage } from '../../../../src/domain/digest-coverage.js'
import { accountId, bucket, closing, everything, instantPace, readFrom, recordAt, trailWorld } from '../trail-world.js'

export type World = Awaited<ReturnType<typeof trailWorld>>

/** One call an hour from 06:00 to 13:00, and one in another Region. */
const calls = [
  ...Array.from({ length: 8 }, (_, hour) => recordAt((6 + hour) * 3600 + 600, hour)),
  recordAt(9 * 3600 + 900, 50, { awsRegion: 'eu-west-1' }),
]

/** A day and more after these calls; the trail has log file validation, unless it is said to have not. */
export function validatedWorld(options: Partial<SimulatedAccountOptions> = {}, validatesLogFiles = true) {
  const trails = [{ name: 'all_of.us', s3BucketName: bucket, validatesLogFiles }]
  return trailWorld(calls, { ...options, seed: { accountId, trails } })
}

/** What the source says of digest files, and how it answered. */
export async function checked(world: World, options: Partial<ConstructorParameters<typeof S3TrailSource>[0]> = {}) {
  const { report, ids } = await readFrom(sourceOf(world, options), everything)
  const digests: DigestCoverage | undefined = report.digests
  if (digests === undefined) throw new Error('The source says nothing of digest files.')
  return { report, ids, digests }
}

export function sourceOf({ connection }: World, options: Partial<ConstructorParameters<typeof S3TrailSource>[0]> = {}) {
  const common = { connection, region: 'us-east-1', bucket, accountIds: [accountId], pace: instantPace() }
  return closing(new S3TrailSource({ ...common, digestKeys: new DigestKeys(connection, instantPace()), ...options }))
}

/** The key of the log or digest of a Region that was written at this time, `T0915Z` or `T100000Z`. */
export function keyOf({ account }: World, stamp: string, region = 'us-east-1'): string {
  const keys = (objectsIn(account.account, bucket) ?? []).map(({ key }) => key)
  const found = keys.find((key) => key.includes(`/${region}/`) && key.includes(`20260301${stamp}`))
  if (found === undefined) throw new Error(`No ${stamp} of ${region} among ${keys.join(' ')}`)
  return found
}

/** As whoever may write to the bucket changes it; undefined deletes. */
export function change(
  world: World,
  key: string,
  to: ((text: string) => string) | undefined,
  metadata?: Readonly<Record<string, string>>,
): void {
  const { account } = world.account
  const object = (objectsIn(account, bucket) ?? []).find((one) => one.key === key)
  const text = gunzipSync(object?.bytes() ?? gzipSync('')).toString()
  const changed = to && { bytes: gzipSync(to(text)), metadata: metadata ?? object?.metadata ?? {} }
  account.changedObjects.set(`${bucket}/${key}`, changed)
}

const intruder = generateKeyPairSync('rsa', { modulusLength: 2048 })
const intrudersPrint = createHash('md5')
  .update(intruder.publicKey.export({ type: 'pkcs1', format: 'der' }))
  .digest('hex')

/** A digest with another content, signed as CloudTrail signs, by somebody who has not its key. */
export function forge(world: World, key: string, to: (text: string) => string, print = intrudersPrint): void {
  const { account } = world.account
  const object = (objectsIn(account, bucket) ?? []).find((one) => one.key === key)
  const before = JSON.parse(gunzipSync(object?.bytes() ?? gzipSync('{}')).toString())
  const text = to(JSON.stringify({ ...before, digestPublicKeyFingerprint: print || before.digestPublicKeyFingerprint }))
  const hash = createHash('sha256').update(text).digest('hex')
  const signed = [before.digestEndTime, `${bucket}/${key}`, hash, before.previousDigestSignature ?? 'null'].join('\n')
  const signature = sign('sha256', Buffer.from(signed), intruder.privateKey).toString('hex')
  change(world, key, () => text, { signature, 'signature-algorithm': 'SHA256withRSA' })
}

/** What an attacker with rights on the trail does; each takes hold at the clock of the world. */
export async function onTrail(
  { connection }: World,
  does: 'stop' | 'start' | 'validate' | 'dontValidate',
): Promise<void> {
  const client = new CloudTrailClient({ ...connection, region: 'us-east-1' })
  const Name = 'all_of.us'
  if (does === 'stop') await client.send(new StopLoggingCommand({ Name }))
  else if (does === 'start') await client.send(new StartLoggingCommand({ Name }))
  else await client.send(new UpdateTrailCommand({ Name, EnableLogFileValidation: does === 'validate' }))
  client.destroy()
}
