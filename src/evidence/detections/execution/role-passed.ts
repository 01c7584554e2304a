import type { Act } from '../act.js'
import { isSame } from '../identity/target-entity.js'
import { textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { passedRoles } from './passed-roles.js'

/**
 * A role handed to a machine, a function or a template that the caller controls: what the role may do, the caller may do. Everyday work
 * unless the caller has just made or widened the role. ATT&CK T1548.005, temporary elevated cloud access.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const rolePassed: ActRule = {
  kind: 'acts',
  id: 'iam-role-passed-to-compute',
  title: 'Role passed to a machine or function of the caller’s',
  technique: 'T1548.005',
  tactic: 'privilege-escalation',
  calls: {
    ec2: 'RunInstances AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation RequestSpotInstances',
    lambda: 'CreateFunction UpdateFunctionConfiguration',
    cloudformation: 'CreateStack UpdateStack CreateChangeSet',
    glue: 'CreateDevEndpoint UpdateDevEndpoint CreateJob UpdateJob CreateSession',
    sagemaker: 'CreateNotebookInstance CreateTrainingJob CreateProcessingJob CreateDomain CreateUserProfile',
    ecs: 'RegisterTaskDefinition RunTask',
    codebuild: 'CreateProject UpdateProject',
    datapipeline: 'PutPipelineDefinition',
    ssm: 'StartAutomationExecution',
    states: 'CreateStateMachine UpdateStateMachine',
    batch: 'RegisterJobDefinition',
    apprunner: 'CreateService',
    'bedrock-agentcore': 'CreateCodeInterpreter',
  },
  judge: (act, trail) => {
    const roles = passedRoles(act)
    if (roles.length === 0) return null
    const changes = changesBy(act, roles, trail)
    const passed = roles.join(', ')
    return {
      severity: changes.length > 0 ? 'medium' : 'informational',
      what: `${act.name} with ${passed}`,
      why: changes.length > 0 ? ['the same actor made or widened the role'] : [],
      related: changes.map(({ mark }) => mark),
    }
  },
}

function changesBy({ actor }: Act, roles: readonly string[], trail: TrailView): Act[] {
  return trail
    .actsNamed('iam', 'CreateRole AttachRolePolicy PutRolePolicy AddRoleToInstanceProfile UpdateAssumeRolePolicy')
    .filter((change) => change.outcome === 'ok' && change.actor.key === actor.key)
    .filter(({ request }) => {
      const named = [textAt(request, 'roleName'), textAt(request, 'instanceProfileName')]
      return named.some((changed) => changed !== undefined && roles.some((role) => isSame(role, changed)))
    })
}
