import type { CallerIdentity } from '../../src/ports.js'
import type { AwsAccessOptions, TrustedRole } from './aws-access.js'
import { type AwsConnection, homeRegion } from './client-options.js'
import { newestEventAt } from './cloudtrail/newest-event.js'
import { Grants } from './iam/grants.js'
import { IamAdapter } from './iam/iam-adapter.js'
import type { Permission } from './permissions.js'
import { AssumedRole } from './sts/assumed-role.js'
import { CallerIdentityReader } from './sts/caller-identity.js'

/** How the sessions of `doctor` show in CloudTrail. */
const SESSION_NAME = 'tourniquet-doctor'

/** One way into an account: the credentials as they are, or a role assumed with them. */
export interface Entrance {
  /** null: the credentials as they are. */
  readonly roleArn: string | null
  identity(): Promise<CallerIdentity>
  readonly iam: Pick<IamAdapter, 'describe' | 'listInlinePolicies' | 'listAccessKeys' | 'listGroupsOf'>
  newestEventAt(region: string): Promise<string | null>
  /** Which of these permissions the policies of a role or user do not grant. */
  missingGrants(granteeArn: string, permissions: readonly Permission[]): Promise<string[]>
}

export interface AccountDiagnosis {
  readonly base: Entrance
  /** The way that evidence takes. */
  readonly looking: Entrance
  /** The way that writes take. */
  readonly writing: Entrance
  readonly regions: readonly string[]
  /** Closes idle connections; calls under way fail. */
  close(): void
}

/** The ways into an account, to be tried without writing anything. Nothing is sent yet. */
export function diagnoseAccount(options: AwsAccessOptions): AccountDiagnosis {
  const { containRole, investigateRole = containRole, lookupRegions = [homeRegion(options.partition)] } = options
  const closers: (() => void)[] = []
  const base = entrance(options, options, null, closers)
  const by = (role: TrustedRole | undefined): Entrance => {
    if (role === undefined) return base
    const assumed = new AssumedRole(options, { ...role, sessionName: SESSION_NAME })
    closers.push(() => assumed.close())
    return entrance(options, { ...options, credentials: assumed.credentials }, role.roleArn, closers)
  }
  const looking = by(investigateRole)
  const writing = containRole?.roleArn === investigateRole?.roleArn ? looking : by(containRole)
  const close = (): void => {
    for (const one of closers) one()
  }
  return { base, looking, writing, regions: lookupRegions, close }
}

function entrance(
  { partition, accountId }: AwsAccessOptions,
  connection: AwsConnection,
  roleArn: string | null,
  closers: (() => void)[],
): Entrance {
  const caller = new CallerIdentityReader(connection)
  const iam = new IamAdapter(connection)
  const grants = new Grants(connection)
  closers.push(
    () => caller.close(),
    () => iam.close(),
    () => grants.close(),
  )
  return {
    roleArn,
    iam,
    identity: () => caller.read(),
    newestEventAt: (region) => newestEventAt(connection, region),
    missingGrants: (granteeArn, permissions) => grants.missing({ partition, accountId, granteeArn, permissions }),
  }
}
