import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anAssumption, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import {
  blinding,
  change,
  investigated,
  keyMade,
  names,
  notProposedAs,
  proposedAs,
  reads,
  takeover,
} from './proposal-case.js'

const office = { sourceIp: '198.51.100.7' }
const dev = aUser('dev')
const colleague = aUser('cy')
const role = aSessionOf({ role: 'ops', session: 's', accessKeyId: 'ASIAOPS' })
/** From eight to one, again and again. */
const hours = (actor: CloudTrailEvent['actor'], more: Partial<CloudTrailEvent> = {}) =>
  Array.from({ length: 11 }, (_, n) => anEvent({ actor, ...office, eventTime: at(8 + n / 2), ...more }))
const grave = blinding(dev, office)
const confidence = (events: readonly CloudTrailEvent[]) => proposedAs(investigated(events), 'dev')?.confidence

describe('one kind of act, however grave, and nothing else', () => {
  it('is asked about where it was done among colleagues, or from where its owner was the day before', () => {
    const found = investigated([grave, ...hours(colleague)])
    expect(found.proposed).toMatchObject([{ name: 'dev', confidence: 'low' }])
    expect(found.verdict.doubts.join(' ')).toContain(
      'What stands out of user dev was done from where it, or others here, work',
    )
    expect(confidence([grave, anEvent({ actor: dev, ...office, eventTime: at(-10) })])).toBe('low')
  })

  it.each([
    ['where nobody else calls from', [grave, ...hours(dev)]],
    ['where a colleague was only now and then', [grave, ...hours(colleague).slice(0, 4)]],
    ['where a colleague was for an hour', [grave, ...hours(colleague, { eventTime: at(9) })]],
    [
      'where a colleague is who works elsewhere',
      [
        grave,
        ...hours(colleague),
        ...hours(colleague, { sourceIp: '203.0.113.1' }),
        ...reads(colleague, 9, { sourceIp: '203.0.113.1' }),
      ],
    ],
    ['where services call from', [grave, ...hours({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' })]],
    ['where whoever calls obtained it', [assumed(), blinding(role, office), ...hours(colleague)]],
    ['where whoever calls has a key from it', [grave, keyMade(dev, 'cy', 'AKIACY', office), ...hours(colleague)]],
  ])('is no less than medium %s', (_title, events) => {
    const [first] = investigated(events).proposed
    expect(first?.confidence).not.toBe('low')
  })

  it('is no less where it takes or destroys in number, or where another kind is beside it', () => {
    const secrets = Array.from({ length: 20 }, (_, n) =>
      change('secretsmanager GetSecretValue', { secretId: `s${n}` }, { actor: dev, readOnly: true, ...office }),
    )
    expect(confidence([...secrets, ...hours(colleague)])).toBe('medium')
    expect(
      confidence([grave, change('guardduty DeleteDetector', {}, { actor: dev, ...office }), ...hours(colleague)]),
    ).not.toBe('low')
  })

  it('is asked about, too, where a service did it on behalf of somebody who works there', () => {
    const behalf = { ...dev, invokedBy: 'cloudformation.amazonaws.com' }
    const by = { sourceIp: 'cloudformation.amazonaws.com', userAgent: 'cloudformation.amazonaws.com' }
    const trust =
      '{"Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
    const stack = [
      change('iam CreateRole', { roleName: 'exec', assumeRolePolicyDocument: trust }, { actor: behalf, ...by }),
      change(
        'iam AttachRolePolicy',
        { roleName: 'exec', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        { actor: behalf, ...by },
      ),
    ]
    const asked = (sourceIp: string) => change('cloudformation ExecuteChangeSet', {}, { actor: dev, sourceIp })
    expect(confidence([asked(office.sourceIp), ...stack, ...hours(colleague)])).toBe('low')
    expect(confidence([asked('203.0.113.66'), ...stack, ...hours(colleague)])).toBe('medium')
  })

  it('proposes nobody at work beside somebody who is surely an attacker, and the reason says whom to ask', () => {
    const attack = takeover(aUser('mallory'), { sourceIp: '203.0.113.66' })
    const found = investigated([...attack, grave, ...hours(colleague)])
    expect(names(found)).toEqual(['mallory'])
    expect(notProposedAs(found, 'dev')).toMatchObject({ kind: 'faint', standsOut: true })
    expect(notProposedAs(found, 'dev')?.reason).toContain('ask whose work it was')
  })
})

describe('a program that does the same few things again and again', () => {
  const keeper = { actor: aUser('keeper'), ...office, userAgent: 'Boto3/1.34' }
  const round = (n: number) => [
    change(
      'ec2 CreateSnapshot',
      { volumeId: `vol-${n}` },
      { ...keeper, responseElements: { snapshotId: `snap-${n}` } },
    ),
    change(
      'ec2 ModifySnapshotAttribute',
      { snapshotId: `snap-${n}`, createVolumePermission: { add: { items: [{ userId: '999988887777' }] } } },
      keeper,
    ),
    change('ec2 DeleteSnapshot', { snapshotId: `snap-old-${n}` }, keeper),
  ]
  const night = [0, 1, 2].flatMap(round)

  it('from where other programs of the account work is asked about, and not proposed', () => {
    const found = investigated([...night, ...hours(colleague)])
    expect(names(found)).toEqual([])
    expect(found.verdict.statement).toContain('Ask about it: user keeper')
  })

  it.each([
    ['from where nobody else works', night],
    ['and something else once', [...night, anEvent(keeper), ...hours(colleague)]],
    [
      'with a second tool',
      [...night, ...reads(keeper.actor, 3, { ...office, userAgent: 'aws-cli/2' }), ...hours(colleague)],
    ],
    ['from a second address', [...night, ...reads(keeper.actor, 3, { sourceIp: '203.0.113.1' }), ...hours(colleague)]],
  ])('is proposed with low confidence where it does so %s', (_title, events) => {
    expect(investigated(events).proposed).toMatchObject([{ name: 'keeper', confidence: 'low' }])
  })
})

describe('somebody who made one call', () => {
  it('is told so in words that fit', () => {
    const found = investigated([blinding(dev), keyMade(dev, 'bo', 'AKIABO'), anEvent({ actor: aUser('bo', 'AKIABO') })])
    const reasons = [
      ...found.notProposed.map(({ reason }) => reason),
      ...found.proposed.flatMap(({ reasons }) => reasons),
    ]
    expect(reasons.join(' ')).not.toMatch(/\b1 calls/)
  })
})

function assumed() {
  return anAssumption({ by: colleague, role: 'ops', session: 's', key: 'ASIAOPS', eventTime: at(8) })
}
