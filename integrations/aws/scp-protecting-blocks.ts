import { managedDenyAllArn } from '../../src/containment/document.js'
import type { Partition } from '../../src/domain/partition.js'
import { entityArns, type PolicyDocument } from './iam-policy.js'

const roleArn = /^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/

/**
 * A sample service control policy under which only the responder's role can take blocks off. For inline policies it is
 * blunt: IAM has no condition for their names, so in the accounts that it is attached to nobody else changes inline
 * policies at all; leave the first statement out where that is too much, and block with the managed policy instead. SCPs
 * do not reach the management account, nor service-linked roles. Throws RangeError for anything but one role of the
 * partition: a wildcard would let the attacker's roles in.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function scpProtectingBlocks(scope: { partition: Partition; irRoleArn: string }): PolicyDocument {
  const { partition, irRoleArn } = scope
  if (!roleArn.test(irRoleArn) || !irRoleArn.startsWith(`arn:${partition}:`)) {
    throw new RangeError(`${irRoleArn} is not the ARN of one role of ${partition}.`)
  }
  const Resource = entityArns(partition, '*')
  const unlessResponder = { ArnNotEquals: { 'aws:PrincipalArn': irRoleArn } }
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'InlinePoliciesOnlyByTheResponder',
        Effect: 'Deny',
        Action: ['Delete', 'Put'].flatMap((verb) => entityOperations(verb)),
        Resource,
        Condition: unlessResponder,
      },
      {
        Sid: 'DenyAllDetachedOnlyByTheResponder',
        Effect: 'Deny',
        Action: entityOperations('Detach'),
        Resource,
        Condition: { ...unlessResponder, ArnEquals: { 'iam:PolicyARN': managedDenyAllArn(partition) } },
      },
    ],
  }
}

function entityOperations(verb: string): string[] {
  return ['Role', 'User', 'Group'].map((type) => `iam:${verb}${type}Policy`)
}
