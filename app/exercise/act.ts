import type { ActAnswer, PersonalAct } from '../../exercises/moves.js'
import { assertNever } from '../../src/domain/assert-never.js'
import { addNote } from '../../src/incidents/add-note.js'
import { answerOwner } from '../../src/incidents/answer-owner.js'
import { askOwner } from '../../src/incidents/ask-owner.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { type BrakedRealm, changeBrakes } from '../../src/incidents/change-brakes.js'
import { decide } from '../../src/incidents/decide.js'
import { namePrincipal } from '../../src/incidents/name-principal.js'
import { type PersonRequest, request } from '../../src/incidents/request.js'
import { type BlockRealm, requestBlock } from '../../src/incidents/request-block.js'

/** Where people act: one realm, as every way in to the product has it. */
export interface ActPlace {
  readonly realm: BlockRealm & BrakedRealm
  readonly rules: ApprovalRules
}

type OnIncident = Exclude<PersonalAct, { kind: 'requestBlock' | 'freeze' | 'unfreeze' }>

/** Carries out what a person does, by the product's own use case. Refused with its own code and sentence. */
export async function actAs({ realm, rules }: ActPlace, by: string, act: PersonalAct): Promise<ActAnswer> {
  switch (act.kind) {
    case 'requestBlock': {
      const asked = await requestBlock([realm], rules, { by, arn: act.arn, reason: act.reason, severity: null })
      return asked.status === 'refused' ? asked : done(`The block was asked for: ${asked.status}.`, asked.incidentId)
    }
    case 'freeze':
    case 'unfreeze': {
      const wish = { verb: act.kind, accountId: realm.accountId, reason: act.reason }
      const changed = await changeBrakes([realm], { by, rules }, wish)
      return changed.status === 'refused' ? changed : done(changed.detail, null)
    }
    default:
      return await onIncident({ realm, rules }, by, act)
  }
}

async function onIncident({ realm, rules }: ActPlace, by: string, act: OnIncident): Promise<ActAnswer> {
  const { engine } = realm
  const { incident } = act
  switch (act.kind) {
    case 'decide': {
      const { question, decision, planDigest, reason } = act
      const decided = await decide(engine, rules, incident, { question, decision, planDigest, reason, by })
      return decided.status === 'refused' ? decided : done(`It counts; the incident is in ${decided.state}.`, incident)
    }
    case 'note': {
      const note = { by, text: act.text, author: '', permalink: null, source: 'api', writtenAt: null } as const
      const added = await addNote(engine, rules, incident, note)
      return added.status === 'refused' ? added : done('It is on the timeline.', incident)
    }
    case 'name': {
      const wish = { by, arn: act.arn, reason: act.reason }
      const named = await namePrincipal(engine, rules, realm.realm, incident, wish)
      return named.status === 'refused' ? named : done(`The incident is about ${act.arn}.`, named.incidentId)
    }
    case 'askOwner': {
      const asked = await askOwner(engine, rules, incident, { by, owner: act.owner })
      return asked.status === 'refused' ? asked : done(`${act.owner} was asked.`, incident)
    }
    case 'answerOwner': {
      const answered = await answerOwner(engine, incident, { by, owner: by, wasMe: act.wasMe })
      return answered.status === 'refused' ? answered : done('The answer is on the record.', incident)
    }
    default: {
      const asked = await request(engine, rules, incident, by, act.reason, wishOf(act))
      return asked.status === 'refused' ? asked : done(`The incident is in ${asked.state}.`, incident)
    }
  }
}

type Request = Extract<OnIncident, { kind: 'requestRestore' | 'retry' | 'close' | 'vouch' | 'scope' }>

function wishOf(act: Request): PersonRequest {
  switch (act.kind) {
    case 'requestRestore':
      return { ask: 'restore', restoreAs: act.restoreAs }
    case 'scope':
      return { ask: 'scope', scope: act.scope }
    case 'retry':
    case 'close':
    case 'vouch':
      return { ask: act.kind }
    default:
      return assertNever(act, 'act')
  }
}

function done(says: string, incident: string | null): ActAnswer {
  return { status: 'done', says, incident }
}
