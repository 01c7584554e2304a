import type { Json } from '../../../domain/canonical-json.js'
import type { Act } from '../act.js'
import { accountOf, admittedBy } from '../policy/admitted-by.js'
import { type PolicyStatement, policyDocument } from '../policy/policy-document.js'
import { isFalseAt, textAt, textsUnder } from '../request-values.js'
import { type ActRule, type Judgement, whatOf } from '../rule.js'
import type { TrailView } from '../trail-view.js'

/**
 * A resource's own policy that lets other accounts or everybody in: a way back to the data that no key needs. ATT&CK T1537 where
 * data lies behind it. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
 */
export const resourcePolicyOpened: ActRule = {
  kind: 'acts',
  id: 'resource-policy-opened',
  title: 'Resource opened to other accounts by its policy',
  technique: 'T1537',
  tactic: 'exfiltration',
  calls: {
    s3: 'PutBucketPolicy PutAccessPointPolicy',
    kms: 'PutKeyPolicy',
    secretsmanager: 'PutResourcePolicy',
    sns: 'SetTopicAttributes',
    sqs: 'SetQueueAttributes',
    ecr: 'SetRepositoryPolicy SetRegistryPolicy',
    glacier: 'SetVaultAccessPolicy',
    backup: 'PutBackupVaultAccessPolicy',
    glue: 'PutResourcePolicy',
    logs: 'PutDestinationPolicy PutResourcePolicy',
    events: 'PutPermission',
    dynamodb: 'PutResourcePolicy',
    elasticfilesystem: 'PutFileSystemPolicy',
    es: 'UpdateElasticsearchDomainConfig UpdateDomainConfig',
    codeartifact: 'PutDomainPermissionsPolicy PutRepositoryPermissionsPolicy',
    'lex-models-v2': 'CreateResourcePolicy',
  },
  judge: (act, trail) => {
    const document = policyIn(act)
    if (document === null) return null
    const admitted = admittedBy(document, { accountId: act.event.accountId, accounts: trail.accounts })
    const what = `policy of ${resourceOf(act)}`
    if (admitted.everyone) {
      const isSite = isOfNewWebsite(act, trail) && isForReaders(document)
      const why = ['everybody is let in', ...(isSite ? [asWebsite] : [])]
      return { severity: admitted.onlyWrites || isSite ? 'medium' : 'high', what, why }
    }
    if (admitted.outside.length > 0) {
      const why = [`other accounts are let in: ${admitted.outside.join(', ')}`]
      return admitted.onlyWrites
        ? { severity: 'low', what, why: [...why, 'only to write, as logs are delivered'] }
        : { severity: 'high', what, why }
    }
    return admitted.siblings.length > 0 ? { severity: 'low', what, why: ['accounts in the same log are let in'] } : null
  },
}

const asWebsite = 'the same actor makes buckets, and websites of them'

/** Which bucket a website is made of is not kept; who makes no bucket of its own opens those of others. */
function isOfNewWebsite({ actor, service }: Act, trail: TrailView): boolean {
  const facts = service === 's3' ? trail.actorFacts(actor.key) : null
  const hasDone = (name: string) => facts !== null && trail.talliesOf(facts, 's3', name).some(({ ok }) => ok > 0)
  return hasDone('PutBucketWebsite') && hasDone('CreateBucket')
}

/** What a browser needs, and no list of what there is. */
function isForReaders(statements: readonly PolicyStatement[]): boolean {
  return statements.every(({ isAllow, actions }) => !isAllow || actions.every((action) => action === 's3:getobject'))
}

const policyParameters = [
  'bucketPolicy',
  'policy',
  'Policy',
  'resourcePolicy',
  'policyText',
  'policyInJson',
  'accessPolicy',
  'accessPolicies',
  'accessPolicyDocument',
  'policyDocument',
]

/** SNS and SQS wrap theirs as an attribute. */
function policyIn({ request }: Act) {
  const attribute = textAt(request, 'attributeName') === 'Policy' ? request.attributeValue : undefined
  const wrapped = textsUnder(request, 'Policy')[0]
  const candidates: (Json | undefined)[] = [...policyParameters.map((name) => request[name]), attribute, wrapped]
  for (const candidate of candidates) {
    const document = candidate === undefined ? null : policyDocument(candidate)
    if (document !== null) return document
  }
  return null
}

function resourceOf({ request, event }: Act): string {
  const named = textsUnder(
    request,
    'bucketName',
    'keyId',
    'secretId',
    'topicArn',
    'queueUrl',
    'repositoryName',
    'vaultName',
  )
  return named[0] ?? event.target?.name ?? event.eventSource
}

/** A grant, a share or a list of accounts: the same without a policy to read. ATT&CK T1537. */
export const resourceShared: ActRule = {
  kind: 'acts',
  id: 'resource-shared-with-account',
  title: 'Resource shared with another account',
  technique: 'T1537',
  tactic: 'exfiltration',
  calls: {
    kms: 'CreateGrant',
    ram: 'CreateResourceShare AssociateResourceShare',
    sns: 'AddPermission Subscribe',
    sqs: 'AddPermission',
    events: 'PutPermission',
    logs: 'PutSubscriptionFilter PutDestination',
    ec2: 'CreateVpcPeeringConnection AcceptVpcPeeringConnection',
  },
  judge: (act, trail) => judgeAccounts(act, trail),
}

function judgeAccounts(act: Act, trail: TrailView): Judgement | null {
  const named = textsUnder(
    act.request,
    'granteePrincipal',
    'principals',
    'principal',
    'aWSAccountIds',
    'awsAccountIds',
    'aWSAccountId',
    'peerOwnerId',
    'destinationArn',
  )
  const accounts = named.flatMap((principal) =>
    principal === '*' ? ['everybody'] : (accountOf(principal) ?? arnAccount(principal) ?? []),
  )
  const outside = [...new Set(accounts)].filter(
    (account) => account !== act.event.accountId && !trail.accounts.has(account),
  )
  if (outside.length === 0) return null
  const isData = act.service !== 'ec2'
  return { severity: isData ? 'high' : 'medium', what: `${whatOf(act)} with ${outside.join(', ')}` }
}

function arnAccount(arn: string): string | null {
  const account = arn.split(':')[4]
  return account !== undefined && /^\d{12}$/.test(account) ? account : null
}

/**
 * Public access to buckets let in again: the block taken off, or a list that names everybody. ATT&CK T1530.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const publicAccessAllowed: ActRule = {
  kind: 'acts',
  id: 's3-public-access-allowed',
  title: 'Public access to data allowed',
  technique: 'T1530',
  tactic: 'exfiltration',
  calls: {
    s3:
      'DeletePublicAccessBlock DeleteBucketPublicAccessBlock DeleteAccountPublicAccessBlock PutPublicAccessBlock ' +
      'PutBucketPublicAccessBlock PutAccountPublicAccessBlock PutBucketAcl PutObjectAcl',
    ec2: 'DisableSnapshotBlockPublicAccess DisableImageBlockPublicAccess',
    rds: 'ModifyDBInstance CreateDBInstance RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime',
  },
  judge: (act, trail) => {
    const { request } = act
    const bucket = textAt(request, 'bucketName') ?? act.event.target?.name ?? 'the account'
    if (act.service === 'rds') {
      return request.publiclyAccessible === true
        ? { severity: 'medium', what: `${bucket} made reachable from the internet` }
        : null
    }
    if (act.name.endsWith('Acl'))
      return isPublicList(act) ? { severity: 'high', what: `list of ${bucket} names everybody` } : null
    if (act.name.startsWith('Put')) {
      const block = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
      const isOff = block.some((name) => isFalseAt(request, `PublicAccessBlockConfiguration.${name}`))
      if (!isOff) return null
      const isSite = /Bucket/.test(act.name) && isOfNewWebsite(act, trail)
      const what = `block of public access of ${bucket} loosened`
      return { severity: isSite ? 'low' : 'medium', what, why: isSite ? [asWebsite] : [] }
    }
    return { severity: 'medium', what: `block of public access of ${bucket} removed` }
  },
}

function isPublicList({ request }: Act): boolean {
  const canned = textsUnder(request, 'x-amz-acl', 'acl')
  const grantees = textsUnder(request, 'URI', 'x-amz-grant-read', 'x-amz-grant-full-control', 'x-amz-grant-write')
  return (
    canned.some((acl) => acl.startsWith('public-read')) ||
    grantees.some((grantee) => /\/global\/(AllUsers|AuthenticatedUsers)/.test(grantee))
  )
}
