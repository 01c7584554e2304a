import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { type InvestigateOptions, investigate } from '../../../../src/evidence/investigate.js'
import type { Investigation } from '../../../../src/evidence/investigation.js'
import type { NotProposedActor, ProposedEntity } from '../../../../src/evidence/proposal/proposal.js'
import type { Accusation } from '../../../../src/evidence/proposal/proposal-input.js'
import { account, anEvent, factsOf } from '../../../support/fixtures/gathered-events.js'

export function investigated(
  events: readonly CloudTrailEvent[],
  options: Partial<InvestigateOptions> = {},
): Investigation {
  return investigate(factsOf(events), { sources: [], read: events.length, unique: events.length, ...options })
}

export function names(found: Investigation): string[] {
  return found.proposed.map(({ name }) => name)
}

export function proposedAs(found: Investigation, name: string): ProposedEntity | undefined {
  return found.proposed.find((entity) => entity.name === name)
}

export function notProposedAs(found: Investigation, name: string): NotProposedActor | undefined {
  return found.notProposed.find((actor) => actor.name === name)
}

type Actor = CloudTrailEvent['actor']

export function change(
  name: string,
  request: CloudTrailEvent['requestParameters'],
  more: Partial<CloudTrailEvent> = {},
) {
  const [service = '', eventName = ''] = name.split(' ')
  return anEvent({
    eventSource: `${service}.amazonaws.com`,
    eventName,
    readOnly: false,
    ...(request === undefined ? {} : { requestParameters: request }),
    ...more,
  })
}

/** Turns off the record of what is called: nobody does that as daily work. */
export function blinding(actor: Actor, more: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return change('cloudtrail DeleteTrail', { name: 'audit' }, { actor, ...more })
}

/** An administrator of its own, with a key. */
export function takeover(actor: Actor, more: Partial<CloudTrailEvent> = {}): CloudTrailEvent[] {
  const admin = 'arn:aws:iam::aws:policy/AdministratorAccess'
  return [
    change('iam CreateUser', { userName: 'helper' }, { actor, created: { kind: 'user', name: 'helper' }, ...more }),
    change('iam AttachUserPolicy', { userName: 'helper', policyArn: admin }, { actor, ...more }),
    keyMade(actor, 'helper', 'AKIAHELPER', more),
  ]
}

export function keyMade(actor: Actor, userName: string, key: string, more: Partial<CloudTrailEvent> = {}) {
  return change(
    'iam CreateAccessKey',
    { userName },
    {
      actor,
      created: { kind: 'accessKey', name: key, accessKeyId: key, userName },
      target: { type: 'user', name: userName, arn: `arn:aws:iam::${account}:user/${userName}` },
      ...more,
    },
  )
}

export function reads(actor: Actor, times: number, more: Partial<CloudTrailEvent> = {}): CloudTrailEvent[] {
  return Array.from({ length: times }, () => anEvent({ actor, ...more }))
}

export function accusationOf(actorKey: string, more: Partial<Accusation> = {}): Accusation {
  return {
    actorKeys: [actorKey],
    arn: '',
    name: actorKey.split(':').at(-1) ?? '',
    source: 'guardduty',
    type: 'UnauthorizedAccess:IAMUser/Test',
    severity: 8,
    trusted: true,
    sample: false,
    ...more,
  }
}
