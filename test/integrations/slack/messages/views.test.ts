import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { controls } from '../../../../integrations/slack/controls.js'
import type { Click, OwnerClick } from '../../../../integrations/slack/incident-card.js'
import { ownerQuestion } from '../../../../integrations/slack/messages/owner-question.js'
import { slackBuilders } from '../../../../integrations/slack/messages/slack-builders.js'
import { planDigest } from '../../../../src/domain/plan.js'
import { judgeBlocks, judgeView, messageMost } from '../../../support/slack/judge-blocks.js'
import { aClick, asked, cardOf, containPlan, deskIncidents, restoreAsked } from '../../../support/slack/sample-cards.js'

const { decideModal, restoreModal, requestModal, blockModal, noteModal, planModal, homeView } = slackBuilders
const said = (view: object) => JSON.stringify(view)

/** What a modal asks for: the action of each input, which must also be unique as a block. */
function inputsOf(view: ModalView): string[] {
  const input = z.object({
    type: z.literal('input'),
    block_id: z.string(),
    element: z.object({ action_id: z.string() }),
  })
  return view.blocks.flatMap((block) => {
    const { data } = input.safeParse(block)
    return data === undefined ? [] : [data.element.action_id]
  })
}

const { fields, modals, actions } = controls
const modalCases: readonly (readonly [string, ModalView, string, readonly string[]])[] = [
  ['decide', decideModal(aClick), modals.decide, [fields.reason]],
  ['restore', restoreModal('inc_1'), modals.requestRestore, [fields.restoreAs, fields.reason]],
  ['retry', requestModal('inc_1', 'retry'), modals.request, [fields.reason]],
  ['close', requestModal('inc_1', 'close'), modals.request, [fields.reason]],
  ['block', blockModal(''), modals.block, [fields.arn, fields.reason]],
  ['note', noteModal(deskIncidents), modals.addNote, [fields.incident]],
  ['plan', planModal(cardOf(asked())), modals.plan, []],
]

describe('a modal', () => {
  it.each(modalCases)('%s: asks for what its listener reads, and Slack takes it', (_, view, callback, inputs) => {
    expect(view.callback_id).toBe(callback)
    expect(inputsOf(view)).toEqual(inputs)
    expect(judgeView(view)).toEqual([])
  })

  it.each(modalCases.filter(([, , , inputs]) => inputs.includes(fields.reason)))(
    '%s: takes no reason of fewer than ten characters',
    (_, view) => {
      expect(said(view)).toContain('"min_length":10,"max_length":2000')
    },
  )

  it.each([
    ['contain', 'approve', 'You approve that this is blocked:'],
    ['contain', 'deny', 'You deny the block of:'],
    ['restore', 'approve', 'You approve that this gets its access back:'],
    ['restore', 'deny', 'You deny that this gets its access back:'],
  ] satisfies [Click['question'], Click['decision'], string][])(
    'to %s says in words that you %s it, what it is about, and the whole digest',
    (question, decision, words) => {
      const text = said(decideModal({ ...aClick, question, decision }))
      for (const part of [words, aClick.target, aClick.planDigest, aClick.incidentId]) expect(text).toContain(part)
    },
  )

  it('of the plan shows each write with its document and the digest of it, and all that is not covered', () => {
    const text = said(planModal(cardOf(asked())))
    expect(text).toContain(planDigest(containPlan))
    expect(text).toContain('document `sha256:')
    expect(text).toContain('Deny')
    expect(text).toContain('one approval more')
    for (const sentence of containPlan.notCovered) expect(text).toContain(sentence)
  })

  it('of the plan shows the one that is asked about', () => {
    expect(said(planModal(cardOf(restoreAsked())))).toContain('DeleteRolePolicy')
    expect(said(planModal(cardOf(asked(), { containPlan: null })))).toContain('There is no plan')
  })

  it('of a block keeps what was typed already', () => {
    expect(said(blockModal('arn:aws:iam::111122223333:role/x'))).toContain(
      '"initial_value":"arn:aws:iam::111122223333:role/x"',
    )
  })
})

describe('the Home tab', () => {
  it('groups what waits for you, what is blocked, and the rest, each once', () => {
    const text = said(homeView(deskIncidents))
    expect(text).toMatch(
      /Waiting for you \(1\).*inc_0123.*Active blocks \(1\).*blocked <!date\^\d+\^\{ago\}.*inc_1123.*Recent \(1\).*EXERCISE.*inc_2123/,
    )
    for (const { incidentId } of deskIncidents) expect(text.split(incidentId)).toHaveLength(2)
    expect(text.split(actions.openThread)).toHaveLength(3)
  })

  it('says so where there is nothing', () => {
    expect(said(homeView([]))).toContain('Nothing waits for your decision.')
  })

  it('holds as many incidents as there are, and tells how many more', () => {
    const many = Array.from({ length: 300 }, () => deskIncidents).flat()
    expect(judgeView(homeView(many))).toEqual([])
    expect(said(homeView(many))).toContain('and 288 more')
  })
})

describe('answers to the command', () => {
  it('help names every verb, the reaction and the way without Slack', () => {
    const text = said(slackBuilders.helpBlocks())
    for (const verb of ['list', 'show', 'block', 'restore', 'exercise', 'status', 'help']) {
      expect(text).toContain(`\`/tourniquet ${verb}`)
    }
    expect(text).toContain(`:${controls.noteReaction}:`)
    expect(text).toContain('tourniquet incidents list')
  })

  it('the list has what waits for you first, and fits however long it is', () => {
    const many = Array.from({ length: 100 }, () => [...deskIncidents].reverse()).flat()
    const blocks = slackBuilders.listBlocks(many)
    expect(judgeBlocks(blocks, messageMost)).toEqual([])
    expect(JSON.stringify(blocks[1])).toContain('inc_0123')
    expect(said(blocks)).toContain('300 incident(s), 100 waiting for you')
  })

  it('one incident is shown without the buttons that decide', () => {
    const text = said(slackBuilders.showBlocks(cardOf(asked(), { banner: 'EXERCISE' })))
    expect(text).toContain('EXERCISE')
    expect(text).not.toContain(actions.requestRestore)
    expect(text).not.toContain(actions.approve)
  })
})

describe('the question to the owner', () => {
  const click: OwnerClick = { incidentId: 'inc_1', ownerId: 'U0OWNER01', expiresAt: '2026-03-01T11:00:00Z' }

  it('is signed once for both answers, names what was seen and not what is planned', () => {
    const signed: OwnerClick[] = []
    const { blocks, text } = ownerQuestion(cardOf(asked()), click, (one) => {
      signed.push(one)
      return 'signed'
    })
    expect(signed).toEqual([click])
    expect(said(blocks).split('"value":"signed"')).toHaveLength(3)
    expect(said(blocks)).toContain(actions.ownerYes)
    expect(said(blocks)).toContain('build-17')
    expect(said(blocks)).not.toMatch(/DenyAll|PutRolePolicy/)
    expect(text).toContain('Was this you?')
  })
})
