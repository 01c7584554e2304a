import { runSimulation } from '@cloud-copilot/iam-simulate'
import { type Decision, evaluate, type NamedPolicy } from '../../../simulated-aws/policy/evaluate.js'
import type { PolicyDocument } from '../../../simulated-aws/policy/policy-document.js'
import type { SimulationCase } from './simulation-cases.js'

const accountId = '111122223333'
const resultNames = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' } as const

const principalArns: Record<SimulationCase['principal'], string> = {
  user: `arn:aws:iam::${accountId}:user/ana`,
  role: `arn:aws:iam::${accountId}:role/payments`,
  roleSession: `arn:aws:sts::${accountId}:assumed-role/payments/web`,
  federatedUser: `arn:aws:sts::${accountId}:federated-user/ana`,
}

function named(documents: PolicyDocument[]): NamedPolicy[] {
  return documents.map((document, index) => ({ name: `p${index}`, document }))
}

export function ourResult({
  request,
  context,
  identity,
  groups,
  boundary,
  session,
}: SimulationCase): Decision['result'] {
  const policies = {
    identity: named([...identity, ...groups]),
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
  const { principal, request, context, identity, groups, boundary, session } = simulation
  const asOracle = (documents: PolicyDocument[]) =>
    named(documents).map(({ name, document }) => ({ name, policy: document }))
  const simulated = await runSimulation(
    {
      request: {
        principal: principalArns[principal],
        action: request.action,
        resource: { resource: request.resource, accountId },
        contextVariables: context,
      },
      identityPolicies: asOracle([...identity, ...groups]),
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
