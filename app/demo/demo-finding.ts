import { randomBytes } from 'node:crypto'
import { guardDutySample } from '../../integrations/findings/guardduty/sample.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { DemoStory } from './demo-story.js'
import type { DemoWorld } from './demo-world.js'

/** What GuardDuty would send about the story's principal: a role's session, or a user's access key. */
export function demoFinding(world: Pick<DemoWorld, 'account' | 'accessKeyId' | 'startedAt'>, story: DemoStory): object {
  const now = world.startedAt.toISOString()
  const seen = story.seen ?? { first: new Date(world.startedAt.getTime() - 20 * 60_000).toISOString(), last: now }
  const { type, name } = story.accused
  const uniqueId = story.accused.uniqueId ?? uniqueIdOf(world.account, story.accused)
  const sample = guardDutySample({
    accountId: story.accountId,
    partition: story.partition,
    region: story.region,
    roleName: name,
    roleId: uniqueId,
    sessionName: story.intruder.sessionName,
    accessKeyId: world.accessKeyId,
    findingId: randomBytes(16).toString('hex'),
    type: 'Exfiltration:IAMUser/AnomalousBehavior',
    severity: 8,
    firstSeenAt: seen.first,
    lastSeenAt: seen.last,
    updatedAt: now,
    remoteIp: story.intruder.sourceIp,
  })
  return type === 'role' ? sample : aboutUser(sample, { name, uniqueId, accessKeyId: world.accessKeyId })
}

/** Of an access key of a user GuardDuty tells the user's own id and type; there is no session. */
export function aboutUser(
  sample: ReturnType<typeof guardDutySample>,
  user: { name: string; uniqueId: string | undefined; accessKeyId: string },
) {
  const accessKeyDetails = {
    accessKeyId: user.accessKeyId,
    ...(user.uniqueId === undefined ? {} : { principalId: user.uniqueId }),
    userType: 'IAMUser',
    userName: user.name,
  }
  const title = `Credentials of the IAM user ${user.name} are used from an external address.`
  const { detail } = sample
  return {
    ...sample,
    detail: {
      ...detail,
      type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom',
      title,
      description: title,
      resource: { ...detail.resource, accessKeyDetails },
    },
  }
}

function uniqueIdOf(account: SimulatedAccount, { type, name }: DemoStory['accused']): string | undefined {
  return type === 'role' ? account.describeRole(name)?.roleId : account.describeUser(name)?.userId
}
