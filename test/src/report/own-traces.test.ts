import { denyAllPolicy, revokeOlderSessionsPolicy } from '../../../src/containment/document.js'
import type { InventoryEntity } from '../../../src/ports.js'
import { orphansAmong, ownTracesIn } from '../../../src/report/own-traces.js'
import { endedContainment, type KnownBlocks, standingBlock } from '../../../src/report/standing-blocks.js'
import { anEntity, aRestorePlan, aUserPlan, containmentId } from './plans.js'
import { askedStory, blockedStory, containPlan, restoredStory } from './story.js'

const denyAllArn = 'arn:aws:iam::aws:policy/AWSDenyAll'
const block = denyAllPolicy(containmentId)
const live = { endpoint: null }

function anInventoryEntity(changes: Partial<InventoryEntity> = {}): InventoryEntity {
  const { type, name, arn, uniqueId } = anEntity('role', 'ci-deploy')
  const made = { type, name, arn, uniqueId, createdAt: '2026-01-01T00:00:00Z' }
  return { ...made, inlinePolicies: [], attachedPolicies: [], ...changes }
}

const known = (changes: Partial<KnownBlocks> = {}): KnownBlocks => ({
  account: { id: '111122223333', name: '' },
  realm: 'live/aws/111122223333/aws',
  complete: true,
  blocks: [],
  ended: [],
  ...changes,
})

function standing() {
  const found = standingBlock(blockedStory().incident, containPlan)
  if (found === null) throw new Error('No block stands.')
  return found
}

describe('what IAM shows of us', () => {
  it('is every inline policy with our mark, whatever its name, and AWSDenyAll', () => {
    const entity = anInventoryEntity({
      inlinePolicies: [
        { name: 'DenyAll', document: block.document },
        { name: 'DenyAll-theirs', document: block.document.replace(/"Sid":"\w+",/, '') },
        { name: 'deploy', document: '{"Version":"2012-10-17","Statement":[]}' },
      ],
      attachedPolicies: [
        denyAllArn,
        'arn:aws:iam::aws:policy/ReadOnlyAccess',
        'arn:aws:iam::111122223333:policy/AWSDenyAll',
      ],
    })
    expect(ownTracesIn([entity], 'aws').map(({ policy, containmentId: id }) => [policy, id])).toEqual([
      ['DenyAll', containmentId],
      [denyAllArn, null],
    ])
  })
})

describe('orphans', () => {
  const traces = ownTracesIn([anInventoryEntity({ inlinePolicies: [block] })], 'aws')

  it('are not what an open incident accounts for', () => {
    expect(orphansAmong(traces, known({ blocks: [standing()] }), live)).toEqual([])
  })

  it('are all of it where there was nothing to compare with, and it says so', () => {
    const [orphan] = orphansAmong(traces, null, live)
    expect(orphan?.note).toBe(`Of ${containmentId}; it was not compared with any incident.`)
    expect(orphan?.commands.at(-1)).toMatch(/grep -qx \w+ && aws iam delete-role-policy /)
  })

  it('of no incident, and of one that is over, are told apart', () => {
    const [stranger] = orphansAmong(traces, known(), live)
    expect(stranger?.note).toContain('no incident of this server')
    const ended = [{ containmentId, incidentId: 'inc_1', state: 'closed', restoreAs: 'false-alarm' as const }]
    const [left] = orphansAmong(traces, known({ ended }), live)
    expect(left?.note).toContain('inc_1, which is closed and holds that nothing of it stands')
  })

  it('that a restore left on purpose say so', () => {
    const revoke = revokeOlderSessionsPolicy(containmentId, '2026-03-01T10:00:00Z')
    const found = ownTracesIn([anInventoryEntity({ inlinePolicies: [revoke] })], 'aws')
    const ended = [{ containmentId, incidentId: 'inc_1', state: 'closed', restoreAs: 'compromise' as const }]
    const [left] = orphansAmong(found, known({ ended }), live)
    expect(left?.note).toMatch(/^Left on purpose by the restore of inc_1 as a compromise/)
  })

  it('that somebody added to are to be looked at first', () => {
    const document = block.document.replace('}]', '},{"Effect":"Allow","Action":"*","Resource":"*"}]')
    const found = ownTracesIn([anInventoryEntity({ inlinePolicies: [{ name: block.name, document }] })], 'aws')
    expect(orphansAmong(found, null, live)[0]?.note).toMatch(/It holds more than we wrote: look at it first\.$/)
  })

  it('AWSDenyAll is accounted for on the entity that a block attached it to, and nowhere else', () => {
    const onBoth = ['ci-deploy', 'other'].map((name) =>
      anInventoryEntity({ name, arn: anEntity('role', name).arn, attachedPolicies: [denyAllArn] }),
    )
    const attached = { ...standing(), policies: [], attached: [denyAllArn] }
    const left = orphansAmong(ownTracesIn(onBoth, 'aws'), known({ blocks: [attached] }), live)
    expect(left.map(({ entity, note }) => [entity.name, note])).toEqual([
      ['other', expect.stringContaining('it may be your own')],
    ])
  })
})

describe('the block of an incident', () => {
  it('stands from the order to write on, with every write of its plan', () => {
    const plan = aUserPlan()
    expect(standingBlock(askedStory().incident, containPlan)).toBeNull()
    expect(standingBlock(blockedStory(undefined, plan).incident, plan)).toMatchObject({
      containmentId,
      policies: [`DenyAll-${containmentId}`],
      attached: [],
      keys: ['AKIAEXAMPLEACTIVE0001'],
    })
  })

  it('stands although its plan is lost', () => {
    expect(standingBlock(blockedStory().incident, null)).toMatchObject({ entity: null, policies: [] })
  })

  it('is over once it is restored, as what is then said', () => {
    const { incident } = restoredStory(aRestorePlan('compromise'))
    expect(standingBlock(incident, containPlan)).toBeNull()
    expect(endedContainment(incident)).toMatchObject({ containmentId, restoreAs: 'compromise' })
    expect(endedContainment(blockedStory().incident)).toBeNull()
  })
})
