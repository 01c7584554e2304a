import { planDigest } from '../../../../src/domain/plan.js'
import { at } from '../../../src/report/story.js'
import { asked, blocked, cardOf, closed, contained, containPlan } from '../../../support/slack/sample-cards.js'
import { broken, find, names, posts, said, slotsOf } from './found-posts.js'

const contain = `question:${planDigest(containPlan)}`

describe('what is in the thread', () => {
  it('the block names every write with the request id of AWS', () => {
    expect(said(find(cardOf(blocked()), 'block'))).toMatch(/AWS request req-1\): PutRolePolicy DenyAll-cnt_/)
  })

  it('the verification comes when the soak is over, with the whole vocabulary', () => {
    expect(slotsOf(cardOf(blocked()))).not.toContain('verification')
    const text = said(find(cardOf(contained()), 'verification'))
    for (const word of ['contained', 'enforcement', 'policy', 'simulation', 'tampering', 'suspects']) {
      expect(text).toContain(`*${word}*`)
    }
  })

  it('tampering says what and who, and the text of a service control policy is ready', () => {
    const card = cardOf(broken())
    expect(said(find(card, 'tampering'))).toContain(
      'AttachRolePolicy AdministratorAccess, by `user/mallory`, 2026-03-01 10:11:30Z',
    )
    expect(said(find(card, 'escalation'))).toContain('TourniquetEscalation')
    expect(slotsOf(card)).toEqual(expect.arrayContaining(['tampering', 'escalation', 'verification']))
    expect(said(find(card, 'verification'))).toContain('CreateUser')
  })

  it('a role whose trust was changed is not listed as a new one', () => {
    const card = cardOf(contained())
    const by = 'arn:aws:iam::111122223333:user/mallory'
    const createdAt = '2026-03-01T10:00:00Z'
    const suspect = { kind: 'role', name: 'claims-deploy', createdAt, by, cause: 'principal' } as const
    const suspects = [{ ...suspect, opened: 'trust' } as const, suspect]
    const verdict = { ...card.report.verdict, suspects }
    const text = said(find({ ...card, report: { ...card.report, verdict } }, 'tampering'))
    expect(text).toContain('trust of role `claims-deploy` changed, 2026-03-01 10:00:00Z, by `')
    expect(text).toContain('new role `claims-deploy`, since 2026-03-01 10:00:00Z, made by `')
  })

  it('news that cannot wait mentions the approvers once, and only the newest of a kind is posted anew', () => {
    const twice = broken().next({ type: 'NOTICE_SENT', topic: 'needsHuman', reason: 'Still.' }, 3_600)
    const notices = posts(cardOf(twice)).filter(({ slot }) => slot.startsWith('notice:'))
    expect(notices.map(({ editOnly }) => editOnly)).toEqual([true, false])
    expect(notices.map((post) => said(post).includes('<@U0ANA0001> <@U0RAJ0001> <@U0KIM0001>'))).toEqual([false, true])
  })

  it('news that a message of its own tells is not told twice', () => {
    const told = contained().next({ type: 'NOTICE_SENT', topic: 'contained', reason: '' })
    expect(slotsOf(cardOf(told)).filter((slot) => slot.startsWith('notice:'))).toEqual([])
  })

  it('a note and the answer of the owner are messages of their own', () => {
    const story = asked()
      .next({ type: 'OWNER_ASKED', by: 'kim', owner: 'dana' })
      .next({ type: 'OWNER_ANSWERED', by: 'dana', owner: 'dana', wasMe: false })
      .next({
        type: 'NOTE_ADDED',
        by: 'kim',
        text: 'I called <!here> the build team.',
        author: 'lee',
        writtenAt: at(4),
        permalink: 'https://example.slack.com/archives/C1/p1',
        source: 'slack',
      })
    const card = cardOf(story)
    expect(slotsOf(card)).toEqual(['headline', 'evidence', contain, 'owner:6', 'note:7'])
    expect(said(find(card, 'owner:6'))).toContain('no, it was not me.')
    expect(said(find(card, contain))).toContain('dana says it was not me')
    expect(names(find(card, contain))).not.toContain('Ask the owner: was this you?')
    expect(said(find(card, 'note:7'))).toContain(
      '<https://example.slack.com/archives/C1/p1|message>): I called &lt;!here&gt; the',
    )
  })

  it('a reminder does not say how much of the time is over: the configuration sets when it comes', () => {
    const story = asked().next({ type: 'NOTICE_SENT', topic: 'reminder', reason: '' })
    const [reminder] = posts(cardOf(story)).filter(({ slot }) => slot.startsWith('notice:'))
    expect(reminder === undefined ? '' : said(reminder)).toMatch(/Still waiting for a decision(?!.*half)/s)
  })

  it('an owner who was asked and has not answered can be asked again: Slack may not have delivered the question', () => {
    const story = asked().next({ type: 'OWNER_ASKED', by: 'kim', owner: 'dana' })
    expect(names(find(cardOf(story), contain))).toContain('Ask the owner again')
  })

  it('the report ends the thread with key times, durations and the head of the record', () => {
    const card = cardOf(closed())
    const text = said(find(card, 'report'))
    expect(text).toContain('Time to decide: *5 min 32 s*')
    expect(text).toContain(card.report.audit.headHash)
    expect(text).toContain(`${card.report.audit.chain.records} entries, in order`)
    expect(slotsOf(cardOf(contained()))).not.toContain('report')
  })

  it('a report of a broken chain says so', () => {
    const card = cardOf(closed(), { chain: { ok: false, records: 9, brokenAtSeq: 3, reason: 'was changed' } })
    expect(said(find(card, 'report'))).toContain('*BROKEN at 3* (was changed)')
  })
})
