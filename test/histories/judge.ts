import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { EntityRef } from '../../src/domain/principal.js'
import { entities } from './account-seed.js'
import { type CustomerModel, keyOf, type OwnedEntity, type ShownEntity, showEntity } from './customer-model.js'
import type { RecordedBlock } from './recorded-blocks.js'

/**
 * What is wrong with the account once everything is quiet: it must hold exactly what its owner left there and what the
 * incidents say of themselves that it holds, and "contained" must be true.
 */
export function judge(account: SimulatedAccount, model: CustomerModel, blocks: readonly RecordedBlock[]): string[] {
  return entities.flatMap((entity) => {
    const shown = showEntity(account, entity)
    const here = blocks.filter(({ plan }) => plan.entity.uniqueId === shown.uniqueId)
    const wrong = [
      ...wrongPolicies(model.of(entity), shown, here),
      ...wrongAttachments(model.of(entity), shown, here),
      ...wrongKeys(model.of(entity), shown, here),
      ...wrongGroups(model.of(entity), shown),
      ...gaps(entity, shown, here),
    ]
    return wrong.map((what) => `${keyOf(entity)}: ${what}`)
  })
}

function wrongPolicies({ inline, edits }: OwnedEntity, shown: ShownEntity, blocks: readonly RecordedBlock[]): string[] {
  const lost = [...inline].flatMap(([name, document]) =>
    shown.inline[name] === document ? [] : [`its owner's policy ${name} is ${shown.inline[name] ?? 'gone'}`],
  )
  const strange = Object.entries(shown.inline).flatMap(([name, document]) => {
    if (inline.has(name) || edits.get(name) === document) return []
    const block = blocks.find(({ plan, policies }) => policies.has(name) && isMarked(document, plan.containmentId))
    return block === undefined ? [`nobody's record knows of ${name}: ${document}`] : []
  })
  return [...lost, ...strange]
}

/** The Sid that says whose text it is, put together here from the containment's id alone. */
function isMarked(document: string, containmentId: string): boolean {
  const id = containmentId.replace('_', '')
  return ['Tourniquet', 'TourniquetSession', 'TourniquetRevoke'].some((word) =>
    document.includes(`"Sid":"${word}${id}"`),
  )
}

function wrongAttachments({ attached }: OwnedEntity, shown: ShownEntity, blocks: readonly RecordedBlock[]): string[] {
  const lost = [...attached].filter((arn) => !shown.attached.includes(arn))
  const strange = shown.attached.filter((arn) => !attached.has(arn) && !blocks.some((block) => block.attached.has(arn)))
  return [
    ...lost.map((arn) => `its owner's ${arn} was detached`),
    ...strange.map((arn) => `nobody's record knows who attached ${arn}`),
  ]
}

function wrongKeys({ keys }: OwnedEntity, shown: ShownEntity, blocks: readonly RecordedBlock[]): string[] {
  return Object.entries(shown.keys).flatMap(([id, status]) => {
    const wanted = keys.get(id)
    if (wanted === undefined) return [`nobody knows the key ${id}`]
    if (status === wanted) return []
    const isOurs = status === 'Inactive' && blocks.some(({ keysOff }) => keysOff.has(id))
    return isOurs ? [] : [`its owner wants ${id} ${wanted}, and it is ${status}`]
  })
}

function wrongGroups({ groups }: OwnedEntity, shown: ShownEntity): string[] {
  return [...groups].sort().join() === [...shown.groups].sort().join() ? [] : [`it is in the groups ${shown.groups}`]
}

/** Everything that was written stands where an incident is contained, since its last look was after the last change. */
function gaps(entity: EntityRef, shown: ShownEntity, blocks: readonly RecordedBlock[]): string[] {
  return blocks.flatMap(({ incident, plan }) => {
    const isCurrent = incident.snapshot.context.containmentId === plan.containmentId
    if (incident.state !== 'contained' || !isCurrent) return []
    return plan.writes.flatMap((write) => {
      const isThere =
        write.kind === 'putPolicy'
          ? isMarked(shown.inline[write.policyName] ?? '', plan.containmentId)
          : write.kind === 'attachPolicy'
            ? shown.attached.includes(write.policyArn)
            : write.kind !== 'setKeyStatus' || shown.keys[write.accessKeyId] !== 'Active'
      return isThere
        ? []
        : [`${incident.id} is contained, and on ${keyOf(entity)} there is not ${JSON.stringify(write)}`]
    })
  })
}
