import { slackPlaces } from '../../../app/slack/slack-places.js'
import { labRealm } from '../../support/slack/desk-lab.js'

const live = (accountId: string) => labRealm({ realm: { kind: 'live', accountId, endpoint: null } }).runtime
const exercise = (accountId: string) => labRealm({ realm: { accountId } }).runtime
const home = live('111122223333')
const away = live('999988887777')
const drill = exercise('111122223333')

function channelsOf(own: ReadonlyMap<string, string>, exerciseChannel: string | null) {
  const places = slackPlaces({ all: [home, away, drill] }, { channel: 'C0MAIN', exerciseChannel }, own)
  return places.map(({ runtime, channel }) => [runtime.tools.realm.kind, runtime.tools.realm.accountId, channel])
}

describe('where a realm is shown', () => {
  it('is the common channel, unless its account has one of its own', () => {
    expect(channelsOf(new Map([['999988887777', 'C0AWAY']]), 'C0DRILL')).toEqual([
      ['live', '111122223333', 'C0MAIN'],
      ['live', '999988887777', 'C0AWAY'],
      ['exercise', '111122223333', 'C0DRILL'],
    ])
  })

  it('is never a channel of live incidents for an exercise, though its account has one', () => {
    const kinds = channelsOf(new Map([['111122223333', 'C0HOME']]), 'C0DRILL')
    expect(kinds).toContainEqual(['exercise', '111122223333', 'C0DRILL'])
    expect(kinds).toContainEqual(['live', '111122223333', 'C0HOME'])
  })

  it('is nowhere for an exercise where no channel is kept for exercises', () => {
    expect(channelsOf(new Map(), null).map(([kind]) => kind)).toEqual(['live', 'live'])
  })
})
