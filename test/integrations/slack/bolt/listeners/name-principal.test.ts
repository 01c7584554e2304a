import { controls } from '../../../../../integrations/slack/controls.js'
import { slackBuilders } from '../../../../../integrations/slack/messages/slack-builders.js'
import { anIncidentId } from '../../../../support/slack/every-control.js'
import { scriptedDesk } from '../../../../support/slack/scripted-desk.js'
import { type ServedSlack, serveSlack } from '../../../../support/slack/served-slack.js'
import { aPress, aSubmission } from '../../../../support/slack/signed-request.js'

const { actions, fields } = controls
const why = { [fields.reason]: 'The log of the proxy says so.' }
const arn = 'arn:aws:iam::111122223333:role/ci-deploy'

describe('the form that names the principal', () => {
  const desk = scriptedDesk({
    namePrincipal: async () => ({ outcome: 'refused', text: 'This ARN is of another account.', wrong: 'arn' }),
  })
  let slack: ServedSlack
  beforeAll(async () => {
    slack = await serveSlack(desk.desk, { builders: slackBuilders })
  })
  beforeEach(() => {
    slack.modals.length = 0
  })
  afterAll(() => slack.close())
  const lastView = () => slack.modals.at(-1)?.view ?? {}

  it.each(['not an ARN at all, but long', 'arn:aws:s3:::a-bucket-of-mine', 'arn:aws:iam::111122223333:role/*'])(
    'says beside the field what is wrong with it, and asks nobody: %s',
    async (typed) => {
      await slack.send(aPress(actions.namePrincipal, anIncidentId))
      const { text } = await slack.send(aSubmission(lastView(), { ...why, [fields.arn]: typed }))
      const { response_action: action, errors } = JSON.parse(text)
      expect([action, Object.keys(errors)]).toEqual(['errors', [expect.any(String)]])
    },
  )

  it('stays open where only the use case knows that the ARN is wrong, and says it beside the field', async () => {
    await slack.send(aPress(actions.namePrincipal, anIncidentId))
    const { text } = await slack.send(aSubmission(lastView(), { ...why, [fields.arn]: arn }))
    const { response_action: action, errors } = JSON.parse(text)
    expect([action, Object.values(errors)]).toEqual(['errors', ['This ARN is of another account.']])
  })

  it.each([actions.namePrincipal, actions.vouch, actions.close, actions.retry, actions.requestRestore])(
    'and every form of an incident says whom it is about: %s',
    async (action) => {
      await slack.send(aPress(action, anIncidentId))
      const shown = JSON.stringify(lastView())
      expect(shown).toContain('ci-deploy in 111122223333')
      expect(shown).toContain(anIncidentId)
    },
  )
})
