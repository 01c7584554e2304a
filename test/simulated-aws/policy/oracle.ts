import { runSimulation } from '@cloud-copilot/iam-simulate'
import { type Decision, evaluate, type NamedPolicy } from '../../../simulated-aws/policy/evaluate.js'
import type { PolicyDocument } from '../../../simulated-aws/policy/policy-document.js'
import type { SimulationCase } from './simulation-cases.js'

const accountId = '111122223333'
const resultNames = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' } as const

function named(documents: PolicyDocument[]): NamedPolicy[] {
  return documents.map((document, index) => ({ name: `p${index}`, document }))
}

export function ourResult({ request, context, identity, boundary, session }: SimulationCase): Decision['result'] {
  const policies = {
    identity: named(identity),
    ...(boundary === undefined ? {} : { boundary: { name: 'boundary', document: boundary } }),
    ...(session === undefined ? {} : { session: [{ name: 'session', document: session }] }),
  }
  return evaluate({ ...request, context }, policies).result
}

/**
 * What @cloud-copilot/iam-simulate decides (AGPL: in tests only). Throws where it refuses the input, since an undecided
 * case compares nothing. It takes a session policy only where the principal is a session.
 */
export async function oracleResult(simulation: SimulationCase): Promise<Decision['result']> {
  const { request, context, identity, boundary, session } = simulation
  const asOracle = (documents: PolicyDocument[]) =>
    named(documents).map(({ name, document }) => ({ name, policy: document }))
  const entity =
    session === undefined ? 'iam::111122223333:role/payments' : 'sts::111122223333:assumed-role/payments/web'
  const simulated = await runSimulation(
    {
      request: {
        principal: `arn:aws:${entity}`,
        action: request.action,
        resource: { resource: request.resource, accountId },
        contextVariables: context,
      },
      identityPolicies: asOracle(identity),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: asOracle([boundary]) }),
      ...(session === undefined ? {} : { sessionPolicy: session }),
    },
    {},
  )
  if (simulated.resultType !== 'single' || simulated.result.ignoredContextKeys?.length !== 0) {
    throw new Error(`the oracle did not look at the whole case: ${JSON.stringify(simulated)}`)
  }
  return resultNames[simulated.overallResult]
}
