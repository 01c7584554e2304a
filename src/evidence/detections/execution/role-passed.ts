import { entryOf } from '../../facts/tallies.js'
import { lastSegment } from '../../record/record-values.js'
import type { Act } from '../act.js'
import { grantIn, gravityOf } from '../identity/granted-policy.js'
import { isForServices, isOwnServiceRole } from '../identity/service-role.js'
import { textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'
import { isAtLeast } from '../severity.js'
import type { TrailView } from '../trail-view.js'
import { passedRoles } from './passed-roles.js'

/**
 * A role handed to a machine, a function or a template that the caller controls: what the role may do, the caller may do. Everyday work
 * unless the caller has just widened the role, or made it with more than its work needs. ATT&CK T1548.005, temporary elevated cloud
 * access.
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
    const isWidened = changes.some((change) => isWidening(change, trail))
    return {
      severity: isWidened ? 'medium' : changes.length > 0 ? 'low' : 'informational',
      what: `${act.name} with ${passed}`,
      why: isWidened ? ['the same actor made or widened the role'] : [],
      related: isWidened ? changes.map(({ mark }) => mark) : [],
    }
  },
  isRollout: true,
}

/** Every rollout makes a role for its service and gives it what the service needs. */
function isWidening(change: Act, trail: TrailView): boolean {
  const role = textAt(change.request, 'roleName')
  if (change.name === 'CreateRole') return !isForServices(change, trail)
  if (role === undefined || !isOwnServiceRole(role, change, trail)) return true
  if (change.name === 'AddRoleToInstanceProfile') return false
  const grant = grantIn(change, trail)
  return grant !== null && (isAtLeast(gravityOf(grant), 'high') || grant.isUnknown)
}

function changesBy({ actor }: Act, roles: readonly string[], trail: TrailView): Act[] {
  const changes = changesIn(trail)
  return [...new Set(roles.flatMap((role) => changes.get(nameOf(actor.key, role)) ?? []))]
}

/** Asked for once a pass, so it is kept. */
const known = new WeakMap<TrailView, ReadonlyMap<string, Act[]>>()

/** By who made the change and each role or profile that it names. */
function changesIn(trail: TrailView): ReadonlyMap<string, Act[]> {
  const kept = known.get(trail)
  if (kept !== undefined) return kept
  const changes = new Map<string, Act[]>()
  const calls = 'CreateRole AttachRolePolicy PutRolePolicy AddRoleToInstanceProfile UpdateAssumeRolePolicy'
  for (const change of trail.actsNamed('iam', calls)) {
    if (change.outcome !== 'ok') continue
    const named = [textAt(change.request, 'roleName'), textAt(change.request, 'instanceProfileName')]
    for (const name of new Set(named)) {
      if (name !== undefined) entryOf(changes, nameOf(change.actor.key, name), none).push(change)
    }
  }
  known.set(trail, changes)
  return changes
}

function none(): Act[] {
  return []
}

/** Roles and profiles compare without path and case. */
function nameOf(actorKey: string, role: string): string {
  return JSON.stringify([actorKey, lastSegment(role).toLowerCase()])
}
