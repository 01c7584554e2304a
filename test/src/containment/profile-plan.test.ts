import { changesSince } from '../../../src/containment/entity-changes.js'
import { escalationFor } from '../../../src/containment/escalation.js'
import { observeActivity } from '../../../src/containment/observe.js'
import { buildRestorePlan } from '../../../src/containment/restore-plan.js'
import { isAdministrator } from '../../../src/containment/role-power.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { planDigest } from '../../../src/domain/plan.js'
import { undoCommands } from '../../../src/report/undo-commands.js'
import { anEvidence } from '../../support/fixtures/evidence.js'
import {
  anAnchor,
  anImage,
  carriedOut,
  madePlan,
  newAnchor,
  profileArn,
  profileId,
  profilePlan,
  roleArn,
} from './profile-samples.js'

const us = 'arn:aws:iam::111122223333:user/ir'
const dana = 'arn:aws:iam::111122223333:user/dana'
const appliedAt = '2026-03-01T13:00:00.000Z'

function call(eventName: string, changes: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return {
    eventId: `${eventName} ${JSON.stringify(changes)}`,
    eventTime: '2026-03-01T13:01:00.000Z',
    eventSource: 'rolesanywhere.amazonaws.com',
    eventName,
    accountId: '111122223333',
    actor: { arn: dana },
    requestParameters: { profileId },
    ...changes,
  }
}

const session = (changes: Partial<CloudTrailEvent> = {}) =>
  call('CreateSession', { actor: {}, requestParameters: { profileArn, roleArn }, ...changes })
const denied = (errorMessage: string, changes: Partial<CloudTrailEvent> = {}) =>
  session({ errorCode: 'AccessDenied', errorMessage, ...changes })

function observed(
  events: CloudTrailEvent[],
  image = anImage({ trustAnchors: [newAnchor('n1')] }),
  gapsUpTo: string | null = null,
) {
  const block = {
    plan: madePlan(image),
    appliedAt,
    gapsUpTo,
    revokedBefore: null,
    propagationWindowMs: 5_000,
    ourArns: [us],
  }
  return observeActivity(events, block)
}

describe('the plan of a profile', () => {
  it('turns the profile off first, then the anchors that came or changed with it or that its maker touched', () => {
    const image = anImage({
      trustAnchors: [
        anAnchor('changed', { updatedAt: '2026-03-01T12:05:00.000Z' }),
        anAnchor('enabled by dana'),
        newAnchor('new'),
        newAnchor('new but off', false),
        anAnchor('old'),
      ],
    })
    const acts = [
      { eventName: 'EnableTrustAnchor', objectId: 'enabled by dana', by: dana, at: appliedAt, eventId: 'e1' },
    ]
    const rolesAnywhere = {
      region: 'us-east-1',
      profileId,
      createdBy: null,
      acts,
      sessions: [],
      triage: [],
      unread: [],
    }
    const plan = madePlan(image, { evidence: anEvidence({ rolesAnywhere }) })
    expect(plan.writes.map((write) => ('trustAnchorId' in write ? write.trustAnchorId : 'profile'))).toEqual([
      'profile',
      'changed',
      'enabled by dana',
      'new',
    ])
    expect(plan.notCovered.join('\n')).toMatch(/Trust anchors that stay on.*old \(old\)/)
  })

  it('is the same, to its digest, in whatever order AWS lists things', () => {
    const anchors = [newAnchor('a'), newAnchor('b')]
    const one = madePlan(anImage({ trustAnchors: anchors }, { roleArns: ['b', 'a'] }))
    const other = madePlan(anImage({ trustAnchors: [...anchors].reverse() }, { roleArns: ['a', 'b'] }))
    expect(planDigest(one)).toBe(planDigest(other))
  })

  it('is refused where all of it is off already', () => {
    expect(profilePlan(anImage({}, { enabled: false }))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/disabled already/),
    })
  })

  it('does what the configuration asks for alone', () => {
    const image = anImage({ trustAnchors: [newAnchor('n1')] })
    expect(madePlan(image, { modes: ['disable-profile'] }).writes).toHaveLength(1)
  })

  it('says where the profile hands out the role that we ourselves use, and other profiles that hand out the same', () => {
    const others = [{ profileId: 'p2', name: 'twin', enabled: true, roleArns: [roleArn], createdAt: appliedAt }]
    const ourArns = ['arn:aws:sts::111122223333:assumed-role/ci-deploy/tourniquet']
    const left = madePlan(anImage({ otherProfiles: others }), { ourArns }).notCovered.join('\n')
    expect(left).toMatch(/Other profiles hand out the same roles.*twin \(p2\)/)
    expect(left).toMatch(/Tourniquet itself uses/)
  })

  it('a hostile name of its maker becomes no command', () => {
    const plan = madePlan(anImage({}, { createdBy: 'arn:aws:iam::111122223333:user/x;rm -rf' }))
    expect(plan.notCovered.join('\n')).not.toContain('tourniquet block arn:aws:iam::111122223333:user/x')
  })
})

describe('what CloudTrail shows of a profile that is off', () => {
  it('a refused session is the proof, one that was given after the window breaks it', () => {
    expect(observed([denied('Profile is disabled')]).denied).toBe(1)
    expect(observed([session()]).succeeded).toHaveLength(1)
    expect(observed([session({ eventTime: '2026-03-01T13:00:02.000Z' })])).toMatchObject({
      succeeded: [],
      inWindow: [{}],
    })
  })

  it('a session that is refused for its certificate proves nothing, nor does one of another profile', () => {
    const other = { profileArn: profileArn.replace('ac4e', 'ffff'), roleArn }
    expect(observed([denied('Untrusted certificate. Insufficient certificate')]).denied).toBe(0)
    expect(observed([denied('Profile is disabled', { requestParameters: other })]).denied).toBe(0)
    expect(observed([session({ requestParameters: other })]).succeeded).toEqual([])
  })

  it.each([
    ['the profile turned on', call('EnableProfile'), true],
    ['the profile changed', call('UpdateProfile'), true],
    ['our trust anchor turned on', call('EnableTrustAnchor', { requestParameters: { trustAnchorId: 'n1' } }), true],
    ['a new profile', call('CreateProfile', { requestParameters: { name: 'x' } }), true],
    [
      'the making of the profile itself, told in the same second',
      call('CreateProfile', { eventTime: appliedAt, responseElements: { profile: { profileId } } }),
      false,
    ],
    [
      'the making of an anchor that the plan names',
      call('CreateTrustAnchor', { eventTime: appliedAt, responseElements: { trustAnchor: { trustAnchorId: 'n1' } } }),
      false,
    ],
    [
      'another anchor made since',
      call('CreateTrustAnchor', { responseElements: { trustAnchor: { trustAnchorId: 'n9' } } }),
      true,
    ],
    ['another profile turned on', call('EnableProfile', { requestParameters: { profileId: 'other' } }), false],
    ['our own writes', call('DisableProfile', { actor: { arn: us } }), false],
    ['what failed', call('EnableProfile', { errorCode: 'AccessDenied' }), false],
    ['what went before the block', call('EnableProfile', { eventTime: '2026-03-01T12:59:00.000Z' }), false],
  ])('%s: an act against it or not', (_what, event, isAct) => {
    expect(observed([event]).tampering).toHaveLength(isAct ? 1 : 0)
  })

  it('a profile that was enabled before a person retried is held against the block no more, a new door beside it is', () => {
    const made = call('CreateProfile', { requestParameters: { name: 'other' } })
    const seen = observed([call('EnableProfile'), made], undefined, '2026-03-01T13:02:00.000Z')
    expect(seen.tampering.map(({ what }) => what)).toEqual(['CreateProfile other'])
  })

  it('after a re-disabling it is still told who had enabled it', () => {
    const first = call('DisableProfile', { actor: { arn: us }, eventTime: '2026-03-01T12:50:00.000Z' })
    const enabled = call('EnableProfile', { eventTime: '2026-03-01T12:55:00.000Z' })
    expect(observed([first, enabled]).tampering).toEqual([
      { what: `EnableProfile ${profileId}`, by: dana, at: enabled.eventTime },
    ])
  })
})

describe('what the API shows around a profile that is off', () => {
  const before = anImage({ trustAnchors: [newAnchor('n1'), anAnchor('o1'), anAnchor('o2', { enabled: false })] })
  const plan = madePlan(before)
  const seen = (now = carriedOut(before, plan.writes)) => changesSince(before, now, plan).map(({ what }) => what)

  it('our own writes are no acts', () => {
    expect(seen()).toEqual([])
  })

  it('other roles, a new door, an anchor turned on or given another authority are', () => {
    const now = anImage(
      {
        trustAnchors: [
          newAnchor('n1', false),
          anAnchor('o1', { sourceMark: 'sha256:evil' }),
          anAnchor('o2'),
          newAnchor('n2'),
        ],
        otherProfiles: [{ profileId: 'p2', name: 'twin', enabled: true, roleArns: [roleArn], createdAt: appliedAt }],
      },
      { enabled: false, roleArns: ['arn:aws:iam::111122223333:role/admin'] },
    )
    expect(seen(now)).toEqual([
      'profile roles changed: arn:aws:iam::111122223333:role/admin',
      'trust anchor n2 (n2) created',
      'trust anchor o1 (o1) has another authority',
      'trust anchor o2 (o2) enabled',
      `profile twin (p2), which hands out ${roleArn}, created`,
    ])
  })
})

describe('giving it back', () => {
  const before = anImage({ trustAnchors: [newAnchor('n1')] })
  const containPlan = madePlan(before)
  const approval = { quorum: 1, raisedBecause: [] }
  const restoring = { questionId: 'q', containPlan, preImage: before, sessions: [], approval, leftAlone: [] }

  it('stops where somebody enabled it: that is no block of ours any more', () => {
    expect(buildRestorePlan({ ...restoring, restoreAs: 'false-alarm', now: before })).toMatchObject({
      ok: false,
      conflict: 'blockMissing',
    })
  })

  it('says that it is gone where it was deleted', () => {
    expect(buildRestorePlan({ ...restoring, restoreAs: 'false-alarm', now: null })).toMatchObject({
      ok: false,
      conflict: 'entityReplaced',
    })
  })

  it('the undo card has the commands, in the Region of the profile, the profile last', () => {
    expect(undoCommands(containPlan.entity, containPlan.writes, { endpoint: null })).toEqual([
      'aws rolesanywhere get-trust-anchor --trust-anchor-id n1 --region us-east-1',
      'aws rolesanywhere enable-trust-anchor --trust-anchor-id n1 --region us-east-1',
      `aws rolesanywhere get-profile --profile-id ${profileId} --region us-east-1`,
      `aws rolesanywhere enable-profile --profile-id ${profileId} --region us-east-1`,
    ])
  })

  it('where it cannot be held by itself an SCP keeps anybody from turning it on', () => {
    expect(escalationFor(containPlan.entity, [])).toContain('"rolesanywhere:EnableProfile"')
  })
})

describe('what a role may do, at a glance', () => {
  const policy = (statement: object) => [
    { name: 'x', document: JSON.stringify({ Version: '2012-10-17', Statement: statement }) },
  ]
  it.each([
    [true, ['arn:aws:iam::aws:policy/AdministratorAccess'], []],
    [true, [], policy({ Effect: 'Allow', Action: ['s3:*', '*'], Resource: '*' })],
    [false, ['arn:aws:iam::111122223333:policy/AdministratorAccess'], []],
    [false, [], policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })],
    [false, [], policy({ Effect: 'Deny', Action: '*', Resource: '*' })],
  ])('%s', (expected, attached, inline) => {
    expect(isAdministrator(attached, inline)).toBe(expected)
  })
})
