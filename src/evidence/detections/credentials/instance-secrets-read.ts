import type { Act } from '../act.js'
import { textAt, textsUnder } from '../request-values.js'
import type { ActRule } from '../rule.js'

/** The Windows administrator password of an instance asked for. One is somebody who forgot it. ATT&CK T1552. */
export const passwordDataRead: ActRule = {
  kind: 'acts',
  id: 'ec2-password-data-read',
  title: 'Windows passwords of instances asked for',
  technique: 'T1552',
  tactic: 'credential-access',
  calls: { ec2: 'GetPasswordData' },
  judge: (act) => ({ severity: 'low', what: `password of ${textAt(act.request, 'instanceId') ?? 'an instance'}` }),
  many: [
    { atLeast: 3, severity: 'medium' },
    { atLeast: 5, severity: 'high' },
  ],
}

/** User data holds start-up scripts, and these hold secrets. The console reads one on demand; a thief reads all. ATT&CK T1552.005. */
export const userDataRead: ActRule = {
  kind: 'acts',
  id: 'ec2-user-data-read',
  title: 'User data of instances downloaded',
  technique: 'T1552.005',
  tactic: 'discovery',
  calls: { ec2: 'DescribeInstanceAttribute GetLaunchTemplateData' },
  judge: (act) => {
    if (act.name === 'DescribeInstanceAttribute' && !isOfUserData(act)) return null
    const [id = 'an instance'] = textsUnder(act.request, 'instanceId', 'launchTemplateId', 'launchTemplateName')
    return { severity: act.name === 'DescribeInstanceAttribute' ? 'low' : 'informational', what: `user data of ${id}` }
  },
  many: [
    { atLeast: 3, severity: 'medium' },
    { atLeast: 10, severity: 'high' },
  ],
}

function isOfUserData({ request }: Act): boolean {
  return (textAt(request, 'attribute') ?? textAt(request, 'instanceAttribute'))?.toLowerCase() === 'userdata'
}

const triedShare = 0.5

/**
 * User data asked for in vain, instance after instance, by somebody who asks little else: scanners and deployments have the permission,
 * and ask for much more. ATT&CK T1552.005.
 */
export const userDataTried: ActRule = {
  kind: 'acts',
  id: 'ec2-user-data-tried',
  title: 'User data of instances asked for in vain',
  technique: 'T1552.005',
  tactic: 'credential-access',
  calls: { ec2: 'DescribeInstanceAttribute' },
  judge: (act, trail) => {
    const facts = trail.actorFacts(act.actor.key)
    if (act.outcome === 'ok' || facts === null || !isOfUserData(act)) return null
    const tried = trail
      .talliesOf(facts, 'ec2', 'DescribeInstanceAttribute')
      .reduce((sum, { failed }) => sum + failed, 0)
    if (tried < (facts.ok + facts.failed) * triedShare) return null
    return { severity: 'low', what: `user data of ${textAt(act.request, 'instanceId') ?? 'an instance'}` }
  },
  many: [{ atLeast: 10, severity: 'high' }],
}

/** What stands on an instance's screen or came out of its console. ATT&CK T1113. */
export const consoleCaptured: ActRule = {
  kind: 'acts',
  id: 'ec2-console-captured',
  title: 'Screens or console output of instances captured',
  technique: 'T1113',
  tactic: 'collection',
  calls: { ec2: 'GetConsoleScreenshot GetConsoleOutput' },
  judge: (act) => ({ severity: 'informational', what: `${act.name} ${textAt(act.request, 'instanceId') ?? ''}` }),
  many: [
    { atLeast: 3, severity: 'low' },
    { atLeast: 6, severity: 'medium' },
  ],
}
