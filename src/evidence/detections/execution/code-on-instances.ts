import type { Act } from '../act.js'
import { textAt, textsUnder } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'
import type { TrailView } from '../trail-view.js'

/**
 * The start-up script of an instance replaced, which it runs as root when it next starts; with a stop around it, at once. ATT&CK T1059.009.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export const userDataChanged: ActRule = {
  kind: 'acts',
  id: 'ec2-user-data-changed',
  title: 'Start-up script of an instance replaced',
  technique: 'T1059.009',
  tactic: 'execution',
  calls: { ec2: 'ModifyInstanceAttribute' },
  judge: (act, trail) => {
    if (act.request.userData === undefined && textAt(act.request, 'attribute') !== 'userData') return null
    const restarts = restartsOf(act, trail)
    return {
      severity: restarts.length > 0 ? 'high' : 'medium',
      what: `user data of ${textAt(act.request, 'instanceId') ?? 'an instance'} replaced`,
      why: restarts.length > 0 ? ['the same actor stopped or started the instance, so that it runs'] : [],
      related: restarts.map(({ mark }) => mark),
    }
  },
}

function restartsOf({ actor, request }: Act, trail: TrailView): Act[] {
  const instance = textAt(request, 'instanceId')
  return trail
    .actsNamedBy(actor.key, 'ec2', 'StopInstances StartInstances RebootInstances')
    .filter((act) => act.outcome === 'ok')
    .filter((act) => instance !== undefined && textsUnder(act.request, 'instanceId').includes(instance))
}

/** Documents that run whatever their caller writes. */
const shell = /RunShellScript|RunPowerShellScript|RunRemoteScript|RunPythonScript|RunDocument|RunSaltState|ApplyAnsible/

/** Commands run on instances through Systems Manager. ATT&CK T1651, cloud administration command. */
export const commandSent: ActRule = {
  kind: 'acts',
  id: 'ssm-command-sent',
  title: 'Commands run on instances through Systems Manager',
  technique: 'T1651',
  tactic: 'execution',
  calls: { ssm: 'SendCommand CreateAssociation StartAutomationExecution' },
  judge: (act) => {
    const document = textAt(act.request, 'documentName') ?? textAt(act.request, 'name') ?? 'a document'
    const instances = textsUnder(act.request, 'instanceIds')
    const isShell = shell.test(document)
    const isByTarget = act.request.targets !== undefined && instances.length === 0
    return {
      severity: isShell ? 'medium' : 'low',
      what: `${act.name} ${document} on ${instances.join(', ') || 'instances by tag'}`,
      why: [...(isShell ? ['it runs what the caller writes'] : []), ...(isByTarget ? ['on whatever has the tag'] : [])],
      subjects: isShell ? (instances.length > 0 ? instances : [act.mark.eventId]) : [document],
    }
  },
  many: [{ atLeast: 3, severity: 'high' }],
}

/** A shell on instances, one after the other. One is an administrator at work. ATT&CK T1021.008, direct cloud VM connections. */
export const sessionStarted: ActRule = {
  kind: 'acts',
  id: 'ssm-sessions-started',
  title: 'Shells opened on instances through Systems Manager',
  technique: 'T1021.008',
  tactic: 'lateral-movement',
  calls: { ssm: 'StartSession ResumeSession', ecs: 'ExecuteCommand' },
  judge: (act) => {
    const where =
      textAt(act.request, 'target') ?? textAt(act.request, 'task') ?? textAt(act.request, 'sessionId') ?? whatOf(act)
    return { severity: 'low', what: `shell on ${where}` }
  },
  many: [
    { atLeast: 2, severity: 'medium' },
    { atLeast: 5, severity: 'high' },
  ],
}

/**
 * A script that a notebook runs with its role when it starts, written or attached; or the notebook opened by address. ATT&CK T1059.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html
 */
export const notebookScriptChanged: ActRule = {
  kind: 'acts',
  id: 'sagemaker-lifecycle-changed',
  title: 'Start-up script of a notebook written or attached',
  technique: 'T1059',
  tactic: 'privilege-escalation',
  calls: {
    sagemaker:
      'UpdateNotebookInstance CreateNotebookInstanceLifecycleConfig UpdateNotebookInstanceLifecycleConfig ' +
      'CreatePresignedNotebookInstanceUrl CreateStudioLifecycleConfig',
  },
  judge: (act, trail) => {
    const isAttached = act.name === 'UpdateNotebookInstance'
    if (isAttached && textsUnder(act.request, 'lifecycleConfigName').length === 0) return null
    const restarts = trail
      .actsNamedBy(act.actor.key, 'sagemaker', 'StopNotebookInstance StartNotebookInstance')
      .filter(({ outcome }) => outcome === 'ok')
    const isRun = isAttached && restarts.length > 0
    return {
      severity: isRun ? 'high' : isAttached || act.name.startsWith('Update') ? 'medium' : 'low',
      what: whatOf(act),
      why: isRun ? ['the notebook was stopped or started, so that it runs'] : [],
      related: isRun ? restarts.map(({ mark }) => mark) : [],
    }
  },
}
