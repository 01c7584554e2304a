import { fillJson, type Placeholder } from '../../../exercises/placeholders.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import type { FindingAnswer } from '../../../exercises/stage.js'
import type { Finding } from '../../../src/domain/finding.js'
import { type Opened, openIncident } from '../../../src/incidents/open-incident.js'
import type { BlockRealm } from '../../../src/incidents/request-block.js'
import { accusedHere } from '../../../src/routing/accused-here.js'
import { intakeSources, judgePayload } from '../../intake.js'
import { realmForFinding } from '../../realm-for-finding.js'
import { letAwsKnow } from './known-to-aws.js'
import { type FindingPlace, makeFinding } from './make-finding.js'

export interface SendingPlace extends FindingPlace {
  readonly meaningOf: (placeholder: Placeholder) => string | null
  readonly realm: BlockRealm
}

/** Takes a finding in as the web server does, from its payload on: parsed, judged, and opened where its account is served. */
export async function sendFinding(place: SendingPlace, inject: InjectOf<'finding'>): Promise<FindingAnswer> {
  const { id, source, payload = {}, make, forged } = inject
  const sent = make === undefined ? fillJson(payload, place.meaningOf) : makeFinding(place, id, make)
  if (!forged) letAwsKnow(place.account, source, sent)
  const parser = intakeSources.find(({ name }) => name === source)
  if (parser === undefined) return { status: 'refused', reason: `There is no source ${source}.` }
  const intake = judgePayload(parser, Buffer.from(JSON.stringify(sent)), null)
  if (!intake.accepted) return { status: 'refused', reason: intake.reason }
  const answers: FindingAnswer[] = []
  for (const finding of intake.findings) answers.push(await open(place.realm, finding))
  const taken = answers.find(({ status }) => status !== 'refused')
  return taken ?? answers[0] ?? { status: 'refused', reason: 'The payload holds no finding.' }
}

async function open({ realm, engine, openingOf }: BlockRealm, finding: Finding): Promise<FindingAnswer> {
  const about = accusedHere(finding, [realm])
  const chosen = realmForFinding(about, [realm])
  if ('refused' in chosen) return { status: 'refused', reason: chosen.refused }
  return answerOf(await openIncident(engine, about, openingOf(about)))
}

function answerOf({ status, incidentId }: Opened): FindingAnswer {
  return { status, incident: incidentId }
}
