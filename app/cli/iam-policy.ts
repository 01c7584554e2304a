import { Command, InvalidArgumentError, Option } from 'commander'
import { assumeRolePolicy, iamPolicyFor } from '../../integrations/aws/iam-policy.js'
import { type AwsRole, awsRoles, type Purpose, purposes } from '../../integrations/aws/permissions.js'
import { pullPolicyFor } from '../../integrations/aws/pull-permissions.js'
import { anchorPolicyFor } from '../../integrations/aws/s3/anchor-permissions.js'
import { trailBucketPolicyFor } from '../../integrations/aws/s3/trail-permissions.js'
import { scpProtectingBlocks } from '../../integrations/aws/scp-protecting-blocks.js'
import { trustPolicyFor } from '../../integrations/aws/trust-policy.js'
import { type Partition, partitionSchema } from '../../src/domain/partition.js'
import { EXIT, type ExitCode } from './exit-codes.js'

interface PolicyOptions {
  readonly for: readonly Purpose[]
  readonly as?: AwsRole
  readonly scp?: boolean
  readonly base?: boolean
  readonly trust?: boolean
  readonly anchor?: string
  readonly trailBucket?: string
  readonly pull?: readonly string[]
  readonly prefix?: string
  readonly kmsKey?: string
  readonly role?: readonly string[]
  readonly principal?: string
  readonly externalId?: string
  readonly account: string
  readonly partition: Partition
}

/** `tourniquet iam-policy`: the least that Tourniquet needs, as the policies to put on its roles. */
export function iamPolicyCommand(finish: (code: ExitCode) => void): Command {
  return new Command('iam-policy')
    .description('print the IAM policy that Tourniquet needs, and no more')
    .option('--for <purposes>', `any of ${purposes.join(', ')}, with commas`, purposesIn, [...purposes])
    .addOption(
      new Option('--as <role>', 'of the two roles the one that looks, or the one that writes').choices(awsRoles),
    )
    .option('--account <id>', 'the account whose entities it is for (default: that of the role)', accountIn, '*')
    .addOption(new Option('--partition <partition>', 'where').choices(partitionSchema.options).default('aws'))
    .option('--scp', 'instead a sample SCP under which only --role can take blocks off')
    .option('--base', 'instead what the base credentials need to assume each --role')
    .option('--role <arn...>', "Tourniquet's own role; with --base all of them")
    .option('--trust', 'instead the trust policy of both roles: who assumes them, and with which external id')
    .option(
      '--anchor <bucket>',
      'instead what the base credentials need to keep audit checkpoints in an S3 bucket',
      bucketIn,
    )
    .option(
      '--trail-bucket <bucket>',
      "instead what the role that looks needs to read a trail's log files in an S3 bucket",
      bucketIn,
    )
    .option(
      '--pull <arn...>',
      'instead what the base credentials need to take findings from queues, and to confirm topics of SNS',
    )
    .option('--prefix <prefix>', "with --trail-bucket: what the trail's files lie under, before AWSLogs")
    .option('--kms-key <arn>', 'with --trail-bucket: the key that the trail encrypts its files with')
    .option('--principal <arn>', 'with --trust: the role or user whose credentials Tourniquet is given')
    .option('--external-id <id>', 'with --trust: the externalId of the configuration')
    .addHelpText('after', policyHelp)
    .action((options: PolicyOptions) => finish(printPolicy(options)))
}

const policyHelp = `
IAM has no condition for the name or the text of an inline policy, so whoever holds the contain part can in effect grant
anything: guard that role like an administrator's. Nothing is sent to AWS.

Examples:
  tourniquet iam-policy --account 111122223333 --as investigate
  tourniquet iam-policy --account 111122223333 --as contain
  tourniquet iam-policy --trust --principal arn:aws:iam::444455556666:role/tourniquet --external-id ID
  tourniquet iam-policy --base --role arn:aws:iam::111122223333:role/look arn:aws:iam::111122223333:role/write
  tourniquet iam-policy --scp --role arn:aws:iam::111122223333:role/write`

function printPolicy(options: PolicyOptions): ExitCode {
  try {
    const chosen = chosenPolicy(options)
    return typeof chosen === 'string' ? misused(chosen) : print(chosen)
  } catch (error) {
    if (error instanceof RangeError) return misused(error.message)
    throw error
  }
}

/** The document, or what is wrong with the question. */
function chosenPolicy(options: PolicyOptions): object | string {
  const { scp, base, trust, anchor, trailBucket, pull, role = [], principal, externalId, partition, account } = options
  const { prefix, kmsKey } = options
  const named = [anchor, trailBucket, pull].map((given) => given !== undefined)
  const kinds = [scp, base, trust, ...named].filter((kind) => kind === true)
  if (kinds.length > 1) return 'Give one of --scp, --base, --trust, --anchor, --trail-bucket and --pull.'
  if (trailBucket === undefined && (prefix !== undefined || kmsKey !== undefined))
    return '--prefix and --kms-key go with --trail-bucket.'
  if ((scp === true || base === true) !== role.length > 0)
    return '--scp and --base go with --role ARN, and --role with one of them.'
  if ((trust === true) !== (principal !== undefined))
    return '--trust goes with --principal ARN, and --principal with --trust.'
  if (trust !== true && externalId !== undefined) return '--external-id goes with --trust.'
  if (trust === true) return trustPolicyFor({ principalArn: principal ?? '', externalId: externalId ?? null })
  if (anchor !== undefined) return anchorPolicyFor({ partition, bucket: anchor })
  if (trailBucket !== undefined)
    return trailBucketPolicyFor({ partition, bucket: trailBucket, prefix: prefix ?? '', kmsKeyArn: kmsKey })
  if (pull !== undefined) return pullPolicyFor(pull)
  const [only, ...more] = role
  if (scp === true && more.length > 0) return '--scp takes one --role: the one that writes.'
  if (scp === true) return scpProtectingBlocks({ partition, irRoleArn: only ?? '' })
  if (base === true) return assumeRolePolicy(role)
  return iamPolicyFor(options.for, { partition, accountId: account }, options.as ?? null)
}

function purposesIn(text: string): Purpose[] {
  const wanted = text.split(',').map((word) => word.trim())
  const known = purposes.filter((purpose) => wanted.includes(purpose))
  if (known.length !== wanted.length)
    throw new InvalidArgumentError(`any of ${purposes.join(', ')}, each once, with commas`)
  return known
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function bucketIn(text: string): string {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)) throw new InvalidArgumentError('not the name of a bucket')
  return text
}

function accountIn(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('an account id has 12 digits')
  return text
}

function misused(what: string): ExitCode {
  process.stderr.write(`iam-policy: ${what}\n`)
  return EXIT.usage
}

function print(policy: object): ExitCode {
  process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`)
  return EXIT.ok
}
