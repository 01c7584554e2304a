import { textAt, textsUnder } from '../request-values.js'
import type { ActRule } from '../rule.js'
import { isSame } from './target-entity.js'

/** The policies of EKS that give the rights of an administrator over a cluster or its workloads. */
const strongPolicy = /ClusterAdminPolicy$|AdminPolicy$/

/**
 * Rights in a Kubernetes cluster given to a principal of IAM: whoever is an administrator there has every workload and its role.
 * Clusters are set up so, too, and then by whoever made the cluster. ATT&CK T1098.006, additional container cluster roles.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export const clusterAccessGranted: ActRule = {
  kind: 'acts',
  id: 'eks-access-granted',
  title: 'Access to a Kubernetes cluster given',
  technique: 'T1098.006',
  tactic: 'privilege-escalation',
  calls: { eks: 'CreateAccessEntry UpdateAccessEntry AssociateAccessPolicy' },
  judge: (act, trail) => {
    const principal = textAt(act.request, 'principalArn') ?? 'a principal'
    const cluster = textAt(act.request, 'name') ?? textAt(act.request, 'clusterName') ?? 'a cluster'
    const policy = textAt(act.request, 'policyArn') ?? ''
    const isStrong = strongPolicy.test(policy) || textsUnder(act.request, 'kubernetesGroups').includes('system:masters')
    const isOwn = act.actor.arn !== '' && isSame(principal, act.actor.arn)
    const isOwnCluster = trail
      .actsNamedBy(act.actor.key, 'eks', 'CreateCluster')
      .some(({ request }) => textAt(request, 'name') === cluster)
    return {
      severity: !isStrong || isOwnCluster ? 'low' : isOwn ? 'high' : 'medium',
      what: `${act.name} for ${principal} in ${cluster}`,
      why: [
        ...(isStrong ? ['the rights of an administrator'] : []),
        ...(isOwn ? ['it gave itself what it did not have'] : []),
      ],
    }
  },
  isRollout: true,
}
