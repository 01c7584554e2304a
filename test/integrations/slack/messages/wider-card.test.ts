import { type ContainPlan, planDigest } from '../../../../src/domain/plan.js'
import type { PastQuestion } from '../../../../src/report/talk.js'
import { at } from '../../../src/report/story.js'
import { asked, cardOf, contained, containPlan } from '../../../support/slack/sample-cards.js'
import { find, names, said } from './found-posts.js'

const wider = { ...containPlan, widens: planDigest(containPlan) }
const slot = `question:${planDigest(wider)}`

/** A block stands, and people are asked about a wider one. */
function cardWith(fate: PastQuestion['fate']) {
  const card = cardOf(asked())
  if (card.question === null) throw new Error('Nobody is asked.')
  const question = { ...card.question, planDigest: planDigest(wider) }
  const past = {
    question: 'contain',
    planDigest: planDigest(wider),
    isWider: true,
    askedAt: at(60),
    votes: [],
    fate,
  } as const
  const report = { ...card.report, questions: [...card.report.questions, past] }
  return {
    ...card,
    report,
    question: fate.kind === 'open' ? question : null,
    askedPlan: fate.kind === 'open' ? wider : null,
  }
}

describe('the card of a wider block', () => {
  it('shows the plan that is asked about, beside the plan of the block that stands, and what a no leaves', () => {
    const post = find(cardWith({ kind: 'open' }), slot)
    expect(names(post).slice(0, 2)).toEqual(['Approve: block ci-deploy', 'Deny: keep the block'])
    expect(said(post)).toContain('block more of')
    expect(said(post)).not.toContain('is gone')
  })

  it('cannot be approved where another plan is filed than the one that is asked about', () => {
    const post = find({ ...cardWith({ kind: 'open' }), askedPlan: { ...wider, notCovered: [] } }, slot)
    expect(names(post).some((name) => name.startsWith('Approve'))).toBe(false)
  })

  it.each([
    [{ kind: 'denied', who: 'kim', at: at(90), reason: 'One is enough.' }, 'Denied: no wider block of'],
    [{ kind: 'expired', at: at(90) }, 'nobody decided on the wider block of'],
  ] as const)('says of a no that the block stays, not that access does', (fate, title) => {
    const text = said(find(cardWith(fate), slot))
    expect(text).toContain(title)
    expect(text).toContain('the block stays')
    expect(text).not.toMatch(/access stays|no block was written/)
  })
})

describe('the headline of a block of one session', () => {
  const label = 'Deny the whole role...'
  const scope = { is: 'session', because: 'x', chosenBy: null, other: 'role', trustProposal: null } as const
  const [write] = containPlan.writes
  if (write?.kind !== 'putPolicy') throw new Error('The plan puts no policy.')
  const narrow = {
    ...containPlan,
    scope,
    sessionName: 'build-17',
    writes: [{ ...write, purpose: 'denySession' as const }],
  }
  const namesOn = (story: ReturnType<typeof contained>, plan: ContainPlan) =>
    names(find(cardOf(story, { containPlan: plan }), 'headline'))

  it('offers to have the whole role denied, once the block stands', () => {
    expect(namesOn(contained(), narrow)).toContain(label)
    expect(namesOn(asked(), narrow)).not.toContain(label)
  })

  it('does not where all of the role is denied, nor where the playbook leaves no choice', () => {
    const { scope: _, ...withoutChoice } = narrow
    expect(namesOn(contained(), { ...narrow, writes: containPlan.writes })).not.toContain(label)
    expect(namesOn(contained(), withoutChoice)).not.toContain(label)
  })
})
