import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const zip = promisify(gzip)

export interface LogSet {
  readonly folder: string
  readonly records: number
  readonly jsonBytes: number
}

export const ACCOUNT = '111122223333'
/** The one that is looked for: about one record in a thousand is its. */
export const suspect = {
  roleArn: `arn:aws:iam::${ACCOUNT}:role/service/ci-deploy`,
  accessKeyId: 'ASIASUSPECT000000001',
} as const

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1']
/** Sessions of one file: they live for some hours, as those of roles do. */
const SESSIONS = 24
const ROLES = 60
const DAYS = 28
const AGENTS = [
  'aws-sdk-java/2.20.56 Linux/5.10.178-162.673.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.7+7-LTS Java/17.0.7 vendor/Amazon.com_Inc.',
  'Boto3/1.26.84 Python/3.9.16 Linux/4.14.255-291-231.527.amzn2.x86_64 exec-env/AWS_Lambda_python3.9 Botocore/1.29.84',
  'aws-cli/2.11.15 Python/3.11.3 Linux/5.10.178-162.673.amzn2.x86_64 exe/x86_64.amzn.2 prompt/off command/ec2.describe-instances',
  'Terraform/1.4.6 (+https://www.terraform.io) terraform-provider-aws/4.65.0 aws-sdk-go/1.44.251 (go1.19.8; linux; amd64)',
]

/** How often, and what is asked. The mix of an account at work: mostly reads, objects, and roles that are assumed. */
const CALLS: readonly (readonly [weight: number, source: string, name: string, request: Request])[] = [
  [22, 's3.amazonaws.com', 'GetObject', objectRequest],
  [10, 's3.amazonaws.com', 'PutObject', objectRequest],
  [18, 'ec2.amazonaws.com', 'DescribeInstances', instancesRequest],
  [8, 'ec2.amazonaws.com', 'DescribeSecurityGroups', instancesRequest],
  [12, 'kms.amazonaws.com', 'Decrypt', keyRequest],
  [9, 'sts.amazonaws.com', 'AssumeRole', roleRequest],
  [8, 'dynamodb.amazonaws.com', 'DescribeTable', tableRequest],
  [6, 'logs.amazonaws.com', 'DescribeLogGroups', tableRequest],
  [4, 'iam.amazonaws.com', 'GetRole', iamRequest],
  [2, 'iam.amazonaws.com', 'ListAttachedRolePolicies', iamRequest],
  [1, 'iam.amazonaws.com', 'PutRolePolicy', policyRequest],
]
const WHOLE = CALLS.reduce((sum, [weight]) => sum + weight, 0)

type Draw = (below: number) => number
type Request = (draw: Draw, number: number) => string

/**
 * CloudTrail logs as S3 holds them, `AWSLogs/<account>/CloudTrail/<region>/<day>/…json.gz`, the same for the same numbers.
 * `set` tells repetitions apart: their event ids differ.
 */
export async function writeLogs(folder: string, files: number, recordsAFile: number, set = 0): Promise<LogSet> {
  const draw = generator(20_260_301 + set)
  let jsonBytes = 0
  for (let file = 0; file < files; file += 1) {
    const region = REGIONS[file % REGIONS.length] ?? ''
    const records = Array.from({ length: recordsAFile }, (_, at) =>
      aRecord({
        draw,
        set,
        region,
        recordsAFile,
        number: file * recordsAFile + at,
        time: timeOf(file, at / recordsAFile),
      }),
    )
    const json = `{"Records":[${records.join(',')}]}`
    jsonBytes += json.length
    const day = String(1 + (file % DAYS)).padStart(2, '0')
    const into = join(folder, `AWSLogs/${ACCOUNT}/CloudTrail/${region}/2026/03/${day}`)
    await mkdir(into, { recursive: true })
    const name = `${ACCOUNT}_CloudTrail_${region}_202603${day}T0000Z_${set}x${hex(file, 14)}.json.gz`
    await writeFile(join(into, name), await zip(json))
  }
  return { folder, records: files * recordsAFile, jsonBytes }
}

interface Place {
  readonly draw: Draw
  readonly set: number
  readonly region: string
  readonly recordsAFile: number
  readonly number: number
  readonly time: string
}

function aRecord({ draw, set, region, recordsAFile, number, time }: Place): string {
  const isSuspect = draw(1000) === 0
  const session = isSuspect ? -1 : Math.floor(number / recordsAFile) * SESSIONS + draw(SESSIONS)
  const [source, name, request] = callOf(draw)
  const ip = isSuspect ? '198.51.100.23' : `10.${session % 200}.7.${1 + (draw(50) === 0 ? draw(250) : session % 250)}`
  const isDenied = draw(isSuspect ? 3 : 40) === 0
  const error = isDenied
    ? `"errorCode":"AccessDenied","errorMessage":"User: ${arnOf(session)} is not authorized to perform: ${source.split('.')[0]}:${name} because no identity-based policy allows the action",`
    : ''
  const id = `${hex(set, 2)}${hex(draw(0x1000000), 6)}-${hex(draw(65_536), 4)}-4${hex(draw(4096), 3)}-a${hex(draw(4096), 3)}-${hex(number, 12)}`
  return `{"eventVersion":"1.08","userIdentity":${identityOf(session)},"eventTime":"${time}","eventSource":"${source}","eventName":"${name}","awsRegion":"${region}","sourceIPAddress":"${ip}","userAgent":"[${AGENTS[(session + 4) % AGENTS.length]}]",${error}"requestParameters":${request(draw, number)},"responseElements":${name === 'AssumeRole' && !isDenied ? minted(draw, number) : 'null'},"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"${noise(draw, 9)}=","bytesTransferredOut":${draw(100_000)}},"requestID":"${noise(draw, 2).toUpperCase()}","eventID":"${id}","readOnly":${name.startsWith('P') ? 'false' : 'true'},"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::data-lake-${draw(20)}/partition=${draw(400)}/part-${hex(draw(0x1000000), 8)}.parquet"},{"accountId":"${ACCOUNT}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::data-lake-${draw(20)}"}],"eventType":"AwsApiCall","managementEvent":${source.startsWith('s3') ? 'false' : 'true'},"recipientAccountId":"${ACCOUNT}","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":"${source}"}}`
}

function callOf(draw: Draw): readonly [source: string, name: string, request: Request] {
  let left = draw(WHOLE)
  for (const [weight, source, name, request] of CALLS) {
    left -= weight
    if (left < 0) return [source, name, request]
  }
  throw new Error('The weights of the calls do not add up.')
}

function roleOf(session: number): string {
  return session < 0 ? 'service/ci-deploy' : `app/worker-${session % ROLES}`
}

function arnOf(session: number): string {
  const name = roleOf(session).split('/')[1]
  return `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session-${session}`
}

function identityOf(session: number): string {
  const id = `AROA${session < 0 ? 'SUSPECTSUSPECT00' : hex(session % ROLES, 17).toUpperCase()}`
  const key = session < 0 ? suspect.accessKeyId : `ASIA${hex(session, 16).toUpperCase()}`
  const role = roleOf(session)
  return `{"type":"AssumedRole","principalId":"${id}:session-${session}","arn":"${arnOf(session)}","accountId":"${ACCOUNT}","accessKeyId":"${key}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"${id}","arn":"arn:aws:iam::${ACCOUNT}:role/${role}","accountId":"${ACCOUNT}","userName":"${role.split('/')[1]}"},"webIdFederationData":{},"attributes":{"creationDate":"2026-03-${String(1 + (Math.max(0, session) % DAYS)).padStart(2, '0')}T00:00:00Z","mfaAuthenticated":"false"}}}`
}

/** A file holds some hours of a day in their order, as deliveries do. */
function timeOf(file: number, part: number): string {
  const hours = 24 * (file % DAYS) + (Math.floor(file / DAYS) % 4) * 6 + part * 6
  return new Date(Date.UTC(2026, 2, 1) + Math.floor(hours * 3600) * 1000).toISOString().replace('.000Z', 'Z')
}

function objectRequest(draw: Draw): string {
  return `{"bucketName":"data-lake-${draw(20)}","Host":"data-lake.s3.amazonaws.com","key":"partition=${draw(400)}/part-${hex(draw(0x1000000), 8)}.parquet"}`
}

function instancesRequest(draw: Draw): string {
  return `{"maxResults":1000,"instancesSet":{"items":[{"instanceId":"i-${hex(draw(0x7fffffff), 17)}"}]},"filterSet":{"items":[{"name":"tag:Name","valueSet":{"items":[{"value":"web-${draw(50)}"}]}}]}}`
}

function keyRequest(draw: Draw): string {
  return `{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::data-lake-${draw(20)}"},"keyId":"arn:aws:kms:us-east-1:${ACCOUNT}:key/${hex(draw(1000), 8)}"}`
}

function roleRequest(draw: Draw, number: number): string {
  return `{"roleArn":"arn:aws:iam::${ACCOUNT}:role/app/worker-${draw(ROLES)}","roleSessionName":"session-${number % 400}","durationSeconds":3600}`
}

function minted(draw: Draw, number: number): string {
  return `{"credentials":{"accessKeyId":"ASIA${hex(number % 5_000, 16).toUpperCase()}","sessionToken":"IQoJb3JpZ2luX2VjE${noise(draw, 40)}","expiration":"Mar 1, 2026, 1:00:00 PM"},"assumedRoleUser":{"assumedRoleId":"AROA${hex(draw(ROLES), 17).toUpperCase()}:session-${number % 400}","arn":"arn:aws:sts::${ACCOUNT}:assumed-role/worker-${draw(ROLES)}/session-${number % 400}"}}`
}

function tableRequest(draw: Draw): string {
  return `{"tableName":"orders-${draw(30)}","limit":50,"nextToken":"${noise(draw, 8)}"}`
}

function iamRequest(draw: Draw): string {
  return `{"roleName":"worker-${draw(ROLES)}"}`
}

function policyRequest(draw: Draw): string {
  return `{"roleName":"worker-${draw(ROLES)}","policyName":"inline","policyDocument":"{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":\\"s3:Get*\\",\\"Resource\\":\\"*\\"}]}"}`
}

/** What does not compress: eight characters a piece. */
function noise(draw: Draw, pieces: number): string {
  return Array.from({ length: pieces }, () => hex(draw(0x100000000), 8)).join('')
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

/** mulberry32: the same logs on every machine. */
function generator(seed: number): Draw {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
