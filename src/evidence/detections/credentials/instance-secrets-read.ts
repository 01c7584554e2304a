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
    const attribute = textAt(act.request, 'attribute') ?? textAt(act.request, 'instanceAttribute')
    if (act.name === 'DescribeInstanceAttribute' && attribute?.toLowerCase() !== 'userdata') return null
    const [id = 'an instance'] = textsUnder(act.request, 'instanceId', 'launchTemplateId', 'launchTemplateName')
    return { severity: act.name === 'DescribeInstanceAttribute' ? 'low' : 'informational', what: `user data of ${id}` }
  },
  many: [
    { atLeast: 3, severity: 'medium' },
    { atLeast: 10, severity: 'high' },
  ],
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
