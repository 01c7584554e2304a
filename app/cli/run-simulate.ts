import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import type { HeldPrincipal, RunningAttack, RunningOptions } from '../../simulated-aws/attackers/attacker.js'
import { attackers, findAttacker } from '../../simulated-aws/attackers/attackers.js'
import { readTrail, seedFromTrail } from '../../simulated-aws/seed/from-trail.js'
import { type Seed, seedSchema } from '../../simulated-aws/seed/seed.js'
import { startSimulatedAccount } from '../../simulated-aws/simulated-account.js'
import { madeStory } from '../demo/made-story.js'
import type { SimulateOptions } from './simulate.js'

/** Runs the simulated account until it is interrupted. */
export async function simulate(options: SimulateOptions): Promise<void> {
  const seed = await seedOf(options)
  const account = await startSimulatedAccount({
    seed,
    port: options.port,
    enforcementDelayMs: options.lag,
    lookupEventsPerSecond: options.lookups,
  })
  const { accessKeyId, secretAccessKey } = account.adminCredentials
  process.stdout.write(
    [
      `Simulated account ${seed.accountId} (${seed.partition}) on ${account.url}; Ctrl-C ends it and forgets everything.`,
      `Roles: ${seed.roles.map((role) => role.name).join(', ') || 'none'}`,
      `Users: ${seed.users.map((user) => user.name).join(', ') || 'none'}; groups: ${seed.groups.map((group) => group.name).join(', ') || 'none'}`,
      '',
      `export AWS_ENDPOINT_URL=${account.url}`,
      `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      `export AWS_REGION=${seed.region}`,
      '',
    ].join('\n'),
  )
  const attack = startAttacker(options, seed, account.account)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  attack?.stop()
  await account.close()
}

async function seedOf(options: SimulateOptions): Promise<Seed> {
  if (options.seed !== undefined && options.trail !== undefined) throw new Error('Give --seed or --trail, not both.')
  if (options.seed !== undefined) return readSeed(options.seed)
  if (options.trail === undefined) return madeStory().seed
  const trail = await readTrail([...options.trail])
  for (const { path, reason } of trail.skipped) process.stderr.write(`skipped ${path}: ${reason}\n`)
  if (trail.records.length === 0)
    throw new Error('The log holds no CloudTrail record. Give CloudTrail files or folders.')
  return seedFromTrail(trail.records).seed
}

function readSeed(path: string): Seed {
  const parsed = seedSchema.safeParse(parseYaml(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${path}: ${issue?.path.join('.')}: ${issue?.message}. See simulated-aws/README.md for the form.`)
}

function startAttacker(options: SimulateOptions, seed: Seed, account: RunningOptions['account']): RunningAttack | null {
  if (options.attacker === undefined) return null
  const attacker = findAttacker(options.attacker)
  if (attacker === undefined)
    throw new Error(
      `There is no attacker "${options.attacker}". Known: ${attackers.map((each) => each.name).join(', ')}.`,
    )
  const refusals: string[] = []
  for (const held of candidates(options, seed)) {
    try {
      const attack = attacker.start({ account, ...held })
      const who = held.userName === undefined ? `role ${held.roleName}` : `user ${held.userName}`
      process.stdout.write(`Attacker ${attacker.name} acts as ${who}: ${attacker.summary}\n`)
      return attack
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new Error(refusals.at(-1) ?? 'An attacker needs a role or a user to act as; the account has none.')
}

/** Whom to begin as: who was named, else the first role, else the first user with a key, for some act as one kind only. */
function candidates({ role, user }: SimulateOptions, seed: Seed): HeldPrincipal[] {
  if (role !== undefined && user !== undefined) throw new Error('Give --role or --user, not both.')
  if (role !== undefined) return [{ roleName: role }]
  if (user !== undefined) return [{ userName: user }]
  const [firstRole] = seed.roles
  const firstUser = seed.users.find(({ accessKeys }) => accessKeys.some(({ status }) => status === 'Active'))
  return [
    ...(firstRole === undefined ? [] : [{ roleName: firstRole.name }]),
    ...(firstUser === undefined ? [] : [{ userName: firstUser.name }]),
  ]
}
