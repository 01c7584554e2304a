import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { invalidInput } from '../../pipeline/aws-error.js'
import type { Reply } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { policyExclusions, withoutExcluded } from './policy-exclusions.js'
import { type SimulatedSource, simulatedSource } from './simulated-source.js'
import { contextEntries, simulationContext } from './simulation-context.js'
import { simulationResult } from './simulation-result.js'

const arn = z.string().min(1).max(2048)

const input = z.looseObject({
  PolicySourceArn: z.string().min(20).max(2048),
  ActionNames: z.array(z.string().min(3).max(128)).min(1).max(1000),
  ResourceArns: z.array(arn).min(1).max(1000).default(['*']),
  ContextEntries: contextEntries.default([]),
  PolicyExclusionList: policyExclusions.default([]),
  ...pagingInput,
})
type Input = z.output<typeof input>

/** To ignore what would change the result is worse than to refuse it. */
const unsupported = [
  ...['PolicyInputList', 'PermissionsBoundaryPolicyInputList', 'ResourcePolicy', 'ResourceOwner', 'CallerArn'],
  'ResourceHandlingOption',
]

/**
 * Whether the policies of a user (with its groups), group or role would allow actions, by their WRITTEN text: it
 * simulates policies and not their propagation, so it says "denied" while enforcement still allows. One result an
 * action, the most restrictive of its resources, as the model of 2026 has it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
const simulatePrincipalPolicy = operation({
  service: 'iam',
  name: 'SimulatePrincipalPolicy',
  readOnly: true,
  input,
  resource: (_, { PolicySourceArn }) => PolicySourceArn,
  run: ({ account }, request) => {
    const refusal = refusalOf(request)
    if (refusal !== undefined) return invalidInput(refusal)
    const found = simulatedSource(account, request.PolicySourceArn)
    return found.ok ? simulate(account, request, found.source) : found
  },
})

function refusalOf(request: Input): string | undefined {
  const given = unsupported.find((name) => name in request)
  if (given !== undefined) return `The simulated account does not simulate ${given}.`
  const odd = request.ActionNames.find((name) => !/^[\w-]+:[\w*?]+$/.test(name))
  return odd === undefined ? undefined : `Invalid action name: ${odd}. It must include the service's prefix.`
}

function simulate(account: Account, request: Input, everything: SimulatedSource): Reply {
  const source = withoutExcluded(everything, request.PolicyExclusionList)
  const context = simulationContext(account, source.entity, request.ContextEntries)
  // A page goes by keys, and results keep the order of the question.
  const questions = request.ActionNames.map((action, index) => ({ action, key: String(index).padStart(4, '0') }))
  const asked = page(account, questions, ({ key }) => key, request)
  if (!asked.ok) return asked
  const results = asked.items.map(({ action }) => simulationResult(action, request.ResourceArns, source, context))
  return { ok: true, result: { EvaluationResults: results, ...pageFields(asked) } }
}

export const simulationOperations: Operation[] = [simulatePrincipalPolicy]
