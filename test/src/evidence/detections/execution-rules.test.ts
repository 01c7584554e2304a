import { account } from '../../../support/fixtures/gathered-events.js'
import { call, type DetectionCase, expectCases, other, times } from './detection-case.js'

const run = (instanceType: string, maxCount = 1) =>
  call('ec2 RunInstances', { instanceType, instancesSet: { items: [{ imageId: 'ami-1', minCount: 1, maxCount }] } })
const layer = (owner: string) => `arn:aws:lambda:eu-west-1:${owner}:layer:x:1`

const cases: DetectionCase[] = [
  {
    id: 'ec2-unusual-instances-launched',
    says: 'machines with graphics chips',
    fires: () => [run('p3.8xlarge')],
    severity: 'high',
    near: () => [run('t3.micro', 2)],
    nearMost: null,
  },
  {
    id: 'ec2-unusual-instances-launched',
    says: 'many machines at once',
    fires: () => [run('c5.large', 40)],
    severity: 'high',
    near: () => [run('m5.4xlarge')],
    nearMost: null,
  },
  {
    id: 'ec2-unusual-instances-launched',
    says: 'a template that a group of machines is made from',
    fires: () => [
      call('ec2 CreateLaunchTemplate', {
        CreateLaunchTemplateRequest: { LaunchTemplateData: { InstanceType: 'c6a.48xlarge' } },
      }),
      call('autoscaling CreateLaunchConfiguration', { instanceType: 'g5.12xlarge' }),
    ],
    severity: 'high',
    near: () => [
      call('ec2 CreateLaunchTemplate', {
        CreateLaunchTemplateRequest: { LaunchTemplateData: { InstanceType: 'm6i.large' } },
      }),
    ],
    nearMost: null,
  },
  {
    id: 'ec2-user-data-changed',
    says: 'replaced while the instance is stopped',
    fires: () => [
      call('ec2 StopInstances', { instancesSet: { items: [{ instanceId: 'i-1' }] } }),
      call('ec2 ModifyInstanceAttribute', { instanceId: 'i-1', userData: '<sensitiveDataRemoved>' }),
      call('ec2 StartInstances', { instancesSet: { items: [{ instanceId: 'i-1' }] } }),
    ],
    severity: 'high',
    near: () => [
      call('ec2 StopInstances', { instancesSet: { items: [{ instanceId: 'i-2' }] } }),
      call('ec2 ModifyInstanceAttribute', { instanceId: 'i-1', userData: '<sensitiveDataRemoved>' }),
    ],
    nearMost: 'medium',
  },
  {
    id: 'ec2-user-data-changed',
    says: 'replaced',
    fires: () => [call('ec2 ModifyInstanceAttribute', { instanceId: 'i-1', userData: 'x' })],
    severity: 'medium',
    near: () => [call('ec2 ModifyInstanceAttribute', { instanceId: 'i-1', instanceType: { value: 't3.small' } })],
    nearMost: null,
  },
  {
    id: 'ssm-command-sent',
    says: 'a shell script on three machines',
    fires: () => [call('ssm SendCommand', { documentName: 'AWS-RunShellScript', instanceIds: ['i-1', 'i-2', 'i-3'] })],
    severity: 'high',
    near: () => [call('ssm SendCommand', { documentName: 'AWS-UpdateSSMAgent', instanceIds: ['i-1', 'i-2', 'i-3'] })],
    nearMost: 'low',
  },
  {
    id: 'ssm-sessions-started',
    says: 'shells on one machine after another',
    fires: () => times(5, (n) => call('ssm StartSession', { target: `i-${n}` })),
    severity: 'high',
    near: () => times(5, () => call('ssm StartSession', { target: 'i-1' })),
    nearMost: 'low',
  },
  {
    id: 'sagemaker-lifecycle-changed',
    says: 'a script attached to a notebook that is started again',
    fires: () => [
      call('sagemaker StopNotebookInstance', { notebookInstanceName: 'n' }),
      call('sagemaker UpdateNotebookInstance', { notebookInstanceName: 'n', lifecycleConfigName: 'x' }),
      call('sagemaker StartNotebookInstance', { notebookInstanceName: 'n' }),
    ],
    severity: 'high',
    near: () => [call('sagemaker UpdateNotebookInstance', { notebookInstanceName: 'n', volumeSizeInGB: 9 })],
    nearMost: null,
  },
  {
    id: 'iam-role-passed-to-compute',
    says: 'a role that the caller has just widened',
    fires: () => [
      call('iam AttachRolePolicy', { roleName: 'worker', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      call('lambda CreateFunction20150331', { functionName: 'f', role: `arn:aws:iam::${account}:role/worker` }),
    ],
    severity: 'medium',
    near: () => [
      call('lambda CreateFunction20150331', { functionName: 'f', role: `arn:aws:iam::${account}:role/worker` }),
    ],
    nearMost: 'informational',
  },
  {
    id: 'iam-role-passed-to-compute',
    says: 'an instance profile put on a running instance, wrapped as EC2 wraps it',
    fires: () => [
      call('iam AddRoleToInstanceProfile', { roleName: 'admin', instanceProfileName: 'worker' }),
      call('ec2 AssociateIamInstanceProfile', {
        AssociateIamInstanceProfileRequest: { IamInstanceProfile: { Name: 'worker' }, InstanceId: 'i-1' },
      }),
    ],
    severity: 'medium',
    near: () => [call('ec2 RunInstances', { instanceType: 't3.micro' })],
    nearMost: null,
  },
  {
    id: 'lambda-policy-opened',
    says: 'a function that everybody may call',
    fires: () => [
      call('lambda AddPermission20150331v2', { functionName: 'f', principal: '*', action: 'lambda:InvokeFunction' }),
    ],
    severity: 'high',
    near: () => [
      call('lambda AddPermission20150331v2', { functionName: 'f', principal: '*', principalOrgID: 'o-1' }),
      call('lambda AddPermission20150331v2', {
        functionName: 'f',
        principal: 's3.amazonaws.com',
        sourceArn: 'arn:aws:s3:::b',
      }),
    ],
    nearMost: 'low',
  },
  {
    id: 'lambda-policy-opened',
    says: 'a function that another account may call',
    fires: () => [
      call('lambda AddPermission20150331v2', { functionName: 'f', principal: `arn:aws:iam::${other}:root` }),
    ],
    severity: 'high',
    near: () => [call('lambda AddPermission20150331v2', { functionName: 'f', principal: account })],
    nearMost: 'low',
  },
  {
    id: 'lambda-code-replaced',
    says: 'code replaced',
    fires: () => [call('lambda UpdateFunctionCode20150331v2', { functionName: 'f', dryRun: false })],
    severity: 'medium',
    near: () => [call('lambda UpdateFunctionCode20150331v2', { functionName: 'f', dryRun: true })],
    nearMost: null,
  },
  {
    id: 'lambda-layer-added',
    says: 'another account’s layer',
    fires: () => [call('lambda UpdateFunctionConfiguration20150331v2', { functionName: 'f', layers: [layer(other)] })],
    severity: 'high',
    near: () => [call('lambda UpdateFunctionConfiguration20150331v2', { functionName: 'f', layers: [layer(account)] })],
    nearMost: 'medium',
  },
  {
    id: 'ec2-ssh-keys-pushed',
    says: 'into one machine after another',
    fires: () =>
      times(3, (n) => call('ec2-instance-connect SendSSHPublicKey', { instanceId: `i-${n}`, instanceOSUser: 'root' })),
    severity: 'high',
    near: () =>
      times(3, () => call('ec2-instance-connect SendSSHPublicKey', { instanceId: 'i-1', instanceOSUser: 'root' })),
    nearMost: 'low',
  },
  {
    id: 'ec2-serial-console-used',
    says: 'an instance’s serial console',
    fires: () => [call('ec2-instance-connect SendSerialConsoleSSHPublicKey', { instanceId: 'i-1' })],
    severity: 'medium',
    near: () => [call('ec2 DisableSerialConsoleAccess')],
    nearMost: null,
  },
  {
    id: 'ec2-key-pair-created',
    says: 'a key pair',
    fires: () => [call('ec2 CreateKeyPair', { keyName: 'k' })],
    severity: 'low',
    near: () => [call('ec2 DeleteKeyPair', { keyName: 'k' })],
    nearMost: null,
  },
  {
    id: 'compute-limits-raised',
    says: 'e-mail sending asked for',
    fires: () => [call('ses PutAccountDetails', { mailType: 'MARKETING' })],
    severity: 'medium',
    near: () => [call('servicequotas RequestServiceQuotaIncrease', { quotaCode: 'L-1' })],
    nearMost: 'low',
  },
]

expectCases(cases)
