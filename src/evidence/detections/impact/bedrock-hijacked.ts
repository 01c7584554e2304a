import type { Act } from '../act.js'
import { textAt } from '../request-values.js'
import type { ActRule, Judgement } from '../rule.js'
import type { TrailView } from '../trail-view.js'

const entitling = 'PutFoundationModelEntitlement CreateFoundationModelAgreement PutUseCaseForModelAccess'

/**
 * Models used at somebody else's cost. Whoever unlocks a model and uses it, or does so with a user's long-term key, is no ordinary
 * application. ATT&CK T1496.004, cloud service hijacking.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
export const bedrockHijacked: ActRule = {
  kind: 'acts',
  id: 'bedrock-models-used',
  title: 'Bedrock models unlocked or used',
  technique: 'T1496.004',
  tactic: 'impact',
  calls: {
    bedrock: `${entitling} InvokeModel InvokeModelWithResponseStream Converse ConverseStream CreateProvisionedModelThroughput CreateModelInvocationJob`,
    'bedrock-runtime': 'InvokeModel InvokeModelWithResponseStream Converse ConverseStream',
  },
  judge: (act, trail) => {
    const model = textAt(act.request, 'modelId') ?? ''
    const what = `${act.name} ${model}`.trim()
    if (entitling.split(' ').includes(act.name)) return { severity: 'medium', what, why: ['a model was unlocked'] }
    return { ...useOf(act, trail), what }
  },
}

function useOf(act: Act, trail: TrailView): Omit<Judgement, 'what'> {
  const unlocked = trail.actsNamedBy(act.actor.key, 'bedrock', entitling)
  if (unlocked.length > 0) return { severity: 'high', why: ['unlocked and used by the same actor'] }
  if (act.actor.type === 'user') return { severity: 'medium', why: ['with a user’s own key'] }
  return trail.hasBaseline && trail.habit(act) === null
    ? { severity: 'medium', why: ['the actor has not used models before'] }
    : { severity: 'informational' }
}
