import { textAt, textsUnder } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'

/**
 * SSH keys pushed into instances. Into one is how people log in; into one after the other is somebody who goes through them. ATT&CK
 * T1021.004, SSH. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-linux-inst-eic.html
 */
export const sshKeyPushed: ActRule = {
  kind: 'acts',
  id: 'ec2-ssh-keys-pushed',
  title: 'SSH keys pushed into instances',
  technique: 'T1021.004',
  tactic: 'lateral-movement',
  calls: { 'ec2-instance-connect': 'SendSSHPublicKey OpenTunnel' },
  judge: (act) => {
    const instance = textsUnder(act.request, 'instanceId', 'instanceConnectEndpointId')[0] ?? 'an instance'
    return {
      severity: 'low',
      what: `${act.name} ${instance} as ${textAt(act.request, 'instanceOSUser') ?? 'unknown'}`,
      subjects: [instance],
    }
  },
  many: [
    { atLeast: 2, severity: 'medium' },
    { atLeast: 3, severity: 'high' },
  ],
}

/** The serial console is for machines that do not start; it goes past every network rule. ATT&CK T1021.008. */
export const serialConsoleUsed: ActRule = {
  kind: 'acts',
  id: 'ec2-serial-console-used',
  title: 'Serial console of instances opened',
  technique: 'T1021.008',
  tactic: 'lateral-movement',
  calls: { 'ec2-instance-connect': 'SendSerialConsoleSSHPublicKey', ec2: 'EnableSerialConsoleAccess' },
  judge: (act) => ({ severity: 'medium', what: whatOf(act), subjects: [act.event.target?.name ?? act.mark.eventId] }),
  many: [{ atLeast: 2, severity: 'high' }],
}

/** A key pair that instances launched later will let in. ATT&CK T1098.004, SSH authorized keys. */
export const keyPairCreated: ActRule = {
  kind: 'acts',
  id: 'ec2-key-pair-created',
  title: 'Key pair for instances created or imported',
  technique: 'T1098.004',
  tactic: 'persistence',
  calls: { ec2: 'CreateKeyPair ImportKeyPair' },
  judge: (act) => ({ severity: 'low', what: `${act.name} ${textAt(act.request, 'keyName') ?? ''}`.trim() }),
}
