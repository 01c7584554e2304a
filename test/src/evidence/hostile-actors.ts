import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { account, anAssumption, anEvent, aSessionOf, at, aUser } from '../../support/fixtures/gathered-events.js'
import { blinding, change, keyMade, takeover } from './proposal/proposal-case.js'

type Many = (count: number) => readonly CloudTrailEvent[]

function many(count: number, make: (n: number) => CloudTrailEvent | readonly CloudTrailEvent[]): CloudTrailEvent[] {
  return Array.from({ length: count }, (_, n) => make(n)).flat()
}

function moment(n: number): string {
  return at(9 + Math.floor(n / 4) / 3600)
}

function address(n: number): string {
  return `2.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
}

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess'
const forAll = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] })

function signIn(actor: CloudTrailEvent['actor'], n: number, sourceIp: string): CloudTrailEvent {
  return anEvent({
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    readOnly: false,
    actor,
    sourceIp,
    eventTime: moment(n),
    responseElements: { ConsoleLogin: 'Success' },
  })
}

/** What whoever writes records can make many of: actors, keys, sessions, ways in, things left behind. */
export const hostileShapes: readonly (readonly [string, Many])[] = [
  ['users that act from one address', (count) => many(count, (n) => blinding(aUser(`u${n}`)))],
  [
    'users that act, each from its own address',
    (count) =>
      many(count, (n) =>
        blinding(aUser(`u${n}`), { sourceIp: address(n), userAgent: `tool/${n}`, eventTime: moment(n) }),
      ),
  ],
  [
    'keys that one user made for others, who act with them',
    (count) => many(count, (n) => [keyMade(aUser('ana'), `v${n}`, `AKIAV${n}`), blinding(aUser(`v${n}`, `AKIAV${n}`))]),
  ],
  [
    'keys that many users made for one',
    (count) => many(count, (n) => [keyMade(aUser(`p${n}`), 'ana', `AKIAV${n}`), blinding(aUser('ana', `AKIAV${n}`))]),
  ],
  ['users that many made and gave all rights', (count) => many(count, (n) => takeover(aUser(`a${n}`)))],
  [
    'roles in one long chain, all of which act',
    (count) =>
      many(count, (n) => {
        const by = n === 0 ? aUser('ana') : aSessionOf({ role: `r${n - 1}`, session: 's', accessKeyId: `ASIA${n - 1}` })
        const role = { role: `r${n}`, session: 's' }
        return [
          anAssumption({ by, ...role, key: `ASIA${n}`, eventTime: moment(n) }),
          blinding(aSessionOf({ ...role, accessKeyId: `ASIA${n}` }), { eventTime: moment(n) }),
        ]
      }),
  ],
  [
    'one key id, with sessions of many roles',
    (count) =>
      many(count, (n) => [
        anAssumption({ by: aUser('ana'), role: `o${n}`, session: 's', key: 'ASIASAME', eventTime: at(8) }),
        anEvent({
          actor: { type: 'AssumedRole', principalId: `XX${n}:s`, accountId: account, accessKeyId: 'ASIASAME' },
        }),
      ]),
  ],
  [
    'sessions of one moment and name, without the record of their issue',
    (count) =>
      many(count, (n) => [
        anAssumption({ by: aUser('ana'), role: 'ops', session: 's', key: `ASIAM${n}`, eventTime: at(8) }),
        anEvent({ actor: aSessionOf({ role: 'ops', session: 's', accessKeyId: `ASIAU${n}`, issuedAt: at(8) }) }),
      ]),
  ],
  [
    'passwords of one user, set by many, and sign-ins from their addresses',
    (count) =>
      many(count, (n) => [
        change(
          'iam UpdateLoginProfile',
          { userName: 'bo' },
          { actor: aUser(`p${n}`), sourceIp: address(n), eventTime: moment(n) },
        ),
        signIn(aUser('bo', ''), n + 1, address(n)),
        blinding(aUser('bo'), { sourceIp: address(n), eventTime: moment(n + 2) }),
      ]),
  ],
  [
    'trust policies of one role, opened by many, and its sessions from anywhere',
    (count) =>
      many(count, (n) => [
        change(
          'iam UpdateAssumeRolePolicy',
          { roleName: 'ops', policyDocument: forAll },
          { actor: aUser(`p${n}`), eventTime: moment(n) },
        ),
        anAssumption({ by: aUser('zoe'), role: 'ops', session: `s${n}`, key: `ASIA${n}`, eventTime: moment(n) }),
        anEvent({
          actor: aSessionOf({ role: 'ops', session: `s${n}`, accessKeyId: `ASIA${n}` }),
          sourceIp: address(n),
          eventTime: moment(n),
        }),
      ]),
  ],
  [
    'instances with one role, launched by many',
    (count) =>
      many(count, (n) => [
        change(
          'ec2 RunInstances',
          { iamInstanceProfile: { name: 'web' } },
          {
            actor: aUser(`p${n}`),
            eventTime: moment(n),
            responseElements: { instancesSet: { items: [{ instanceId: `i-${n}` }] } },
          },
        ),
        blinding(
          { ...aSessionOf({ role: 'web', session: `i-${n}`, accessKeyId: `ASIAW${n}` }), ec2RoleDelivery: '2.0' },
          { eventTime: moment(n + 8) },
        ),
      ]),
  ],
  [
    'policies that many attached and detached again',
    (count) =>
      many(count, (n) => [
        change(
          'iam AttachUserPolicy',
          { userName: 'bo', policyArn: admin },
          { actor: aUser(`a${n}`), eventTime: moment(n) },
        ),
        change(
          'iam DetachUserPolicy',
          { userName: 'bo', policyArn: admin },
          { actor: aUser(`a${n}`), eventTime: moment(n + 1) },
        ),
      ]),
  ],
  [
    'federated sessions of one user',
    (count) =>
      many(count, (n) =>
        blinding({
          type: 'FederatedUser',
          arn: `arn:aws:sts::${account}:federated-user/f${n}`,
          principalId: `${account}:f${n}`,
          accountId: account,
          accessKeyId: `ASIAF${n}`,
          issuerArn: `arn:aws:iam::${account}:user/ana`,
          issuerType: 'IAMUser',
        }),
      ),
  ],
]
