import { managedDenyAllArn } from '../../src/containment/document.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { recreateRole } from '../support/world/recreate-role.js'
import { allow, ciDeploy, dana, danaKeys, filler } from '../support/world/seed.js'
import { postIn, slackThreadOf, wordsOf } from '../support/world/slack-thread.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const user = { type: 'user', name: 'dana' } as const
const createStage = useStages(fewLooks)

const conditional =
  '{ "Version": "2012-10-17",  "Statement": [{"Effect":"Deny","Action":"*","Resource":"*",\n "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}'

describe('1. Pre-existing DenyAll', () => {
  it('keeps its bytes throughout; the block has another name, and only the block is removed', async () => {
    const inlinePolicies = [
      { name: 'DenyAll', document: conditional },
      { name: 'deploy', document: allow('s3:*') },
    ]
    const stage = await createStage({ seed: { roles: [ciDeploy({ inlinePolicies })] } })
    const before = stage.account.describeRole('ci-deploy')
    const seen = new Set<string | undefined>()
    stage.world.onMoment(() => void seen.add(stage.account.describeRole('ci-deploy')?.inlinePolicies.DenyAll))
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])

    expect([...seen]).toEqual([conditional])
    expect(stage.account.describeRole('ci-deploy')).toEqual(before)
    const block = `DenyAll-${snapshot.context.containmentId}`
    expect(ourWrites(stage.account)).toEqual([`PutRolePolicy ${block}`, `DeleteRolePolicy ${block}`])
  })
})

describe('8. Role replaced (ABA)', () => {
  it('a role of the same name with another id stops the restore; nothing is deleted from it', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const block = `DenyAll-${snapshot.context.containmentId}`
    const ours = stage.account.describeRole('ci-deploy')?.inlinePolicies[block]
    recreateRole(stage)
    // Even under our very name, word for word.
    stage.admin('PutRolePolicy', { RoleName: 'ci-deploy', PolicyName: block, PolicyDocument: ours ?? '' })
    const written = ourWrites(stage.account)
    await stage.restore('false-alarm')

    const { reason } = (await stage.reach(['needsHuman'])).snapshot.context
    expect(reason).toMatch(/is another one now: AROA\w+ was blocked, AROA\w+ is there/)
    expect(ourWrites(stage.account)).toEqual(written)
    expect(Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {})).toEqual([block])
  })
})

describe('9. Restore touches only its own writes', () => {
  it('what an operator added, tagged and bounded meanwhile stays, and is listed as drift', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const RoleName = 'ci-deploy'
    const PolicyDocument = JSON.stringify(allow('s3:GetObject'))
    const boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    stage.admin('PutRolePolicy', { RoleName, PolicyName: 'operators-own', PolicyDocument })
    stage.admin('TagRole', { RoleName, Tags: [{ Key: 'ticket', Value: 'SEC-1' }] })
    stage.admin('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: boundary })
    const changed = stage.account.describeRole('ci-deploy')
    await stage.restore('false-alarm')
    await stage.reach(['closed'])

    const block = `DenyAll-${snapshot.context.containmentId}`
    const { [block]: _, ...others } = changed?.inlinePolicies ?? {}
    expect(stage.account.describeRole('ci-deploy')).toEqual({ ...changed, inlinePolicies: others })
    const drift = (await stage.restorePlan()).drift.map(({ what }) => what).join()
    for (const what of [/operators-own/, /ticket/, /boundary/i]) expect(drift).toMatch(what)
    const operations = new Set(ourWrites(stage.account).map((write) => write.split(' ')[0]))
    expect(operations).toEqual(new Set(['PutRolePolicy', 'DeleteRolePolicy']))
  })
})

describe('10. Our policy edited', () => {
  const edited = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }],
  })

  it('is tampering to a look, which puts it back', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    const ours = stage.account.describeRole('ci-deploy')?.inlinePolicies[PolicyName]
    stage.admin('PutRolePolicy', { RoleName: 'ci-deploy', PolicyName, PolicyDocument: edited })
    const found = await stage.reach(['tampered'])

    expect(found.snapshot.context.verdict).toMatchObject({ policy: 'altered', contained: false })
    await stage.reach(['verifying'])
    expect(stage.account.describeRole('ci-deploy')?.inlinePolicies[PolicyName]).toBe(ours)
    expect(stage.people.told.map(({ topic }) => topic)).toContain('tampered')
  })

  it('is an ownership conflict to a restore: a person is asked, and nothing is deleted', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    stage.admin('PutRolePolicy', { RoleName: 'ci-deploy', PolicyName, PolicyDocument: edited })
    await stage.restore('false-alarm')

    const { reason } = (await stage.reach(['needsHuman'])).snapshot.context
    expect(reason).toMatch(/no longer the text that we wrote/)
    expect(callsOf(stage.account, 'iam:DeleteRolePolicy')).toEqual([])
    expect(stage.account.describeRole('ci-deploy')?.inlinePolicies[PolicyName]).toBe(edited)
  })

  it('words the page in Slack', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    stage.admin('PutRolePolicy', { RoleName: 'ci-deploy', PolicyName, PolicyDocument: edited })
    await stage.restore('false-alarm')
    await stage.reach(['needsHuman'])
    await stage.world.run(1_000)

    const posts = await slackThreadOf(stage)
    const page = wordsOf(posts.findLast(({ slot }) => slot.startsWith('notice')) ?? postIn(posts, /^notice/))
    expect(page).toMatch(/A person has to act[\s\S]*no longer the text that we wrote[\s\S]*Next:[\s\S]*<@U0ANA>/)
    expect(posts.map(({ slot }) => slot)).not.toContain('restore')
    expect(wordsOf(postIn(posts, 'headline'))).toMatch(/Retry/)
  })
})

describe('11. Quota', () => {
  const full = { inlinePolicies: [{ name: 'full', document: filler(2_000) }] }

  it('a user with 2,000 inline characters is planned with the managed AWSDenyAll', async () => {
    const stage = await createStage({ seed: { users: [dana(full)] } })
    const before = stage.account.describeUser('dana')
    await stage.block(user)
    await stage.reach(['contained'])
    const arn = managedDenyAllArn('aws')
    expect((await stage.containPlan()).writes[0]).toEqual({ kind: 'attachPolicy', purpose: 'denyAll', policyArn: arn })
    expect(stage.account.describeUser('dana')?.attachedPolicies).toEqual([arn])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeUser('dana')).toEqual(before)
  })

  it('where no managed policy can be attached either a person is told what it needs', async () => {
    const attachedPolicies = Array.from({ length: 10 }, (_, n) => ({
      arn: `arn:aws:iam::111122223333:policy/own-${n}`,
      name: `own-${n}`,
      document: allow('s3:GetObject'),
    }))
    const stage = await createStage({ seed: { users: [dana({ ...full, attachedPolicies })] } })
    stage.report(user)
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(
      /does not fit: inline policies use 2000 of 2048 characters, and it needs 126, /,
    )
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('LimitExceeded at the write is not tried again: the approval is void and people are asked anew', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    stage.account.injectFault({ operation: 'iam:PutUserPolicy', error: { code: 'LimitExceeded', status: 409 } })
    await stage.block(user)
    const { openPlanDigest } = stage.incident().snapshot.context
    const isAskedAnew = () => {
      const { state, snapshot } = stage.incident()
      return state === 'awaitingApproval' && snapshot.context.openPlanDigest !== openPlanDigest
    }
    await stage.world.run(60_000, isAskedAnew)
    expect(isAskedAnew()).toBe(true)
    expect(callsOf(stage.account, 'iam:PutUserPolicy')).toHaveLength(1)
    expect(stage.incident().snapshot.context.decidedBy).toEqual([])
  })
})

describe('12. Key hygiene', () => {
  it('a key that was off stays off, one that we turned off works again, a new one is reported and left alone', async () => {
    const stage = await createStage({
      seed: { users: [dana({ accessKeys: [{ id: danaKeys.active }, { id: danaKeys.inactive, status: 'Inactive' }] })] },
    })
    const before = stage.account.describeUser('dana')
    await stage.block(user)
    await stage.reach(['contained'])
    expect(statuses(stage.account.describeUser('dana'))).toEqual({
      [danaKeys.active]: 'Inactive',
      [danaKeys.inactive]: 'Inactive',
    })
    // A user has two keys at most.
    stage.admin('DeleteAccessKey', { UserName: 'dana', AccessKeyId: danaKeys.inactive })
    stage.admin('CreateAccessKey', { UserName: 'dana' })
    const made = stage.account.describeUser('dana')?.accessKeys.find(({ id }) => id !== danaKeys.active)?.id ?? ''
    await stage.reach(['needsHuman'])
    expect(JSON.stringify(stage.incident().snapshot.context.verdict.tampering)).toContain(made)
    await stage.restore('false-alarm')
    await stage.reach(['closed'])

    expect(statuses(stage.account.describeUser('dana'))).toEqual({ [danaKeys.active]: 'Active', [made]: 'Active' })
    expect((await stage.restorePlan()).drift.map(({ what, now }) => `${what} ${now}`).join()).toContain(made)
    expect({ ...stage.account.describeUser('dana'), accessKeys: [] }).toEqual({ ...before, accessKeys: [] })
    const ofKeys = ourWrites(stage.account).filter((write) => write.startsWith('UpdateAccessKey'))
    expect(ofKeys).toHaveLength(2)
  })
})

function statuses(described: { accessKeys: { id: string; status: string }[] } | undefined) {
  return Object.fromEntries((described?.accessKeys ?? []).map(({ id, status }) => [id, status]))
}
