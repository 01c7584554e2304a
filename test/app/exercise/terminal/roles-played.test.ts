import { addressedRoles, RolesPlayed, type SpeakingMoment } from '../../../../app/exercise/terminal/roles-played.js'
import { changed, exerciseOf, initText } from '../../../support/exercises/exercises.js'

const exercise = exerciseOf(
  changed(
    initText,
    [
      '  - {id: approver,',
      '  - {id: second, name: Ben, does: decides too}\n  - {id: owner, name: Eve, does: owns}\n  - {id: approver,',
    ],
    ['contain: {approvers: [approver], quorum: 1,', 'contain: {approvers: [approver, second], quorum: 2,'],
  ),
)
const moment: SpeakingMoment = {
  asked: { question: 'contain', approvedBy: [], mayApprove: null },
  to: [],
  ownerAsked: null,
  isAway: () => false,
}
const approve = { does: 'approve', incident: null, reason: 'So.' } as const
const note = { does: 'note', incident: null, text: 'So.' } as const

describe('the roles that people play', () => {
  it('are those that anything is addressed to, and never the facilitator', () => {
    expect(addressedRoles(exercise)).toEqual(['responder', 'second', 'approver'])
  })

  it('decide as one who may and has not, the second approval as somebody else', () => {
    const roles = new RolesPlayed(exercise, ['responder', 'second', 'approver'])
    expect(roles.speaker(approve, moment)).toBe('approver')
    const half = { ...moment, asked: { question: 'contain', approvedBy: ['approver'], mayApprove: null } } as const
    expect(roles.speaker(approve, half)).toBe('second')
    expect(roles.speaker(approve, { ...moment, isAway: (role) => role === 'approver' })).toBe('second')
  })

  it('decide as whoever the product would hear now, though they be away: nobody decides before their turn', () => {
    const roles = new RolesPlayed(exercise, ['second', 'approver'])
    const asked = { question: 'contain', approvedBy: [], mayApprove: ['approver'] } as const
    expect(roles.speaker(approve, { ...moment, asked, isAway: (role) => role === 'approver' })).toBe('approver')
  })

  it('answer as whom it was put to, and note as who may', () => {
    const roles = new RolesPlayed(exercise, ['responder', 'approver'])
    const answer = { does: 'answer', inject: 'x', choice: null, text: 'So.' } as const
    expect(roles.speaker(answer, { ...moment, to: ['approver'] })).toBe('approver')
    expect(roles.speaker(note, moment)).toBe('responder')
    expect(roles.speaker({ does: 'freeze', reason: 'So.' }, moment)).toBe('responder')
  })

  it('speak as they say, also where they may not: it is refused, and on the record', () => {
    const roles = new RolesPlayed(exercise, ['responder', 'approver'])
    roles.speakAs('responder')
    expect(roles.speaker(approve, moment)).toBe('responder')
    roles.speakAs(null)
    expect(roles.speaker(approve, moment)).toBe('approver')
    expect(new RolesPlayed(exercise, ['responder']).speaker(approve, moment)).toBe('responder')
  })

  it('answer for the owner where that is one of them', () => {
    const says = { does: 'ownerSays', incident: null, wasMe: true } as const
    const roles = new RolesPlayed(exercise, ['approver', 'owner', 'responder'])
    expect(roles.speaker(says, moment)).toBe('owner')
    expect(roles.speaker(says, { ...moment, ownerAsked: 'responder' })).toBe('responder')
  })
})
