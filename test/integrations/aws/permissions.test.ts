import { assumeRolePolicy, iamPolicyFor } from '../../../integrations/aws/iam-policy.js'
import { awsRoles, type Permission, permissions, purposes } from '../../../integrations/aws/permissions.js'
import { pullPermissions, pullPolicyFor } from '../../../integrations/aws/pull-permissions.js'
import { anchorPermissions, anchorPolicyFor } from '../../../integrations/aws/s3/anchor-permissions.js'
import { trailBucketPolicyFor } from '../../../integrations/aws/s3/trail-permissions.js'
import { trailBucketPermissions } from '../../../integrations/aws/trail-bucket-permissions.js'
import { listImports } from '../../support/architecture/import-list.js'
import type { SourceFile } from '../../support/architecture/source-file.js'
import { parseTree, readTree } from '../../support/architecture/source-tree.js'
import { childOf, nameOf, walk } from '../../support/architecture/syntax-tree.js'

const product = /^(app|console|exercises|integrations|playbooks|src|workers)\//
const { sources } = parseTree(readTree().filter(({ path }) => product.test(path)))
const sdkImports = sources.flatMap((source) =>
  listImports(source).flatMap(({ specifier, names }) =>
    specifier?.startsWith('@aws-sdk/client-')
      ? names.filter(({ typeOnly }) => !typeOnly).map(({ name }) => ({ path: source.path, specifier, name }))
      : [],
  ),
)
const beside = ['s3', 'sqs', 'sns'].map((service) => `@aws-sdk/client-${service}`)
const accountImports = sdkImports.filter(({ specifier }) => !beside.includes(specifier))
const actions: readonly string[] = permissions.map(({ action }) => action)

/** Names of the classes of which a file makes instances. */
function madeIn(source: SourceFile): Set<string> {
  const made = new Set<string>()
  walk(source.root, (node) => {
    if (node.type === 'NewExpression') made.add(nameOf(childOf(node, 'callee')) ?? '')
  })
  return made
}

function actionOf({ specifier, name }: { specifier: string; name: string }): string {
  return `${specifier.replace('@aws-sdk/client-', '').replace('cloudwatch-logs', 'logs')}:${name.replace(/Command$/, '')}`
}

/** Calls of the one client that is not the SDK's: they are named where they are made. */
const namedCalls = readTree()
  .filter(({ path }) => path.startsWith('integrations/aws/rolesanywhere/'))
  .flatMap(({ text }) => text.match(/rolesanywhere:[A-Z]\w+/g) ?? [])

describe('the list of permissions', () => {
  const isCommand = ({ name }: { name: string }) => name.endsWith('Command')
  const commands = accountImports.filter(isCommand)

  it('has every call that the sources can make, and no other', () => {
    expect([...new Set([...commands.map(actionOf), ...namedCalls])].sort()).toEqual([...actions].sort())
  })

  it('has every call to S3 in lists of their own: they are made to one bucket, and never to an account that is watched', () => {
    const toS3 = sdkImports.filter(({ specifier }) => specifier === '@aws-sdk/client-s3').filter(isCommand)
    const listed = [
      ...anchorPermissions.map(({ operation }) => operation),
      ...trailBucketPermissions.map(({ operation }) => operation.replace('s3:', '')),
    ]
    expect([...new Set(toS3.map(({ name }) => name))].sort()).toEqual(
      [...new Set(listed.map((operation) => `${operation}Command`))].sort(),
    )
    const { Statement } = anchorPolicyFor({ partition: 'aws', bucket: 'anchors' })
    expect(Statement.flatMap(({ Action }) => Action).filter((action) => /Delete|Bypass|\*/.test(action))).toEqual([])
  })

  it('what is printed for the bucket of a trail reads its log files, and nothing else', () => {
    const target = { partition: 'aws', bucket: 'trail', prefix: 'org' }
    const { Statement } = trailBucketPolicyFor(target)
    expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['s3:GetObject'], ['arn:aws:s3:::trail/org/AWSLogs/*']],
      [['s3:ListBucket'], ['arn:aws:s3:::trail']],
    ])
    const kmsKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/1'
    expect(trailBucketPolicyFor({ ...target, kmsKeyArn }).Statement).toHaveLength(3)
  })

  it('has every call to SQS and SNS in a list of its own: they are made to one queue or topic, by the base credentials', () => {
    const pulls = sdkImports.filter(({ specifier }) => /client-(sqs|sns)$/.test(specifier)).filter(isCommand)
    expect([...new Set(pulls.map(actionOf))].sort()).toEqual(pullPermissions.map(({ action }) => action).sort())
  })

  it('what is printed for queues and topics is for them alone', () => {
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:findings.fifo'
    const topic = 'arn:aws:sns:eu-west-1:111122223333:findings'
    expect(pullPolicyFor([queue, topic]).Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue]],
      [['sns:ConfirmSubscription'], [topic]],
    ])
    for (const arn of ['*', `${queue}*`, 'arn:aws:sqs:*:111122223333:findings', 'arn:aws:s3:::findings']) {
      expect(() => pullPolicyFor([arn])).toThrow(RangeError)
    }
  })

  it('every command that is imported is made in that file', () => {
    const unused = sdkImports.filter(isCommand).filter(({ path, name }) => {
      const source = sources.find((one) => one.path === path)
      return source === undefined || !madeIn(source).has(name)
    })
    expect(unused).toEqual([])
  })

  it('nothing of the SDK but clients and commands is used: paginators and waiters would call what nobody sees', () => {
    expect(sdkImports.filter(({ name }) => !/(Client|Command)$/.test(name))).toEqual([])
  })

  it('only integrations/aws makes calls to AWS', () => {
    expect(sdkImports.filter(({ path }) => !path.startsWith('integrations/aws/'))).toEqual([])
  })

  it('no call that deletes a role, a user or a group is in the program', () => {
    const deletes = /Delete(Role|User|Group)(Command)?$/
    expect(sdkImports.filter(({ name }) => deletes.test(name))).toEqual([])
    expect(actions.filter((action) => deletes.test(action))).toEqual([])
  })

  it('what is printed as IAM policies grants exactly the list', () => {
    const printed = [
      iamPolicyFor(purposes, { partition: 'aws', accountId: '111122223333' }),
      assumeRolePolicy(['arn:aws:iam::111122223333:role/responder']),
    ].flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action))
    expect(printed.sort()).toEqual([...actions].sort())
  })

  it('what is printed for the two roles and the base grants exactly the list, each role its own part', () => {
    const target = { partition: 'aws', accountId: '111122223333' } as const
    const grantedTo = (role: 'investigate' | 'contain') =>
      iamPolicyFor(purposes, target, role).Statement.flatMap(({ Action }) => Action)
    const own = (role: 'investigate' | 'contain') =>
      permissions.filter(({ by }: Permission) => by.includes(role)).map(({ action }) => action)
    for (const role of awsRoles) expect(grantedTo(role).sort()).toEqual(own(role).sort())
    const all = [...awsRoles.flatMap(grantedTo), 'sts:AssumeRole']
    expect([...new Set(all)].sort()).toEqual([...actions].sort())
  })

  it('every action is named once, and says what it is for and why', () => {
    expect(new Set(actions).size).toBe(actions.length)
    for (const permission of permissions) {
      expect(permission.for.length).toBeGreaterThan(0)
      expect(permission.why).toMatch(/^(to|for) \w/)
    }
  })
})
