import { z } from 'zod'
import { createActor } from '../../../simulated-aws/actor.js'
import { configured, environment, running, tokens } from '../../support/brakes/configured.js'
import { printed } from '../../support/in-process-cli.js'
import { removeCliFolders } from '../../support/run-cli.js'
import { useTestPostgres } from '../../support/services.js'
import { callsOf } from '../../support/world/calls.js'
import { adminKey } from '../../support/world/seed.js'

const before = { ...process.env }
const RoleName = 'ci-deploy'

describe('tourniquet reconcile', () => {
  let setting: Awaited<ReturnType<typeof configured>>
  let path: string
  beforeEach(async () => {
    Object.assign(process.env, environment)
    delete process.env.TOURNIQUET_TOKEN
    setting = await configured()
    path = setting.on((await useTestPostgres()).url)
  })
  afterEach(async () => {
    await setting.close()
    process.env = { ...before }
  })
  afterAll(removeCliFolders)

  /** A block that stands, and nobody at work any more. */
  async function blocked(): Promise<{ id: string; policy: string }> {
    const product = await running(path)
    await product.work()
    const id = await product.open()
    await product.reach(id, 'awaitingApproval')
    await product.approve(id)
    const { snapshot } = await product.reach(id, 'verifying', 'contained')
    await product.close()
    return { id, policy: `DenyAll-${snapshot.context.containmentId}` }
  }
  async function rows(...args: string[]) {
    const { code, stdout } = await printed('reconcile', '--config', path, '--json', ...args)
    return { code, found: JSON.parse(stdout)[0] }
  }
  const admin = (action: string, parameters: Record<string, string>) => {
    const account = setting.account.account
    const actor = createActor({ account, accessKeyId: adminKey.accessKeyId, sourceIp: '203.0.113.5', userAgent: 'x' })
    const reply = actor.call({ service: 'iam', action, parameters: { RoleName, ...parameters } })
    if (!reply.ok) throw new Error(reply.error.message)
  }

  it('finds nothing where AWS and the record agree, and changes nothing', async () => {
    const { id, policy } = await blocked()
    const { code, found } = await rows()
    expect([code, found]).toMatchObject([
      0,
      { agrees: true, standing: null, rows: [{ finding: 'inPlace', incidentId: id }], notCompared: [] },
    ])
    expect(callsOf(setting.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect(setting.account.describeRole(RoleName)?.inlinePolicies).toHaveProperty(policy)
  })

  it('names what is gone, what nobody recorded, and the calls with our credentials that no record has, each with its cure', async () => {
    const { id, policy } = await blocked()
    const foreign = 'cnt_00000000000000000009'
    const document = setting.account.describeRole(RoleName)?.inlinePolicies[policy] ?? ''
    const containment = policy.replace('DenyAll-', '')
    admin('PutRolePolicy', {
      PolicyName: `DenyAll-${foreign}`,
      PolicyDocument: document
        .replaceAll(containment, foreign)
        .replaceAll(containment.replace('cnt_', ''), foreign.replace('cnt_', '')),
    })
    admin('DeleteRolePolicy', { PolicyName: policy })

    const { code, found } = await rows()

    expect([code, found.agrees]).toEqual([1, false])
    const all = z.array(z.looseObject({ finding: z.string(), subject: z.string() })).parse(found.rows)
    const of = (finding: string) => all.filter((row) => row.finding === finding)
    expect(of('absent')).toMatchObject([{ incidentId: id, note: expect.stringMatching(/missing/) }])
    expect(of('unknown')).toMatchObject([
      {
        subject: expect.stringContaining(`DenyAll-${foreign}`),
        cure: expect.arrayContaining([expect.stringContaining('delete-role-policy')]),
      },
    ])
    expect(
      of('unrecordedWrite')
        .map((row) => row.subject)
        .sort(),
    ).toEqual([`DeleteRolePolicy ${policy} on ${RoleName}`, `PutRolePolicy DenyAll-${foreign} on ${RoleName}`])
    const text = await printed('reconcile', '--config', path)
    expect(text.stdout).toMatch(/! unrecordedWrite .*DeleteRolePolicy/)
    expect(text.stdout).toContain('Nothing was changed.')
  })

  it('is accepted by who may, with a reason, and not by others', async () => {
    process.env.TOURNIQUET_TOKEN = tokens.ana
    const args = ['reconcile', '--config', path, '--accept', '--reason', 'looked at with the team']
    expect(await printed(...args)).toMatchObject({ code: 3, stderr: expect.stringMatching(/ana may not accept/) })
    process.env.TOURNIQUET_TOKEN = tokens.olga
    expect(await printed(...args)).toMatchObject({ code: 0, stderr: expect.stringMatching(/Accepted by olga/) })
  })
})
