import { facilitatorsGuide } from '../../../exercises/report/facilitators-guide.js'
import { renderGuideHtml, renderGuideMarkdown } from '../../../exercises/report/render-guide.js'
import { discussionText } from '../../support/exercises/discussion.js'
import { exerciseOf } from '../../support/exercises/exercises.js'
import { attacked } from '../../support/exercises/reviews.js'

const guide = facilitatorsGuide(attacked)
const markdown = renderGuideMarkdown(guide)

describe("the facilitator's guide", () => {
  it('has its sections in order, one for each inject among them', () => {
    expect(guide.sections.map(({ id }) => id)).toEqual([
      'about',
      'how-to',
      'agenda',
      'roles',
      'objectives',
      'attack',
      'injects',
      'inject-alarm',
      'inject-release',
      'inject-still-open',
      'path',
      'hot-wash',
    ])
  })

  it('gives the hidden attack away, and says so first', () => {
    expect(markdown.split('\n')[0]).toContain('FOR THE FACILITATOR ALONE')
    expect(markdown).toMatch(/`second-door` \| at T\+00:20 \| `T1136.003` \| The intruder made the user support-2/)
    expect(markdown).toContain('the evidence shows CreateUser; somebody asks about new user')
  })

  it('says of each inject when it comes, what meets it, and what to look for', () => {
    expect(markdown).toContain('| When | 1 min after people are asked whether to block |')
    expect(markdown).toContain('| Met by | approve, deny or answer, by The approver, within 5 min |')
    expect(markdown).toContain('Look for:\n\nAsk what the release could use in its place.')
  })

  it('has the rubric of each question, and what it takes to meet it', () => {
    expect(markdown).toContain(
      '| The user that was made lives on | 2 | support-2, new user, created user, other user | – |',
    )
    expect(markdown).toContain('| Met with | 2 of 3 points |')
  })

  it('fills in what the file itself knows', () => {
    expect(markdown).toContain('arn:aws:iam::111122223333:role/ci-deploy is needed for the release')
    expect(renderGuideMarkdown(facilitatorsGuide(exerciseOf(discussionText)))).toContain('Why is it bad, Ana?')
  })

  it('asks in the hot wash about every objective and every hidden step', () => {
    const [asked] = guide.sections.find(({ id }) => id === 'hot-wash')?.blocks ?? []
    const items = asked?.kind === 'list' ? asked.items.join('\n') : ''
    for (const { text } of attacked.objectives) expect(items).toContain(text)
    expect(items).toContain('T1136.003')
  })

  it('is the same for the same file, as a page too', () => {
    expect(facilitatorsGuide(attacked)).toEqual(guide)
    expect(renderGuideHtml(guide)).toBe(renderGuideHtml(facilitatorsGuide(attacked)))
  })
})
