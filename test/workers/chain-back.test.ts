import { intruderIn } from '../support/world/intruder.js'
import { allow, dana, danaKeys } from '../support/world/seed.js'
import { type Stage, type StageOptions, useStages } from '../support/world/staged.js'

const createStage = useStages()
const CHAIN = 'CloudTrail LookupEvents: chain of sessions'
const MINUTE_MS = 60_000
const arnOf = (role: string) => `arn:aws:iam::111122223333:role/${role}`

interface Chained {
  readonly stage: Stage
  /** Of the last role. */
  readonly accessKeyId: string
  /** Event ids of the AssumeRole calls, the first of the chain first. */
  readonly issues: readonly string[]
}

/** dana's key assumes role-1, that session role-2, and so on; what the history is asked about is the last one. */
async function chained(depth: number, options: Omit<StageOptions, 'seed'> = {}, pauseMs = 1_000): Promise<Chained> {
  const names = Array.from({ length: depth }, (_, at) => `role-${at + 1}`)
  const roles = names.map((name) => ({ name, inlinePolicies: [{ name: 'work', document: allow('s3:*', 'sts:*') }] }))
  const stage = await createStage({ ...options, seed: { roles, users: [dana()] } })
  let key = danaKeys.active
  for (const name of names) {
    const caller = intruderIn(stage.account, { key })
    key = caller.obtain('AssumeRole', { RoleArn: arnOf(name), RoleSessionName: `at-${name}` })
    await stage.world.run(pauseMs)
  }
  stage.callAs(key, 's3', 'ListBuckets')
  await stage.world.run(5_000)
  const issues = stage.account.account.trail.all().filter(({ eventName }) => eventName === 'AssumeRole')
  return { stage, accessKeyId: key, issues: issues.map(({ eventID }) => String(eventID)) }
}

async function evidenceOf({ stage, accessKeyId }: Chained, name: string) {
  stage.report({ type: 'role', name, accessKeyId, sessionName: `at-${name}` })
  await stage.reach(['awaitingApproval'])
  const evidence = await stage.evidence()
  const source = evidence.sources.find((one) => one.name === CHAIN)
  return { evidence, source, chains: evidence.investigation?.chains ?? [] }
}

describe('the chain of sessions behind a role', () => {
  it.each([3, 5])('of depth %i is followed to the key of the user at its root, one lookup a step', async (depth) => {
    const made = await chained(depth)
    const { source, chains } = await evidenceOf(made, `role-${depth}`)

    const path = [
      'arn:aws:iam::111122223333:user/dana',
      ...Array.from({ length: depth }, (_, at) => arnOf(`role-${at + 1}`)),
    ]
    expect(chains[0]).toMatchObject({ root: path[0], path, unresolved: false })
    expect(source).toMatchObject({ status: 'ok', requests: depth - 1, coverage: { gaps: [] } })
    expect(made.issues).toHaveLength(depth)
    for (const id of made.issues) expect(source?.detail).toContain(id)
    expect(source?.detail).toContain(`root ${depth} back: arn:aws:iam::111122223333:user/dana`)
  })

  it('takes no further request where a user assumed the role by itself', async () => {
    const { source, chains } = await evidenceOf(await chained(1), 'role-1')
    expect(chains[0]?.path).toEqual(['arn:aws:iam::111122223333:user/dana', arnOf('role-1')])
    expect(source).toBeUndefined()
  })

  it('is followed to issues from before the window of the evidence', async () => {
    const made = await chained(3, { rules: { evidenceLookbackHours: 0.2 } }, 20 * MINUTE_MS)
    const { source, chains, evidence } = await evidenceOf(made, 'role-3')
    expect(Date.parse(evidence.window.from)).toBeGreaterThan(Date.parse('2026-03-01T10:40:00Z'))
    expect(chains[0]?.root).toBe('arn:aws:iam::111122223333:user/dana')
    expect(source?.status).toBe('ok')
  })

  it('stops where no request is left, says so, and what was found is there', async () => {
    const made = await chained(5, { rules: { maxEvidenceRequests: 5 } })
    const { source, chains } = await evidenceOf(made, 'role-5')
    expect(source?.status).toBe('truncated')
    expect(source?.coverage?.gaps.join()).toMatch(
      /Who asked for .*role-\d session at-role-\d .* is not known: no request was left after \d/,
    )
    expect(chains[0]?.path.at(-1)).toBe(arnOf('role-5'))
    expect(chains[0]?.path.length).toBeLessThan(6)
  })

  it('goes on where the event history throttles', async () => {
    const error = { code: 'ThrottlingException', status: 400 }
    const made = await chained(3)
    made.stage.account.injectFault({ operation: 'cloudtrail:LookupEvents', error, times: 4 })
    const { source, chains } = await evidenceOf(made, 'role-3')
    expect(chains[0]?.root).toBe('arn:aws:iam::111122223333:user/dana')
    expect(source?.status).toBe('ok')
  })
})
