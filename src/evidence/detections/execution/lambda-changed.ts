import { entryOf } from '../../facts/tallies.js'
import type { Act } from '../act.js'
import { doneAbout } from '../identity/done-about.js'
import { accountOf } from '../policy/admitted-by.js'
import { textAt, textsUnder } from '../request-values.js'
import type { ActRule, Judgement } from '../rule.js'
import type { TrailView } from '../trail-view.js'

const functionOf = ({ request }: Act) => textAt(request, 'functionName') ?? textAt(request, 'layerName') ?? 'a function'

/** A function opened to others by its own policy. ATT&CK T1546, event-triggered execution. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export const lambdaOpened: ActRule = {
  kind: 'acts',
  id: 'lambda-policy-opened',
  title: 'Lambda function opened to others',
  technique: 'T1546',
  tactic: 'persistence',
  calls: { lambda: 'AddPermission AddLayerVersionPermission CreateFunctionUrlConfig UpdateFunctionUrlConfig' },
  judge: (act, trail) => {
    const opened = openedBy(act, trail)
    if (opened === null || opened.severity !== 'high' || !isForUrl(act) || !isOwnFunction(act, trail)) return opened
    return { ...opened, severity: 'medium', why: [...(opened.why ?? []), 'the caller has just made the function'] }
  },
}

function openedBy(act: Act, trail: TrailView): Judgement | null {
  if (act.name.endsWith('FunctionUrlConfig')) {
    return textAt(act.request, 'authType') === 'NONE'
      ? {
          severity: 'high',
          what: `${functionOf(act)} can be called by anybody`,
          why: ['its address asks for no sign-in'],
        }
      : null
  }
  const principal = textAt(act.request, 'principal') ?? ''
  const what = `${functionOf(act)} opened to ${principal || 'somebody'}`
  const isBound = ['sourceArn', 'sourceAccount', 'principalOrgID', 'organizationId'].some(
    (name) => act.request[name] !== undefined,
  )
  if (principal === '*')
    return { severity: isBound ? 'low' : 'high', what, why: isBound ? [] : ['everybody is let in'] }
  const account = accountOf(principal)
  if (account === null) return { severity: 'informational', what }
  const isOwn = account === act.event.accountId || trail.accounts.has(account)
  return { severity: isOwn ? 'low' : 'high', what, why: isOwn ? [] : [`another account is let in: ${account}`] }
}

/** An address on the internet, as deployments make, and not the right to call the function from another account. */
function isForUrl({ name, request }: Act): boolean {
  return name.endsWith('FunctionUrlConfig') || textAt(request, 'action') === 'lambda:InvokeFunctionUrl'
}

/** What is new serves whom its maker lets in; what was there before is handed over. */
function isOwnFunction(act: Act, trail: TrailView): boolean {
  const name = textAt(act.request, 'functionName')
  if (name === undefined) return false
  return (
    doneAbout(act, name, { service: 'lambda', calls: 'CreateFunction', parameter: 'functionName' }, trail).length > 0
  )
}

/** A function's code replaced. Whoever deploys does that all day, and then the baseline knows. ATT&CK T1648, serverless execution. */
export const lambdaCodeReplaced: ActRule = {
  kind: 'acts',
  id: 'lambda-code-replaced',
  title: 'Code of a Lambda function replaced',
  technique: 'T1648',
  tactic: 'persistence',
  calls: { lambda: 'UpdateFunctionCode' },
  judge: (act, trail) => {
    if (act.request.dryRun === true) return null
    const isDeployed = sessionsThatReplaced(act, trail) >= manySessions
    return {
      severity: isDeployed ? 'low' : 'medium',
      what: `code of ${functionOf(act)} replaced`,
      why: isDeployed ? ['in session after session, as deployments are'] : [],
    }
  },
  isRollout: true,
}

/** Each run of a pipeline obtains credentials of its own; whoever has stolen some replaces the code once. */
const manySessions = 3

/** How many credentials of the actor's role replaced the code of that function. */
function sessionsThatReplaced({ actor, request }: Act, trail: TrailView): number {
  if (actor.type !== 'role') return 0
  const bySession = sessions.get(trail) ?? new Map<string, ReadonlyMap<string, ReadonlySet<string>>>()
  sessions.set(trail, bySession)
  const byFunction = entryOf(bySession, actor.key, () => keysByFunction(actor.key, trail))
  return byFunction.get(textAt(request, 'functionName') ?? '')?.size ?? 0
}

/** Asked for once a call, so it is kept. */
const sessions = new WeakMap<TrailView, Map<string, ReadonlyMap<string, ReadonlySet<string>>>>()

function keysByFunction(actorKey: string, trail: TrailView): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map<string, Set<string>>()
  for (const { request, event, outcome } of trail.actsNamedBy(actorKey, 'lambda', 'UpdateFunctionCode')) {
    const key = event.actor.accessKeyId
    if (outcome !== 'ok' || key === undefined) continue
    entryOf(keys, textAt(request, 'functionName') ?? '', (): Set<string> => new Set()).add(key)
  }
  return keys
}

/**
 * Layers put into a function run inside it, with its role; those of another account are somebody else's code. ATT&CK T1546. Also a wrapper
 * (`AWS_LAMBDA_EXEC_WRAPPER`), but the environment is hidden in records.
 * https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
 */
export const lambdaLayerAdded: ActRule = {
  kind: 'acts',
  id: 'lambda-layer-added',
  title: 'Layer put into a Lambda function',
  technique: 'T1546',
  tactic: 'persistence',
  calls: { lambda: 'UpdateFunctionConfiguration' },
  judge: (act, trail) => {
    const layers = textsUnder(act.request, 'layers')
    if (layers.length === 0) return null
    const foreign = layers.filter((layer) => isForeign(layer, act, trail))
    return {
      severity: foreign.length > 0 ? 'high' : 'medium',
      what: `${functionOf(act)}: ${layers.join(', ')}`,
      why: foreign.length > 0 ? ['the layer is another account’s'] : [],
    }
  },
}

function isForeign(layer: string, { event }: Act, trail: TrailView): boolean {
  const account = layer.split(':')[4]
  return account !== undefined && account !== event.accountId && !trail.accounts.has(account)
}

/** A function made, or made to run by itself when something happens. ATT&CK T1546. */
export const lambdaTriggered: ActRule = {
  kind: 'acts',
  id: 'lambda-created-or-triggered',
  title: 'Lambda function created, or set off by events',
  technique: 'T1546',
  tactic: 'persistence',
  calls: { lambda: 'CreateFunction CreateEventSourceMapping UpdateEventSourceMapping', events: 'PutTargets' },
  judge: (act) => {
    const targets = textsUnder(act.request, 'arn')
    const what = act.service === 'events' ? targets.join(', ') : functionOf(act)
    return { severity: act.name.startsWith('Create') ? 'low' : 'informational', what: `${act.name} ${what}` }
  },
}
