import { z } from 'zod'
import { decodePolicyDocument, statementsOf } from '../containment/policy-text.js'
import { assertNever } from '../domain/assert-never.js'
import type { PlannedWrite } from '../domain/plan.js'
import { type EntityType, type IamEntityType, iamEntity } from '../domain/principal.js'
import { parseProfileArn } from '../domain/roles-anywhere.js'
import { shellWord } from './shell-word.js'

/** Which AWS the commands go to: null is AWS itself. */
export interface CommandRealm {
  readonly endpoint: string | null
}

/** What the commands are for. A profile of Roles Anywhere is found in the Region of its ARN. */
export interface UndoTarget {
  readonly type: EntityType
  readonly name: string
  readonly arn?: string
}

const sid = z.string().min(1)

/**
 * The AWS CLI commands that undo these writes by hand, keys first and the denial last, as a restore does it; none for writes
 * that took something off themselves. Each removal is preceded by the command that shows what is there. A policy is deleted
 * only if its `Sid` is still the one that was written; a managed policy and a key carry no mark, so people have to look.
 * Where the endpoint is not AWS each command names it: a card of an exercise must never send anybody to AWS itself.
 */
export function undoCommands(entity: UndoTarget, writes: readonly PlannedWrite[], realm: CommandRealm): string[] {
  const endpoint = realm.endpoint === null ? '' : ` --endpoint-url ${shellWord(realm.endpoint)}`
  return commandsWith(`aws${endpoint}`, entity, writes)
}

/**
 * The same for a report, which knows the realm by its id alone: its last part is `aws`, or the host of another endpoint. The
 * shell then refuses to run them until AWS_ENDPOINT_URL says where that is.
 */
export function undoCommandsOf(entity: UndoTarget, writes: readonly PlannedWrite[], realmId: string): string[] {
  const host = realmId.split('/').at(-1) ?? ''
  const endpoint =
    host === 'aws' ? '' : ` --endpoint-url "\${AWS_ENDPOINT_URL:?set it to the endpoint at ${plain(host)}}"`
  return commandsWith(`aws${endpoint}`, entity, writes)
}

function commandsWith(aws: string, entity: UndoTarget, writes: readonly PlannedWrite[]): string[] {
  return [...writes].reverse().flatMap((write) => {
    switch (write.kind) {
      case 'setProfileEnabled':
        return enable(aws, entity, 'profile', write.profileId)
      case 'setTrustAnchorEnabled':
        return enable(aws, entity, 'trust-anchor', write.trustAnchorId)
      default:
        return undoInIam(write, `${aws} iam`, entity)
    }
  })
}

/** Nothing of ours is on it that would tell whose doing it is: people have to look. */
function enable(aws: string, { arn }: UndoTarget, what: 'profile' | 'trust-anchor', id: string): string[] {
  const region = arn === undefined ? undefined : parseProfileArn(arn)?.region
  const target = `--${what}-id ${shellWord(id)}${region === undefined ? '' : ` --region ${shellWord(region)}`}`
  return [`${aws} rolesanywhere get-${what} ${target}`, `${aws} rolesanywhere enable-${what} ${target}`]
}

type IamWrite = Exclude<PlannedWrite, { kind: 'setProfileEnabled' | 'setTrustAnchorEnabled' }>

function undoInIam(write: IamWrite, iam: string, entity: UndoTarget): string[] {
  const { type, name } = iamEntity(entity)
  const target = `--${type}-name ${shellWord(name)}`
  switch (write.kind) {
    case 'putPolicy':
      return deletePolicy(iam, type, `${target} --policy-name ${shellWord(write.policyName)}`, write.document)
    case 'attachPolicy':
      return [
        `${iam} list-attached-${type}-policies ${target}`,
        `${iam} detach-${type}-policy ${target} --policy-arn ${shellWord(write.policyArn)}`,
      ]
    case 'setKeyStatus':
      return [
        `${iam} list-access-keys ${target}`,
        `${iam} update-access-key ${target} --access-key-id ${shellWord(write.accessKeyId)} --status ${opposite[write.status]}`,
      ]
    case 'deletePolicy':
    case 'detachPolicy':
      return []
    default:
      return assertNever(write, 'planned write')
  }
}

const opposite = { Active: 'Inactive', Inactive: 'Active' } as const

function deletePolicy(iam: string, type: IamEntityType, target: string, document: string): string[] {
  const look = `${iam} get-${type}-policy ${target}`
  const remove = `${iam} delete-${type}-policy ${target}`
  const ours = sidOf(document)
  if (ours === null) return [look, remove]
  const isOurs = `${look} --query 'PolicyDocument.Statement[0].Sid' --output text | grep -qx ${shellWord(ours)}`
  return [look, `${isOurs} && ${remove}`]
}

/** The mark of a document that we wrote. A revoke policy's date is filled in at the write, so the text cannot be compared. */
function sidOf(document: string): string | null {
  const decoded = decodePolicyDocument(document)
  if (!decoded.ok) return null
  const found = sid.safeParse(statementsOf(decoded.document)[0]?.Sid)
  return found.success ? found.data : null
}

/** What can stand inside double quotes in a shell: a host and its port. */
function plain(host: string): string {
  return host.replace(/[^\w.:[\]-]/g, '')
}
