import { Command, InvalidArgumentError, Option } from 'commander'
import { assumeRolePolicy, iamPolicyFor } from '../../integrations/aws/iam-policy.js'
import { type Purpose, purposes } from '../../integrations/aws/permissions.js'
import { scpProtectingBlocks } from '../../integrations/aws/scp-protecting-blocks.js'
import { type Partition, partitionSchema } from '../../src/domain/partition.js'
import { EXIT, type ExitCode } from './exit-codes.js'

interface PolicyOptions {
  readonly for: readonly Purpose[]
  readonly scp?: boolean
  readonly base?: boolean
  readonly role?: string
  readonly account: string
  readonly partition: Partition
}

/** `tourniquet iam-policy`: the least that Tourniquet needs, as the policy to put on its role. */
export function iamPolicyCommand(finish: (code: ExitCode) => void): Command {
  return new Command('iam-policy')
    .description('print the IAM policy that Tourniquet needs, and no more')
    .option('--for <purposes>', `any of ${purposes.join(', ')}, with commas`, purposesIn, [...purposes])
    .option('--account <id>', 'the account whose entities it is for (default: that of the role)', accountIn, '*')
    .addOption(new Option('--partition <partition>', 'where').choices(partitionSchema.options).default('aws'))
    .option('--scp', 'instead a sample SCP under which only --role can take blocks off')
    .option('--base', 'instead what the base credentials need to assume --role')
    .option('--role <arn>', "Tourniquet's own role")
    .addHelpText('after', policyHelp)
    .action((options: PolicyOptions) => finish(printPolicy(options)))
}

const policyHelp = `
IAM has no condition for the name or the text of an inline policy, so whoever holds the contain part can in effect grant
anything: guard that role like an administrator's. Nothing is sent to AWS.

Examples:
  tourniquet iam-policy --account 111122223333
  tourniquet iam-policy --for investigate
  tourniquet iam-policy --scp --role arn:aws:iam::111122223333:role/tourniquet`

function printPolicy({ scp, base, role, partition, account, ...options }: PolicyOptions): ExitCode {
  const needsRole = scp === true || base === true
  if (scp === true && base === true) return misused('Give --scp or --base, not both.')
  if (needsRole !== (role !== undefined))
    return misused('--scp and --base go with --role ARN, and --role with one of them.')
  if (role === undefined) return print(iamPolicyFor(options.for, { partition, accountId: account }))
  try {
    const protecting = scpProtectingBlocks({ partition, irRoleArn: role })
    return print(scp === true ? protecting : assumeRolePolicy(role))
  } catch (error) {
    if (error instanceof RangeError) return misused(error.message)
    throw error
  }
}

function purposesIn(text: string): Purpose[] {
  const wanted = text.split(',').map((word) => word.trim())
  const known = purposes.filter((purpose) => wanted.includes(purpose))
  if (known.length !== wanted.length)
    throw new InvalidArgumentError(`any of ${purposes.join(', ')}, each once, with commas`)
  return known
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
