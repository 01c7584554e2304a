import { z } from 'zod'
import type { Actor } from '../actor.js'
import { createActor } from '../actor.js'
import { issueFor } from '../issue-credentials.js'
import { below, hexDigits } from './choices.js'
import { heldSession } from './holder.js'
import { nameSchema } from './names.js'
import { defineTechnique, type ScriptedContext } from './technique.js'

const parameters = z.strictObject({
  /** Whose instance it is; absent: the session that the attacker holds is the instance's. */
  role: nameSchema.optional(),
  /** The attacker still reaches the metadata of the instance, which hands out new credentials from time to time. */
  keepsReading: z.boolean().default(false),
  /** How old the credentials are when the metadata has new ones. */
  rotatesAfterMinutes: z.number().int().min(1).max(360).default(60),
})

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html: they are good for six hours. */
const lifetimeSeconds = 21_600

const business = [
  { service: 's3', action: 'ListBuckets' },
  { service: 'ec2', action: 'DescribeInstances' },
  { service: 'secretsmanager', action: 'ListSecrets' },
  { service: 'ssm', action: 'DescribeParameters' },
  { service: 'dynamodb', action: 'ListTables' },
] as const

/**
 * The credentials of an instance, used from an address of the attacker's own. Ending the sessions that there are ends it,
 * unless the attacker still reads the instance's metadata: what that hands out next is newer than the revocation.
 */
export const instanceCredentialTheft = defineTechnique({
  name: 'instance-credential-theft',
  attackId: 'T1552.005',
  gainsCredentials: true,
  summary: "uses the credentials of an instance's role from outside, and goes on until they are denied",
  parameters,
  actsAs: ({ role }) => (role === undefined ? 'role' : null),
  begin: (context, given) => {
    const loot = new Loot(context, given)
    const act = () => {
      const actor = loot.current()
      const at = below(context.random, business.length)
      for (const call of [business[0], ...business.slice(at, at + 2)]) actor.call(call)
    }
    const doors = () => loot.doors()
    return { act, credentials: () => loot.credentials(), doors }
  },
})

/** What was read from the metadata. */
class Loot {
  readonly #context: ScriptedContext
  readonly #given: z.output<typeof parameters>
  readonly #roleName: string
  readonly #sessionName: string
  readonly #keys: string[] = []
  #readAtMs: number
  #actor: Actor

  constructor(context: ScriptedContext, given: z.output<typeof parameters>) {
    const { account, accessKeyId, random } = context
    this.#context = context
    this.#given = given
    this.#readAtMs = account.now().getTime()
    const held = given.role === undefined ? heldSession(account, accessKeyId) : null
    this.#roleName = given.role ?? held?.roleName ?? ''
    this.#sessionName = held?.session.sessionName ?? `i-0${hexDigits(random, 16)}`
    this.#actor = this.#hold(held === null ? this.#read() : accessKeyId)
  }

  credentials(): readonly string[] {
    return this.#keys
  }

  current(): Actor {
    const { account } = this.#context
    const ageMs = account.now().getTime() - this.#readAtMs
    if (!this.#given.keepsReading || ageMs < this.#given.rotatesAfterMinutes * 60_000) return this.#actor
    this.#readAtMs = account.now().getTime()
    this.#actor = this.#hold(this.#read())
    return this.#actor
  }

  doors() {
    const { account } = this.#context
    const role = account.roles.get(this.#roleName.toLowerCase())
    if (!this.#given.keepsReading || role === undefined) return []
    return [{ roleArn: role.arn, through: `the metadata of ${this.#sessionName}` }]
  }

  /** The metadata service is no operation of AWS: nothing asks for these credentials, and no record tells of them. */
  #read(): string {
    const { issueCredentials } = issueFor(this.#context.account)
    return issueCredentials(this.#roleName, this.#sessionName, lifetimeSeconds).accessKeyId
  }

  #hold(accessKeyId: string): Actor {
    const { account, sourceIp, userAgent } = this.#context
    this.#keys.push(accessKeyId)
    return createActor({ account, accessKeyId, sourceIp, userAgent })
  }
}
