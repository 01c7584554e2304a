import { createHash } from 'node:crypto'
import { createActor } from '../../../simulated-aws/actor.js'
import type { HeldPrincipal } from '../../../simulated-aws/attackers/attacker.js'
import type { ScriptedNews, ScriptedRun } from '../../../simulated-aws/scripted/run.js'
import type { ScriptedTechnique } from '../../../simulated-aws/scripted/technique.js'
import type { SeedInput } from '../../../simulated-aws/seed/seed.js'
import type { SimulatedAccount, SimulatedAccountOptions } from '../../../simulated-aws/simulated-account.js'
import { accountId, allow, denyAll, manualClock, setUp } from '../fixture.js'
import { anywhereTrust } from '../rolesanywhere/anywhere-fixture.js'

export const enforcementDelayMs = 4_000

const all = [{ name: 'app', document: allow('*') }]
const key = (name: string) => ({ id: `AKIA${name.toUpperCase().padEnd(16, 'X')}`, secret: `${name}-secret` })

const toolsArn = `arn:aws:iam::${accountId}:policy/tools`

const seed: SeedInput = {
  accountId,
  roles: [
    { name: 'Web', inlinePolicies: all },
    { name: 'Builder', inlinePolicies: [{ name: 'app', document: allow('s3:*', 'iam:*RolePolicy') }] },
    { name: 'Versioner', attachedPolicies: [{ arn: toolsArn, name: 'tools', document: allow('iam:*Polic*') }] },
    { name: 'Release', inlinePolicies: [{ name: 'app', document: allow('s3:*', 'iam:*') }] },
    { name: 'Deploy', trustPolicy: anywhereTrust, inlinePolicies: [{ name: 'app', document: allow('s3:*') }] },
  ],
  groups: [{ name: 'staff', inlinePolicies: [{ name: 'read', document: allow('s3:List*') }] }],
  users: [
    { name: 'ana', inlinePolicies: all, groups: ['staff'], accessKeys: [key('ana')] },
    { name: 'guest', accessKeys: [key('guest')] },
  ],
  trails: [
    { name: 'audit', s3BucketName: 'audit-logs' },
    { name: 'security', s3BucketName: 'security-logs' },
  ],
}

export type Blocked = { role: string } | { user: string } | { group: string }

/** The same words, the same bytes. */
export function seededBytes(words: string): (count: number) => Buffer {
  let round = 0
  return (count) => {
    round += 1
    const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, block) =>
      createHash('sha256').update(`${words} ${round} ${block}`).digest(),
    )
    return Buffer.concat(blocks).subarray(0, count)
  }
}

/** An account whose enforcement lags 4 s, under a clock that only `wait` moves. */
export async function battleground(options: Pick<SimulatedAccountOptions, 'random'> = {}) {
  const clock = manualClock()
  const { account } = await setUp({ seed, enforcementDelayMs, now: clock.now, ...options })
  const place = { account: account.account, sourceIp: '198.51.100.77', userAgent: 'aws-cli/2.17.32' }
  const operator = createActor({ ...place, accessKeyId: key('ana').id })
  const iam = (action: string, parameters: Record<string, string>) => {
    const reply = operator.call({ service: 'iam', action, parameters })
    if (!reply.ok) throw new Error(`${action}: ${reply.error.message}`)
  }
  return {
    account,
    operator,
    iam,
    wait: (ms: number) => clock.advance(ms),
    begin: (technique: ScriptedTechnique, held: HeldPrincipal, parameters = {}, words = 'seed'): ScriptedRun => {
      const context = { ...place, accessKeyId: keyOf(account, held), random: seededBytes(words) }
      return technique.begin(context, parameters)
    },
    /** Written at once, enforced after the account's delay. */
    block: (whom: Blocked) => iam(...blockingCall(whom)),
    /** Written, and enforced when it returns. */
    enforce: (whom: Blocked) => {
      iam(...blockingCall(whom))
      clock.advance(enforcementDelayMs)
    },
  }
}

function keyOf(account: SimulatedAccount, { roleName, userName }: HeldPrincipal): string {
  if (roleName !== undefined) return account.issueCredentials(roleName, 'i-0a1b2c3d4e5f60718', 43_200).accessKeyId
  return key(userName).id
}

function blockingCall(whom: Blocked): [string, Record<string, string>] {
  const policy = { PolicyName: 'DenyAll-1', PolicyDocument: denyAll }
  if ('role' in whom) return ['PutRolePolicy', { RoleName: whom.role, ...policy }]
  if ('user' in whom) return ['PutUserPolicy', { UserName: whom.user, ...policy }]
  return ['PutGroupPolicy', { GroupName: whom.group, ...policy }]
}

export function standing(run: ScriptedRun): string[] {
  return run.made().flatMap((made) => (made.standing ? [made.what] : []))
}

/** `GetObject` of `s3:GetObject`, each once. */
export function carriedOut({ calls }: ScriptedNews): string[] {
  const names = calls.filter(({ outcome }) => outcome === 'carriedOut').map(({ operation }) => operation)
  return [...new Set(names.map((name) => name.split(':')[1] ?? ''))]
}

export function gained({ gained: gains }: ScriptedNews): string[] {
  return gains.map((gain) => (gain.kind === 'credentials' ? gain.of : gain.what))
}
