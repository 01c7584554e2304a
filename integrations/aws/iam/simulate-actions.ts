import { type IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { SimulatedAction } from '../../../src/ports.js'
import { readAnswer } from './answer-shapes.js'
import { iamRequest } from './iam-request.js'
import { from, readPages } from './read-pages.js'

const operation = 'iam:SimulatePrincipalPolicy'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html */
const resultSchema = z
  .object({ EvalActionName: z.string(), EvalDecision: z.enum(['allowed', 'explicitDeny', 'implicitDeny']) })
  .transform(({ EvalActionName, EvalDecision }) => ({ action: EvalActionName, decision: EvalDecision }))

/** What the actions are imagined on; without it on every resource, where a policy for some of them does not count. */
export interface ImaginedRequest {
  readonly resourceArn: string
  /** Condition keys and their values, as a real request would have them. */
  readonly context?: Readonly<Record<string, string>>
}

/** A decision for each action. An endpoint that leaves one out does not simulate: no answer is no denial. */
export async function simulateActions(
  client: IAMClient,
  PolicySourceArn: string,
  actions: readonly string[],
  imagined: ImaginedRequest | null = null,
): Promise<SimulatedAction[]> {
  const results = await readPages(operation, async (marker) => {
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn,
      ActionNames: [...actions],
      ...(imagined === null ? {} : inputOf(imagined)),
      ...from(marker),
    })
    const { output } = await iamRequest(operation, command).send(client)
    return { ...output, Items: output.EvaluationResults }
  })
  const decided = results.map((result) => readAnswer(operation, resultSchema, result))
  const names = new Set(decided.map(({ action }) => action.toLowerCase()))
  const missing = actions.filter((action) => !names.has(action.toLowerCase()))
  if (missing.length === 0) return decided
  const message = `The endpoint answered without a decision for ${missing.join(', ')}.`
  throw new AwsError({ kind: 'unsupported', code: 'NoDecision', operation, message })
}

function inputOf({ resourceArn, context = {} }: ImaginedRequest) {
  const entries = Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyValues: [value],
    ContextKeyType: 'string' as const,
  }))
  return { ResourceArns: [resourceArn], ...(entries.length === 0 ? {} : { ContextEntries: entries }) }
}
