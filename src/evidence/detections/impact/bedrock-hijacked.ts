import { dayOf } from '../../facts/event-time.js'
import { entryOf } from '../../facts/tallies.js'
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

const using = 'InvokeModel InvokeModelWithResponseStream Converse ConverseStream'
const daysOfWork = 3

/** Whoever sells a stolen key has tried which models and regions it opens, and failed at some. */
function isSteady({ actor, service }: Act, trail: TrailView): boolean {
  const known = steady.get(trail) ?? new Map<string, boolean>()
  steady.set(trail, known)
  return entryOf(known, JSON.stringify([actor.key, service]), () => {
    const uses = trail.actsNamedBy(actor.key, service, using)
    const distinct = (of: (use: Act) => string | number | undefined) => new Set(uses.map(of)).size
    const isOne = [
      distinct(({ event }) => event.region),
      distinct(({ event }) => event.sourceIp),
      distinct(({ request }) => textAt(request, 'modelId')),
    ].every((count) => count === 1)
    return (
      isOne && uses.every(({ outcome }) => outcome === 'ok') && distinct(({ mark }) => dayOf(mark.atMs)) >= daysOfWork
    )
  })
}

/** Asked for once a use, so it is kept. */
const steady = new WeakMap<TrailView, Map<string, boolean>>()

function useOf(act: Act, trail: TrailView): Omit<Judgement, 'what'> {
  const unlocked = trail.actsNamedBy(act.actor.key, 'bedrock', entitling)
  if (unlocked.length > 0) return { severity: 'high', why: ['unlocked and used by the same actor'] }
  if (act.actor.type === 'user') {
    return isSteady(act, trail)
      ? { severity: 'low', why: ['one model from one address, day after day'] }
      : { severity: 'medium', why: ['with a user’s own key'] }
  }
  return trail.hasBaseline && trail.habit(act) === null
    ? { severity: 'medium', why: ['the actor has not used models before'] }
    : { severity: 'informational' }
}
