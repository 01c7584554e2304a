import type { ExerciseInPlay } from '../../../app/slack/exercise-in-play.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { deskLab, labRealm } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'

const rules: ApprovalRules = { contain: { approvers: ['ana'], quorum: 1 }, restore: { approvers: ['ana'], quorum: 1 } }
const people = new Map([['U0ANA', 'ana']])
const as = (userId: string) => ({ ...aSender, userId, channelId: aSender.channel })

describe('/tourniquet exercise where none goes on', () => {
  it('lists those that come with the program, and the command that starts one in the channel of exercises', async () => {
    const { desk } = deskLab({ rules, people })
    const shown = JSON.stringify(await desk.exercise(as('U0ANA')))
    expect(shown).toContain('"code":"starter-instance-credentials"')
    expect(shown).toMatch(/npx tourniquet exercise run [\w-]+ --slack C0SECURITY --as \w+=U0ANA/)
    expect(shown).toContain('Sample findings of GuardDuty are taken as exercises')
  })

  it('names no channel where no exercise is shown', async () => {
    const live = labRealm({ realm: { kind: 'live', endpoint: null } })
    const { desk } = deskLab({ rules, people, places: [{ realm: live, channel: aSender.channel }] })
    const shown = JSON.stringify(await desk.exercise(as('U0ANA')))
    expect(shown).toContain('--slack CHANNEL')
    expect(shown).not.toContain('Sample findings')
  })

  it('takes no form and ends nothing', async () => {
    const { desk } = deskLab({ rules, people })
    const none = { outcome: 'refused', text: expect.stringMatching(/No exercise is played here now/) }
    expect(await desk.exerciseForm(as('U0ANA'), { kind: 'ask', run: null })).toEqual(none)
    const sent = { kind: 'ask', run: null, inject: null, role: null, choice: null, text: 'How?' } as const
    expect(await desk.exerciseSent(as('U0ANA'), sent)).toEqual(none)
    expect(await desk.exerciseEnd(as('U0ANA'), 'x')).toEqual(none)
  })
})

describe('while one goes on in this process', () => {
  it('it is asked, and whoever it hinders changes nothing in the record', async () => {
    const asked: string[] = []
    const no = { outcome: 'refused', text: 'Not you.' } as const
    const exercise: ExerciseInPlay = {
      exercise: async () => no,
      exerciseForm: async () => no,
      exerciseSent: async () => no,
      exerciseEnd: async () => no,
      hindrance: (_who, attempted) => {
        asked.push(attempted)
        return 'The approver is away.'
      },
      owners: { find: async () => null },
      isDown: () => false,
    }
    const { desk } = deskLab({ rules, people, exercise })
    const away = { outcome: 'refused', text: 'The approver is away.' }
    const incidentId = 'inc_0123456789abcdefghij'
    const arn = 'arn:aws:iam::111122223333:role/x'
    const click = {
      incidentId,
      question: 'contain',
      planDigest: 'sha256:0',
      expiresAt: '',
      channel: '',
      target: '',
    } as const
    expect(await desk.exercise(as('U0ANA'))).toEqual(no)
    expect(await desk.decide(as('U0ANA'), { ...click, decision: 'deny' }, 'x')).toEqual(away)
    expect(await desk.requestRestore(as('U0ANA'), { incidentId, restoreAs: 'false-alarm', reason: 'x' })).toEqual(away)
    expect(await desk.request(as('U0ANA'), { incidentId, ask: 'close', reason: 'x' })).toEqual(away)
    expect(await desk.namePrincipal(as('U0ANA'), { incidentId, arn, reason: 'x' })).toEqual(away)
    expect(await desk.requestBlock(as('U0ANA'), { arn, reason: 'x' })).toEqual(away)
    expect(await desk.askOwner(as('U0ANA'), incidentId)).toEqual(away)
    expect(asked).toEqual(['deny', 'requestRestore', 'close', 'name', 'requestBlock', 'askOwner'])
  })
})
