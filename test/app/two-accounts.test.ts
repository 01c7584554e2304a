import { setTimeout as pause } from 'node:timers/promises'
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import pg from 'pg'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { Incident } from '../../src/domain/incident.js'
import { useTestPostgres } from '../support/services.js'
import { aboutCiDeploy, away, home, roleArn, startTwoAccounts, type TwoAccounts } from '../support/two-accounts.js'
import { danaKeys } from '../support/world/seed.js'

const { url: databaseUrl } = await useTestPostgres()
const reads = /^(iam:(Get|List|Simulate)|sts:|cloudtrail:LookupEvents)/
const writesIn = (account: SimulatedAccount) => account.calls().filter(({ operation }) => !reads.test(operation))
/** What the system chain says of findings that nobody took; written a moment after the answer. */
async function notedRefusals(count: number): Promise<object[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    for (const deadline = performance.now() + 5_000; ; await pause(20)) {
      const { rows } = await client.query(
        "SELECT body->'detail' AS detail FROM system_audit WHERE body->>'what' = 'WEBHOOK_REJECTED'",
      )
      if (rows.length >= count || performance.now() > deadline) return rows.map(({ detail }) => detail)
    }
  } finally {
    await client.end()
  }
}

const findingId = (digit: string) => digit.repeat(32)

describe('a program that serves two accounts', () => {
  let accounts: TwoAccounts
  let contained = ''
  const approve = async (id: string, question: 'contain' | 'restore', state: string) => {
    const { snapshot } = await accounts.reach(id, (incident) => incident.state === state && isAsked(incident, question))
    const planDigest = snapshot.context.openPlanDigest
    const decision = { question, decision: 'approve', planDigest, reason: 'as agreed' }
    expect(await accounts.ask(`/incidents/${id}/decisions`, decision)).toMatchObject({ status: 200 })
  }
  beforeAll(async () => {
    accounts = await startTwoAccounts({ databaseUrl, accounts: { [away]: { evidence: { refreshMinutes: 7 } } } })
  })
  afterAll(() => accounts.close())

  it('contains a finding of one in that one, as roles in sessions named after the incident, and writes nothing in the other', async () => {
    const { status, body } = await accounts.post(aboutCiDeploy(away, findingId('a')))
    expect(status).toBe(202)
    const id: string = body.incidentId
    await approve(id, 'contain', 'awaitingApproval')
    const { snapshot } = await accounts.reach(id, ({ state }) => state === 'contained')
    contained = id

    // As its own configuration says.
    expect(snapshot.context.timing.evidenceRefreshMs).toBe(420_000)

    expect(Object.keys(accounts.away.describeRole('ci-deploy')?.inlinePolicies ?? {}).sort()).toEqual([
      expect.stringMatching(/^DenyAll-cnt_/),
      'deploy',
    ])
    const session = (role: string) => `arn:aws:sts::${away}:assumed-role/${role}/${id}`
    expect(writesIn(accounts.away).map(({ operation, caller }) => [operation, caller])).toEqual([
      ['iam:PutRolePolicy', session('write')],
    ])
    const lookers = accounts.away.calls().filter(({ operation }) => /LookupEvents|AuthorizationDetails/.test(operation))
    expect(new Set(lookers.map(({ caller }) => caller))).toEqual(new Set([session('look')]))
    expect(writesIn(accounts.home)).toEqual([])
    expect(accounts.home.describeRole('ci-deploy')?.inlinePolicies).not.toHaveProperty('DenyAll')
  })

  it('has hands whose stolen credentials reach the one entity of their plan and nothing else', async () => {
    const [stolen] = [...accounts.away.account.sessions.values()].flatMap((session) =>
      session.kind === 'role' && session.arn.includes('assumed-role/write/inc_') ? [session] : [],
    )
    if (stolen === undefined) throw new Error('the incident before has written')
    const { accessKeyId, secretAccessKey, sessionToken } = stolen
    const credentials = { accessKeyId, secretAccessKey, sessionToken }
    const iam = new IAMClient({ endpoint: accounts.away.url, region: 'us-east-1', credentials, maxAttempts: 1 })
    const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    for (const RoleName of ['another-app', 'look', 'write']) {
      const put = iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'mine', PolicyDocument }))
      await expect(put).rejects.toThrow(/no session policy allows the iam:PutRolePolicy action/)
    }
    iam.destroy()
  })

  it('gives back what it took by the same role', async () => {
    const wish = { ask: 'restore', restoreAs: 'false-alarm', reason: 'it was ours' }
    expect(await accounts.ask(`/incidents/${contained}/requests`, wish, 'bo')).toMatchObject({ status: 202 })
    await approve(contained, 'restore', 'awaitingRestoreApproval')
    await accounts.reach(contained, ({ state }) => state === 'restored' || state === 'closed')
    expect(Object.keys(accounts.away.describeRole('ci-deploy')?.inlinePolicies ?? {})).toEqual(['deploy'])
    const last = writesIn(accounts.away).at(-1)
    expect([last?.operation, last?.caller, last?.error]).toEqual([
      'iam:DeleteRolePolicy',
      `arn:aws:sts::${away}:assumed-role/write/${contained}`,
      null,
    ])
  })

  it('turns off the keys of a user with a hand for that user', async () => {
    const event = aboutCiDeploy(away, findingId('3'))
    const details = { accessKeyId: danaKeys.active, userType: 'IAMUser', userName: 'dana' }
    Object.assign(event.detail.resource, { accessKeyDetails: details })
    const { body } = await accounts.post(event)
    await approve(body.incidentId, 'contain', 'awaitingApproval')
    await accounts.reach(body.incidentId, ({ state }) => state === 'verifying' || state === 'contained')
    const session = `arn:aws:sts::${away}:assumed-role/write/${body.incidentId}`
    const written = writesIn(accounts.away).filter(({ caller }) => caller === session)
    expect(written.map(({ operation, error }) => [operation, error])).toEqual([
      ['iam:PutUserPolicy', null],
      ['iam:UpdateAccessKey', null],
    ])
  })

  it.each(['look', 'write'])('never blocks its own role %s, which is named in the configuration', async (name) => {
    const event = aboutCiDeploy(away, findingId(name === 'look' ? '1' : '2'))
    event.detail.resource.accessKeyDetails.userName = name
    const { body } = await accounts.post(event)
    const { snapshot } = await accounts.reach(body.incidentId, ({ state }) => state === 'refused')
    expect(snapshot.context.reason).toMatch(/identity that Tourniquet itself uses/)
  })

  it('shows whose each incident is: account, name and realm', async () => {
    await accounts.post(aboutCiDeploy(home, findingId('b')))
    const { body } = await accounts.ask('/incidents')
    expect(
      new Set(body.map((each: { account: object; realm: string }) => JSON.stringify([each.account, each.realm]))),
    ).toEqual(
      new Set(
        [
          [{ id: home, name: 'tools' }, accounts.realms.all[0]?.engine.realm],
          [{ id: away, name: 'payments' }, accounts.realms.all[1]?.engine.realm],
        ].map((each) => JSON.stringify(each)),
      ),
    )
    const blocks = await accounts.ask('/blocks')
    expect(blocks.body).toMatchObject([
      { account: { id: home }, blocks: [] },
      { account: { id: away, name: 'payments' }, blocks: [{ principal: { name: 'dana', accountId: away } }] },
    ])
  })

  it('refuses a finding of a third account with the reason, whatever the envelope says, and notes it', async () => {
    const third = '999988887777'
    const event = { ...aboutCiDeploy(third, findingId('c')), account: home }
    const before = (await accounts.ask('/incidents')).body.length
    expect(await accounts.post(event)).toEqual({
      status: 200,
      body: {
        accepted: false,
        reason: expect.stringContaining(`aws account ${third}, which this configuration does not`),
      },
    })
    expect((await accounts.ask('/incidents')).body).toHaveLength(before)
    expect(await notedRefusals(1)).toEqual([
      expect.objectContaining({ why: 'notServed', detail: expect.stringContaining(third), source: 'guardduty' }),
    ])
  })

  it("takes a finding of its own account out of another account's envelope", async () => {
    const event = { ...aboutCiDeploy(home, findingId('d')), account: '999988887777' }
    const { status, body } = await accounts.post(event)
    expect(status).toBe(202)
    expect((await accounts.realms.ofIncident(body.incidentId))?.tools.realm.accountId).toBe(home)
  })
})

/** The question is on the table, not only about to be. */
function isAsked({ snapshot }: Incident, question: 'contain' | 'restore'): boolean {
  const { openPlanDigest, containPlanDigest, restorePlanDigest } = snapshot.context
  return openPlanDigest !== null && openPlanDigest === (question === 'contain' ? containPlanDigest : restorePlanDigest)
}

it('with a role that cannot be assumed a person is told which, and why, before anybody is asked to approve', async () => {
  const gone = { containRole: roleArn(home, 'gone') }
  const changes = { [away]: { externalId: 'id-of-somebody' }, [home]: gone }
  const accounts = await startTwoAccounts({ databaseUrl, accounts: changes })
  try {
    const { body } = await accounts.post(aboutCiDeploy(away, findingId('e')))
    const { snapshot } = await accounts.reach(body.incidentId, ({ state }) => state === 'needsHuman')
    expect(snapshot.context.reason).toMatch(
      /role\/ir\/\w+ cannot be assumed.*external id is the one of the configuration/,
    )
    expect(snapshot.context.reason).not.toContain('id-of-')
    expect(accounts.away.calls()).toEqual([])

    const other = await accounts.post(aboutCiDeploy(home, findingId('9')))
    const { snapshot: late } = await accounts.reach(other.body.incidentId, ({ state }) => state === 'needsHuman')
    expect(late.context.reason).toMatch(/role\/ir\/gone cannot be assumed/)
    expect(late.context.openPlanDigest).toBeNull()
    expect(writesIn(accounts.home)).toEqual([])
  } finally {
    await accounts.close()
  }
})

it('a sample finding becomes a visible exercise of its account that writes nothing, beside the live realm', async () => {
  const accounts = await startTwoAccounts({ databaseUrl, live: true })
  try {
    const sample = aboutCiDeploy(away, findingId('f'))
    const marked = { ...sample, detail: { ...sample.detail, title: `[SAMPLE] ${sample.detail.title}` } }
    const { status, body } = await accounts.post(marked)
    expect(status).toBe(202)
    const { snapshot } = await accounts.reach(body.incidentId, ({ state }) => state === 'refused')
    expect(snapshot.context.reason).toMatch(/nothing may be written/)
    expect((await accounts.ask('/incidents')).body).toMatchObject([
      { id: body.incidentId, realm: expect.stringMatching(/^exercise\/aws\/444455556666/) },
    ])
    const live = await accounts.post(aboutCiDeploy(away, findingId('f')))
    const runtime = await accounts.realms.ofIncident(live.body.incidentId)
    expect([live.status, runtime?.tools.realm.kind]).toEqual([202, 'live'])
    expect([writesIn(accounts.home), writesIn(accounts.away)]).toEqual([[], []])
  } finally {
    await accounts.close()
  }
})
