import type { AccountDiagnosis, Entrance } from '../../../integrations/aws/account-diagnosis.js'
import { type AwsRole, type Permission, permissions } from '../../../integrations/aws/permissions.js'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { CallerIdentity } from '../../../src/ports.js'
import type { AccountConfig } from '../../account-config.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'
import { awsCure } from './aws-cure.js'
import { checkClock } from './clock-skew.js'

/** What the checks of one account need to know. `nowMs` is this machine's clock. */
export interface AwsCheckSubject {
  readonly account: AccountConfig
  readonly diagnosis: AccountDiagnosis
  readonly nowMs: () => number
}

/** CloudTrail's event history is about 5 minutes late, and up to 15: https://docs.aws.amazon.com/awscloudtrail/ */
const LATE_MS = 20 * 60_000

/** Whether an account can be reached as whom, and whether what is needed there is granted. Reads and simulates; never writes. */
export async function checkAwsAccount(subject: AwsCheckSubject): Promise<CheckLine[]> {
  const { account, diagnosis, nowMs } = subject
  const name = `aws ${account.id}`
  const entrances = [...new Set([diagnosis.base, diagnosis.looking, diagnosis.writing])]
  const met = await Promise.all(entrances.map((entrance) => meet(name, entrance, account, nowMs)))
  const lines = met.flatMap((each) => each.lines)
  const identity = met[entrances.indexOf(diagnosis.looking)]?.identity ?? null
  const writer = met[entrances.indexOf(diagnosis.writing)]?.identity ?? null
  if (identity === null || writer === null) return lines
  const clock = checkClock(`${name} clock`, "AWS's Date header", Date.parse(identity.at) - identity.askedAtMs)
  const more = await Promise.all([
    tryReads(name, diagnosis.looking),
    ...diagnosis.regions.map((region) => readHistory(name, diagnosis.looking, region, nowMs)),
    ...grantQuestions(subject, identity, writer).map((question) => askGrants(name, diagnosis, question)),
  ])
  return [...lines, clock, ...more]
}

type Met = CallerIdentity & { readonly askedAtMs: number }

async function meet(
  name: string,
  entrance: Entrance,
  account: AccountConfig,
  nowMs: () => number,
): Promise<{ lines: CheckLine[]; identity: Met | null }> {
  const as = entrance.roleArn === null ? 'the credentials' : entrance.roleArn
  try {
    const identity = { ...(await entrance.identity()), askedAtMs: nowMs() }
    return { lines: [aboutIdentity(name, identity, entrance, account)], identity }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { lines: [red(name, `${as}: ${error.message}`, awsCure(error, entrance.roleArn))], identity: null }
  }
}

function aboutIdentity(name: string, identity: Met, { roleArn }: Entrance, account: AccountConfig): CheckLine {
  // Base credentials may be of another account where roles are assumed with them.
  const worksHere = roleArn !== null || (account.containRole === null && account.investigateRole === null)
  if (worksHere && identity.accountId !== account.id) {
    const cure = `Use credentials of account ${account.id}, or name a containRole there that these may assume.`
    return red(name, `these are credentials of account ${identity.accountId} (${identity.arn})`, cure)
  }
  if (identity.arn.endsWith(':root')) {
    const cure = 'Make a role with `tourniquet iam-policy` and use that: root cannot be limited.'
    return red(name, `these are the root user's credentials (${identity.arn})`, cure)
  }
  return green(name, `${roleArn === null ? 'the credentials are' : 'assumed'} ${identity.arn}`)
}

const PROBE = 'tourniquet-doctor-probe'

/** "No such entity" is an answer that only who may ask gets. */
async function tryReads(name: string, { iam, roleArn }: Entrance): Promise<CheckLine> {
  try {
    await iam.describe({ type: 'role', name: PROBE })
    await iam.describe({ type: 'user', name: PROBE })
    await iam.describe({ type: 'group', name: PROBE })
    await iam.listInlinePolicies({ type: 'role', name: PROBE })
    await iam.listAccessKeys(PROBE)
    await iam.listGroupsOf(PROBE)
    return green(`${name} reads`, 'IAM answers')
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return red(`${name} reads`, error.message, awsCure(error, roleArn))
  }
}

async function readHistory(name: string, looking: Entrance, region: string, nowMs: () => number): Promise<CheckLine> {
  const check = `${name} CloudTrail ${region}`
  try {
    const newest = await looking.newestEventAt(region)
    const quiet = 'A quiet Region is normal; else wait 15 minutes, and see AWS Health for CloudTrail.'
    if (newest === null) return yellow(check, 'LookupEvents answers, and knows of no event at all', quiet)
    const lateMs = nowMs() - Date.parse(newest)
    const says = `LookupEvents answers; its newest event is ${Math.max(0, Math.round(lateMs / 60_000))} min old`
    return lateMs > LATE_MS ? yellow(check, says, quiet) : green(check, says)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return red(check, error.message, awsCure(error, looking.roleArn))
  }
}

interface GrantQuestion {
  readonly what: string
  readonly granteeArn: string | null
  readonly callerArn: string
  readonly needed: readonly Permission[]
}

/** Looking is always needed; writing only where something may be written. */
function grantQuestions({ account, diagnosis }: AwsCheckSubject, looker: Met, writer: Met): GrantQuestion[] {
  const byRole = (role: AwsRole): Permission[] =>
    permissions.filter((permission: Permission) => permission.by.includes(role))
  const question = (what: string, role: AwsRole, entrance: Entrance, { arn }: Met): GrantQuestion => ({
    what,
    granteeArn: entrance.roleArn ?? granteeOf(arn),
    callerArn: arn,
    needed: byRole(role),
  })
  const looks = question('looks', 'investigate', diagnosis.looking, looker)
  return account.mode === 'observe' ? [looks] : [looks, question('writes', 'contain', diagnosis.writing, writer)]
}

async function askGrants(name: string, { looking }: AccountDiagnosis, question: GrantQuestion): Promise<CheckLine> {
  const { what, granteeArn, callerArn, needed } = question
  const check = `${name} ${what}`
  const policy = 'tourniquet iam-policy prints the policy that is needed; put it on that role or user.'
  if (granteeArn === null) {
    return yellow(
      check,
      `IAM cannot be asked what ${callerArn} may do`,
      'Name investigateRole and containRole in the configuration.',
    )
  }
  try {
    const missing = await looking.missingGrants(granteeArn, needed)
    if (missing.length === 0) return green(check, `IAM says that all ${needed.length} actions are allowed`)
    return red(check, `${granteeArn} is not allowed ${missing.join(', ')}`, policy)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return yellow(check, `not known: ${error.message}`, policy)
  }
}

/** The user as it is; nothing where the ARN of a session does not tell the role's path. */
function granteeOf(callerArn: string): string | null {
  return /^arn:[\w-]+:iam::\d{12}:user\//.test(callerArn) ? callerArn : null
}
