import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateProfileCommand,
  CreateTrustAnchorCommand,
  DeleteProfileCommand,
  EnableProfileCommand,
  GetProfileCommand,
  ListProfilesCommand,
  ListTrustAnchorsCommand,
  RolesAnywhereClient,
} from '@aws-sdk/client-rolesanywhere'
import { intakeSources, judgePayload } from '../../app/intake.js'
import { openingFor } from '../../app/opening.js'
import { askForSession } from '../../simulated-aws/attackers/certificate-holder.js'
import { issueTo, makeAuthority, toPem } from '../../simulated-aws/attackers/certificates.js'
import { evidenceSchema } from '../../src/domain/evidence.js'
import type { Finding } from '../../src/domain/finding.js'
import type { Timing } from '../../src/domain/incident-context.js'
import { containPlanSchema, restorePlanSchema } from '../../src/domain/plan.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import { requestBlock } from '../../src/incidents/request-block.js'
import { anywhereTrust } from '../simulated-aws/rolesanywhere/anywhere-fixture.js'
import { useTestPostgres } from '../support/services.js'
import { adminKey, allow } from '../support/world/seed.js'
import { worldTiming } from '../support/world/timing.js'
import { approvalRules, createWorld, type World } from '../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
const region = 'us-east-1'
const danaKey = { id: 'AKIADANADANADANADANA', secret: 'the secret of dana' }

type Client = RolesAnywhereClient

/** What Roles Anywhere of the account shows, the times of changes left out: turning off and on again leaves those. */
async function shown(client: Client) {
  const { profiles = [] } = await client.send(new ListProfilesCommand({ pageSize: 500 }))
  const { trustAnchors = [] } = await client.send(new ListTrustAnchorsCommand({ pageSize: 500 }))
  const still = <T extends { updatedAt?: Date | undefined }>({ updatedAt: _changed, ...rest }: T) => rest
  return { profiles: profiles.map(still), trustAnchors: trustAnchors.map(still) }
}

/**
 * An account with a trust anchor that builds rely on, in which dana, a moment ago, registered an authority of her own and made a
 * profile that hands out ci-deploy, and came in by it once.
 */
async function createScene() {
  const clock = { offsetMs: -30 * 24 * 3_600_000 }
  const now = () => new Date(Date.now() + clock.offsetMs)
  const world = await createWorld({
    databaseUrl,
    account: { now },
    users: [
      {
        name: 'dana',
        inlinePolicies: [{ name: 'all', document: allow('rolesanywhere:*', 'iam:PassRole', 's3:*') }],
        accessKeys: [danaKey],
      },
    ],
    roles: [{ name: 'ci-deploy', trustPolicy: anywhereTrust, inlinePolicies: [{ name: 'all', document: allow('*') }] }],
  })
  const clientOf = ({ id, secret }: typeof danaKey) =>
    new RolesAnywhereClient({
      endpoint: world.account.url,
      region,
      credentials: { accessKeyId: id, secretAccessKey: secret },
    })
  const [dana, admin] = [clientOf(danaKey), clientOf({ id: adminKey.accessKeyId, secret: adminKey.secretAccessKey })]
  const register = async (client: Client, name: string, enabled: boolean) => {
    const authority = makeAuthority(name, now())
    const source = { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: toPem(authority) } }
    const { trustAnchor } = await client.send(new CreateTrustAnchorCommand({ name, source, enabled }))
    return { authority, arn: trustAnchor?.trustAnchorArn ?? '', id: trustAnchor?.trustAnchorId ?? '' }
  }
  const builds = await register(admin, 'build CA', true)
  const retired = await register(admin, 'retired CA', false)
  clock.offsetMs = 0
  const own = await register(dana, 'own CA', true)
  const roleArns = [`arn:aws:iam::${world.accountId}:role/ci-deploy`]
  const made = await dana.send(new CreateProfileCommand({ name: 'build agents', roleArns, enabled: true }))
  const [profileArn, profileId] = [made.profile?.profileArn ?? '', made.profile?.profileId ?? '']
  const enter = async () => {
    const identity = issueTo('laptop', own.authority, now())
    const wanted = { profileArn, roleArn: roleArns[0] ?? '', trustAnchorArn: own.arn }
    return askForSession(world.account.url, { identity, at: now(), region, wanted })
  }
  const first = await enter()
  if (!first.ok) throw new Error(first.message)
  return { world, dana, admin, profileArn, profileId, builds, retired, own, enter, inside: first.credentials, roleArns }
}
type Scene = Awaited<ReturnType<typeof createScene>>

/** The alert as Elastic's connector sends it, with request and answer as its integration writes them. */
function elasticPayload({ world, profileArn, profileId, roleArns }: Scene) {
  const request = `{name=build agents, roleArns=[${roleArns}], enabled=true}`
  const response = `{profile={name=build agents, profileArn=${profileArn}, profileId=${profileId}, roleArns=[${roleArns}]}}`
  const alert = {
    '@timestamp': new Date().toISOString(),
    'kibana.alert.uuid': `alert-${profileId}`,
    'kibana.alert.risk_score': 73,
    'kibana.alert.rule.name': 'AWS IAM Roles Anywhere Profile Creation',
    'kibana.alert.rule.rule_id': '1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce',
    event: { provider: 'rolesanywhere.amazonaws.com', action: 'CreateProfile', outcome: 'success' },
    cloud: { account: { id: world.accountId }, region },
    aws: {
      cloudtrail: {
        user_identity: {
          type: 'IAMUser',
          arn: `arn:aws:iam::${world.accountId}:user/dana`,
          access_key_id: danaKey.id,
        },
        request_parameters: request,
        response_elements: response,
      },
    },
  }
  return Buffer.from(JSON.stringify({ source: 'elastic', date: alert['@timestamp'], rule: {}, alerts: [alert] }))
}

async function takeIn(scene: Scene, timing: Timing): Promise<string> {
  const { realm, runtime } = scene.world
  const source = intakeSources.find(({ name }) => name === 'elastic')
  if (source === undefined) throw new Error('Elastic is no source.')
  const intake = judgePayload(source, elasticPayload(scene), [realm])
  if (!intake.accepted) throw new Error(intake.reason)
  const [finding] = intake.findings
  const opening = openingFor(runtime, { timing }, finding)
  expect(opening.playbook).toBe('roles-anywhere-profile')
  return (await openIncident(runtime.engine, finding, opening)).incidentId
}

async function documents({ runtime: { engine }, read }: World, id: string) {
  const { containPlanDigest, evidenceDigest } = (await read(id)).snapshot.context
  const plan = containPlanSchema.parse((await engine.store.readDocument(containPlanDigest ?? ''))?.body)
  const evidence = evidenceSchema.parse((await engine.store.readDocument(evidenceDigest ?? ''))?.body)
  return { plan, evidence }
}

describe("Elastic's rule: somebody made a Roles Anywhere profile", () => {
  const scenes: World[] = []
  const clients: Client[] = []
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy()
    for (const world of scenes.splice(0)) await world.close()
  })
  async function atTheQuestion(timing: Partial<Timing> = {}) {
    const scene = await createScene()
    scenes.push(scene.world)
    clients.push(scene.dana, scene.admin)
    await scene.world.work()
    const before = await shown(scene.admin)
    const id = await takeIn(scene, { ...worldTiming, ...timing })
    await scene.world.reach(id, 'awaitingApproval')
    return { ...scene, before, id, ...(await documents(scene.world, id)) }
  }

  it('tells who made it, what it hands out and who came in, and plans what to turn off', async () => {
    const { plan, evidence, profileId, own, builds, inside, roleArns, world } = await atTheQuestion()
    expect(plan.entity).toMatchObject({ type: 'rolesAnywhereProfile', name: 'build agents', uniqueId: profileId })
    expect(plan.modes).toEqual(['disable-profile', 'disable-trust-anchors'])
    expect(plan.writes).toEqual([
      { kind: 'setProfileEnabled', purpose: 'disableProfile', profileId, enabled: false },
      { kind: 'setTrustAnchorEnabled', purpose: 'disableTrustAnchor', trustAnchorId: own.id, enabled: false },
    ])
    expect(plan.impact.rolesAnywhere?.roles).toEqual([{ arn: roleArns[0], isAdministrator: true }])
    expect(plan.impact.sessionsElsewhere).toMatchObject([{ roleArn: roleArns[0], accessKeyId: inside.accessKeyId }])
    const left = plan.notCovered.join('\n')
    expect(left).toContain(`tourniquet block ${roleArns[0]}`)
    expect(left).toContain(`tourniquet block arn:aws:iam::${world.accountId}:user/dana`)
    expect(left).toContain(`build CA (${builds.id})`)

    const { rolesAnywhere } = evidence
    expect(rolesAnywhere?.createdBy).toMatchObject({
      arn: expect.stringMatching(/user\/dana$/),
      accessKeyId: danaKey.id,
    })
    expect(rolesAnywhere?.sessions).toMatchObject([{ accessKeyId: inside.accessKeyId, x509Subject: 'CN=laptop' }])
    const answers = rolesAnywhere?.triage.map(({ question, answer }) => `${question} ${answer}`).join('\n')
    expect(answers).toMatch(/Who created the profile.*user\/dana at .* with AKIADANADANADANADANA/)
    expect(answers).toMatch(/What else did whoever made it do\? .*CreateProfile 1/)
    expect(answers).toMatch(/ci-deploy \(may do everything\)/)
    expect(evidence.topCalls.map(({ eventName }) => eventName)).toContain('CreateTrustAnchor')
  })

  it('is disabled, proved by a refused session, and enabled again exactly', async () => {
    const { world, id, enter, admin, before, profileId, retired } = await atTheQuestion()
    await world.approve(id)
    await world.reach(id, 'verifying')
    expect(await enter()).toMatchObject({ ok: false, code: 'AccessDeniedException' })
    const { snapshot } = await world.reach(id, 'contained')
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', enforcement: 'observed', contained: true })
    const off = await shown(admin)
    expect(off.profiles.map(({ enabled }) => enabled)).toEqual([false])
    expect(off.trustAnchors.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['build CA', true],
      ['retired CA', false],
      ['own CA', false],
    ])

    await world.prepareRestore(id, 'false-alarm')
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect(await shown(admin)).toEqual(before)
    expect((await enter()).ok).toBe(true)
    const writes = world.account
      .calls()
      .filter(({ operation, caller }) => /:(Enable|Disable)/.test(operation) && caller?.endsWith('operator'))
    expect(writes.map(({ operation }) => operation)).toEqual([
      'rolesanywhere:DisableProfile',
      'rolesanywhere:DisableTrustAnchor',
      'rolesanywhere:EnableTrustAnchor',
      'rolesanywhere:EnableProfile',
    ])
    expect(JSON.stringify(writes)).not.toContain(retired.id)
    expect(profileId).not.toBe('')
  })

  it('is disabled again when the attacker enables it, and then nobody says contained', async () => {
    const { world, id, dana, profileId, enter, admin } = await atTheQuestion({ watchIntervalMs: 60_000 })
    await world.approve(id)
    await world.reach(id, 'contained')
    await dana.send(new EnableProfileCommand({ profileId }))
    await world.until(id, ({ snapshot }) => snapshot.context.reputs === 1, 30_000)
    await world.until(
      id,
      async () => (await admin.send(new GetProfileCommand({ profileId }))).profile?.enabled === false,
    )
    const stopped = await world.reach(id, 'needsHuman')
    expect(stopped.snapshot.context.verdict).toMatchObject({ policy: 'held', contained: false })
    const acts = stopped.snapshot.context.verdict.tampering
    expect(acts).toContainEqual(
      expect.objectContaining({ what: `EnableProfile ${profileId}`, by: expect.stringMatching(/user\/dana$/) }),
    )
    expect(world.people.told.map(({ topic }) => topic)).toContain('tampered')
    expect((await enter()).ok).toBe(false)
  }, 60_000)

  it('stays off after a compromise, and the incident ends', async () => {
    const { world, id, admin, profileId } = await atTheQuestion()
    await world.approve(id)
    await world.reach(id, 'contained')
    await world.prepareRestore(id, 'compromise')
    const { restorePlanDigest } = (await world.read(id)).snapshot.context
    const plan = restorePlanSchema.parse((await world.runtime.engine.store.readDocument(restorePlanDigest ?? ''))?.body)
    expect(plan.writes).toEqual([])
    expect(plan.intendedDifferences.join('\n')).toContain(`The profile ${profileId} stays disabled`)
    await world.approveRestore(id)
    await world.reach(id, 'closed')
    expect((await shown(admin)).profiles.map(({ enabled }) => enabled)).toEqual([false])
  })

  it('is blocked for whoever asks for it by its ARN, and gone where somebody deleted it meanwhile', async () => {
    const scene = await createScene()
    const { world, profileArn, profileId, dana, admin } = scene
    scenes.push(world)
    clients.push(dana, admin)
    await world.work()
    const { engine } = world.runtime
    const openingOf = (finding: Finding) => openingFor(world.runtime, { timing: worldTiming }, finding)
    const home = { realm: world.realm, engine, systemLog: { append: async () => {} }, openingOf }
    const wish = { by: 'bo', arn: profileArn, reason: 'Nobody knows of it.', severity: null }
    const asked = await requestBlock([home], approvalRules, wish)
    if (asked.status !== 'opened') throw new Error(JSON.stringify(asked))
    const id = asked.incidentId
    await world.reach(id, 'awaitingApproval')
    const { plan, evidence } = await documents(world, id)
    expect(plan.entity).toMatchObject({ name: 'build agents', uniqueId: profileId })
    expect(evidence.rolesAnywhere?.createdBy?.arn).toMatch(/user\/dana$/)
    await world.approve(id)
    await world.reach(id, 'contained')
    const report = await renderedReport(world, id)
    expect(report).toMatch(/Who created the profile, when and with which key/)
    expect(report).toContain(`rolesanywhere enable-profile --profile-id ${profileId} --region us-east-1`)

    await dana.send(new DeleteProfileCommand({ profileId }))
    await world.prepareRestore(id, 'false-alarm')
    const { snapshot } = await world.reach(id, 'needsHuman')
    expect(snapshot.context.reason).toMatch(/gone|no longer/)
  })
})

/** The Markdown that the incident's report was written as. */
async function renderedReport({ filesDir, until, audit }: World, id: string): Promise<string> {
  await until(id, async () => (await audit(id)).some(({ what }) => what === 'REPORT_WRITTEN'))
  const names = await readdir(filesDir, { recursive: true })
  const name = names.find((one) => one.includes(id) && one.endsWith('.md'))
  if (name === undefined) throw new Error(`No report of ${id}: ${names.join(', ')}`)
  return readFile(join(filesDir, name), 'utf8')
}
