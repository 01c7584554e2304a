import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { chainsOf } from '../../../../src/evidence/sessions/chains-of.js'
import { withAccountsJoined } from '../../../../src/evidence/sessions/join-accounts.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
  roleId,
} from '../../../support/fixtures/gathered-events.js'

const other = '444455556666'
const jump = aSessionOf({ role: 'jump', session: 'x', accessKeyId: 'ASIAJUMP' })
const jumpAbroad: CloudTrailEvent['actor'] = {
  type: 'AWSAccount',
  principalId: `${roleId('jump')}:x`,
  accountId: account,
}
const jumpKey = `role:${account}:jump`

/** The same AssumeRole in the logs of both accounts. */
function bothSides(): CloudTrailEvent[] {
  const call = { role: 'target', session: 'y', key: 'ASIATARGET', eventTime: at(10), sharedEventId: 'shared' } as const
  const there = anAssumption({ by: jumpAbroad, ...call, accountId: other })
  return [{ ...anAssumption({ by: jump, ...call, accountId: other }), accountId: account }, there]
}

function bucketOpened(actor: CloudTrailEvent['actor'], more: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return anEvent({ eventSource: 's3.amazonaws.com', eventName: 'PutBucketPolicy', readOnly: false, actor, ...more })
}

describe('the logs of two accounts', () => {
  it('have one actor for a role, whatever the other side calls it', () => {
    const facts = withAccountsJoined(factsOf([anEvent({ actor: jump }), ...bothSides()]))
    expect([...facts.scope.actors.keys()]).toEqual([jumpKey])
    expect(Array.from(facts.scope.mints, ({ actorKey }) => actorKey)).toEqual([jumpKey, jumpKey])
  })

  it('count a call that stands in both once, by the caller’s record', () => {
    const facts = withAccountsJoined(factsOf([anEvent({ actor: jump }), ...bothSides()]))
    expect(facts.scope.actors.get(jumpKey)).toMatchObject({ ok: 2 })
    expect(facts.scope.notable).toHaveLength(1)
  })

  it('add what one side alone has', () => {
    const alone = bucketOpened(jumpAbroad, { accountId: other })
    const facts = withAccountsJoined(factsOf([anEvent({ actor: jump }), alone]))
    expect(facts.scope.actors.get(jumpKey)).toMatchObject({ ok: 2 })
    expect(facts.scope.notable).toMatchObject([
      { eventId: alone.eventId, actor: { arn: `arn:aws:iam::${account}:role/jump` } },
    ])
  })

  it('join a user, too, and a caller that is known from before alone', () => {
    const ana = { type: 'AWSAccount', principalId: 'AIDAANA', accountId: account }
    const facts = withAccountsJoined(factsOf([anEvent({ eventTime: at(-30) }), bucketOpened(ana)]))
    expect([...facts.scope.actors.keys()]).toEqual([`user:${account}:ana`])
  })

  it('make one chain of what the caller’s record alone could not', () => {
    const [, there] = bothSides()
    const act = aSessionOf({
      role: 'target',
      session: 'y',
      accessKeyId: 'ASIATARGET',
      issuedAt: at(10),
      accountId: other,
    })
    const first = anAssumption({ by: aUser('ana'), role: 'jump', session: 'x', key: 'ASIAJUMP' })
    const all = [first, ...(there === undefined ? [] : [there]), anEvent({ actor: jump }), anEvent({ actor: act })]
    const [chain] = chainsOf(withAccountsJoined(factsOf(all)))
    expect(chain?.links.at(-1)).toMatchObject({ from: `arn:aws:iam::${account}:role/jump`, external: true })
    expect(chain?.unresolved).toBe(false)
  })

  it.each([
    ['nobody of that id is known', [bucketOpened(jumpAbroad)]],
    [
      'two names have the id',
      [
        bucketOpened(jumpAbroad),
        anEvent({ actor: jump }),
        anEvent({ actor: { ...jump, issuerArn: `arn:aws:iam::${account}:role/forged` } }),
      ],
    ],
    ['the account alone is told', [anEvent({ actor: jump }), bucketOpened({ type: 'AWSAccount', accountId: account })]],
  ])('stay apart where %s', (_title, all) => {
    const facts = factsOf(all)
    expect(withAccountsJoined(facts)).toBe(facts)
  })
})
