import type { PartProblem, StageKinds } from '../../exercises/stage-kinds.js'
import type { Json } from '../../src/domain/canonical-json.js'
import { describeMachine } from '../../src/engine/describe-machine.js'
import { intakeSources, judgePayload } from '../intake.js'
import { newestPlaybooks } from '../playbooks.js'
import { checkAccount } from './check-account.js'
import { canMake } from './findings/make-finding.js'
import { techniques } from './techniques/techniques.js'
import { whyNotAssumed } from './why-not-assumed.js'

/** What the stages here can be asked for. */
export const stageKinds: StageKinds = {
  playbooks: newestPlaybooks.map(({ name, machine }) => ({
    name,
    states: describeMachine(name, machine).states.map(({ id }) => id),
  })),
  techniques,
  checkAccount,
  whyNotAssumed,
  checkPayload,
  canMake,
}

function checkPayload(source: string, payload: Json): PartProblem[] {
  const parser = intakeSources.find(({ name }) => name === source)
  if (parser === undefined) return [{ path: [], what: `there is no source ${source}`, cure: 'Name another one.' }]
  const intake = judgePayload(parser, Buffer.from(JSON.stringify(payload)), null)
  if (intake.accepted) return []
  const cure = `Give what ${source} really sends: \`tourniquet ingest --source ${source} --dry-run\` tries a payload.`
  return [{ path: [], what: lowerFirst(intake.reason), cure }]
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}`
}
