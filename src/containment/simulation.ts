import type { ContainPlan } from '../domain/plan.js'
import type { BlockObservation } from '../domain/verdict.js'
import type { SimulatedAction } from '../ports.js'

/** What attackers do first with a stolen principal; none of them is undeniable. */
export const probeActions: readonly string[] = [
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'iam:AttachRolePolicy',
  'iam:PassRole',
  'sts:AssumeRole',
  's3:ListAllMyBuckets',
  's3:GetObject',
  'ec2:RunInstances',
  'kms:Decrypt',
  'secretsmanager:GetSecretValue',
  'lambda:InvokeFunction',
]

/**
 * `denied` where IAM's policy simulator denies every probe explicitly: a denial because nothing allows the call is not the
 * block's. Proves what the policies say, not that they are enforced. `unavailable` where it answered for no action at all.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export function judgeSimulation(results: readonly SimulatedAction[]): {
  status: Extract<BlockObservation['simulation']['status'], 'denied' | 'allowed' | 'unavailable'>
  notDenied: string[]
} {
  if (results.length === 0) return { status: 'unavailable', notDenied: [] }
  const notDenied = results.filter(({ decision }) => decision !== 'explicitDeny').map(({ action }) => action)
  return { status: notDenied.length === 0 ? 'denied' : 'allowed', notDenied: notDenied.sort() }
}

/** Only a denial without conditions can be simulated: the simulator knows no session, nor when it was issued. */
export function appliesTo({ writes }: ContainPlan): boolean {
  return writes.some(({ purpose }) => purpose === 'denyAll')
}
