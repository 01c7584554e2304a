import { iamArn, type Principal } from '../src/domain/principal.js'
import type { PrincipalIdentity } from '../src/domain/principal-activity.js'
import type { IncidentTools } from './worker-tools.js'

/** Whose calls are looked for; `unread` says why there are none to look for. */
export interface Caller {
  readonly identity: PrincipalIdentity
  readonly unread: string | null
  /** ARNs of our own principals, who are among those that make calls. */
  readonly ourArns: readonly string[]
}

/** A namesake in our account is somebody else: nothing of it belongs into the evidence about a principal of another one. */
export async function whoCalls({ aws }: IncidentTools, principal: Principal): Promise<Caller> {
  const { type, name, partition, accountId, uniqueId } = principal
  const ourArns: readonly string[] = []
  const fromFinding = { arn: principal.arn ?? '', name, accountId, uniqueId: uniqueId ?? null }
  if (type === 'group') {
    return { identity: { type, ...fromFinding }, unread: 'a group makes no calls; its members do', ourArns }
  }
  if (type !== 'role' && type !== 'user') {
    return {
      identity: { type: 'role', ...fromFinding },
      unread: `a ${type} has no calls that could be looked up here`,
      ourArns,
    }
  }
  if (partition !== aws.partition || accountId !== aws.accountId) {
    const unread = `account ${accountId} (${partition}) is not the one that is read here`
    return { identity: { type, ...fromFinding }, unread, ourArns }
  }
  const [found, callers] = await Promise.all([aws.iam.describe({ type, name }), aws.sts.callerChain()])
  const arn = found?.arn ?? principal.arn ?? iamArn(partition, accountId, `${type}/${name}`)
  const identity = { type, arn, name: found?.name ?? name, accountId, uniqueId: found?.uniqueId ?? uniqueId ?? null }
  return { identity, unread: null, ourArns: callers.map((self) => self.arn) }
}
