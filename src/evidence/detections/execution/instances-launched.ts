import { numberAt, textAt, textsUnder } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'

/** Families with graphics or machine-learning chips, and sizes that nobody tries things out on. */
const accelerated = /^(p\d|g\d|gr\d|trn\d|inf\d|dl\d|f\d|vt\d|u-|hpc\d)/
const huge = /\.(metal.*|(1[6-9]|[2-9]\d|1\d\d)xlarge)$/

const manyInstances = 10

/**
 * Machines of a kind or number that a thief mines with. ATT&CK T1578.002, create cloud instance, ahead of T1496.001, compute
 * hijacking. https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-type-specifications.html
 */
export const instancesLaunched: ActRule = {
  kind: 'acts',
  id: 'ec2-unusual-instances-launched',
  title: 'Unusual instances launched',
  technique: 'T1578.002',
  tactic: 'execution',
  calls: {
    // A template says what a group of machines is made of: the group itself names no type.
    ec2: 'RunInstances RequestSpotInstances RequestSpotFleet CreateFleet RunScheduledInstances CreateLaunchTemplate CreateLaunchTemplateVersion',
    autoscaling: 'CreateLaunchConfiguration',
  },
  judge: (act, trail) => {
    const types = textsUnder(act.request, 'instanceType', 'InstanceType')
    const count = Math.max(
      1,
      numberAt(act.request, 'maxCount') ?? 0,
      ...textsUnder(act.request, 'maxCount', 'instanceCount', 'targetCapacity', 'totalTargetCapacity')
        .map(Number)
        .filter(Number.isFinite),
    )
    const { region } = act.event
    const before = trail.facts.baseline.regions
    const why = [
      ...types.filter((type) => accelerated.test(type)).map((type) => `accelerated: ${type}`),
      ...types.filter((type) => !accelerated.test(type) && huge.test(type)).map((type) => `very large: ${type}`),
      ...(count >= manyInstances ? [`${count} at once`] : []),
      ...(trail.hasBaseline && region !== undefined && !before.has(region)
        ? [`in ${region}, where nothing was done before`]
        : []),
    ]
    if (why.length === 0) return null
    return { severity: 'high', what: `${act.name} ${types.join(', ') || whatOf(act)}`, why }
  },
  isRollout: true,
}

/** Machines and containers of services beside EC2. ATT&CK T1496.001. */
export const computeBought: ActRule = {
  kind: 'acts',
  id: 'compute-limits-raised',
  title: 'Higher limits for compute or e-mail asked for',
  technique: 'T1496.001',
  tactic: 'impact',
  calls: {
    servicequotas: 'RequestServiceQuotaIncrease',
    support: 'CreateCase',
    ses: 'PutAccountDetails UpdateAccountSendingEnabled',
    ec2: 'PurchaseReservedInstancesOffering',
  },
  judge: (act) => ({
    severity: act.service === 'ses' ? 'medium' : 'low',
    what: `${act.name} ${textAt(act.request, 'quotaCode') ?? ''}`.trim(),
  }),
}
