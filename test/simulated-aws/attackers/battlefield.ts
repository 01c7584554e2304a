import {
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import type { Attack, Attacker, AttackerOptions, HeldPrincipal } from '../../../simulated-aws/attackers/attacker.js'
import type { SeedInput } from '../../../simulated-aws/seed/seed.js'
import type { SimulatedAccountOptions } from '../../../simulated-aws/simulated-account.js'
import { accountId, allow, denyAll, manualClock, type Setup, seed, setUp } from '../fixture.js'

const key = (name: string) => ({ id: `AKIA${name.toUpperCase().padEnd(16, 'X')}`, secret: `${name}-secret` })

const field: SeedInput = {
  accountId,
  roles: [
    { name: 'Payments', inlinePolicies: [{ name: 'app', document: allow('s3:*', 'iam:*', 'sts:*') }] },
    { name: 'Release', inlinePolicies: [{ name: 'app', document: allow('s3:*', 'iam:*') }] },
  ],
  groups: [{ name: 'staff', inlinePolicies: [{ name: 'read', document: allow('s3:List*') }] }],
  users: [
    ...(seed.users ?? []),
    {
      name: 'ana',
      inlinePolicies: [{ name: 'app', document: allow('s3:*', 'iam:*', 'sts:*') }],
      groups: ['staff'],
      accessKeys: [key('ana')],
    },
    { name: 'guest', groups: ['staff'], accessKeys: [key('guest')] },
  ],
}

export interface Battlefield extends Setup {
  begin(attacker: Attacker, options: HeldPrincipal & Partial<AttackerOptions>): Attack
  /** Lets the attacker act four times a second for so long, by the account's clock. */
  rage(attack: Attack, seconds: number): void
  /** Whether any credential that the attacker holds is allowed to work, in truth. */
  isAtLarge(attack: Attack): boolean
}

/** An account whose enforcement lags 4 s, unless told otherwise, under a clock that only `rage` moves. */
export async function battlefield(options: Partial<SimulatedAccountOptions> = {}): Promise<Battlefield> {
  const clock = manualClock()
  const setup = await setUp({ seed: field, enforcementDelayMs: 4000, now: clock.now, ...options })
  const { account } = setup
  return {
    ...setup,
    begin: (attacker, held) => attacker.create({ ...held, account: account.account }),
    rage: (attack, seconds) => {
      for (let round = 0; round < seconds * 4; round += 1) {
        clock.advance(250)
        attack.step()
      }
    },
    isAtLarge: (attack) => attack.credentials().some((id) => account.isKeyAllowed(id, 's3:ListAllMyBuckets')),
  }
}

export const blockName = 'DenyAll-1'

/** The procedure of the lab: put the policy, read it back, done. Answers whether it believes the role contained. */
export async function putThenGet({ iam }: Setup, { roleName, userName }: HeldPrincipal): Promise<boolean> {
  const policy = { PolicyName: blockName, PolicyDocument: denyAll }
  if (roleName !== undefined) await iam.send(new PutRolePolicyCommand({ RoleName: roleName, ...policy }))
  else await iam.send(new PutUserPolicyCommand({ UserName: userName, ...policy }))
  const { PolicyDocument = '' } =
    roleName !== undefined
      ? await iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: blockName }))
      : await iam.send(new GetUserPolicyCommand({ UserName: userName, PolicyName: blockName }))
  return decodeURIComponent(PolicyDocument) === denyAll
}
