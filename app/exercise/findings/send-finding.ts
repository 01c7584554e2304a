import { fillJson, type Placeholder } from '../../../exercises/placeholders.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import type { FindingAnswer } from '../../../exercises/stage.js'
import type { Finding } from '../../../src/domain/finding.js'
import { type Opened, openIncident } from '../../../src/incidents/open-incident.js'
import type { BlockRealm } from '../../../src/incidents/request-block.js'
import { accusedHere } from '../../../src/routing/accused-here.js'
import { intakeSources, judgePayload } from '../../intake.js'
import { realmForFinding } from '../../realm-for-finding.js'
import { type FindingPlace, NothingToFindError } from './finding-facts.js'
import { letAwsKnow } from './known-to-aws.js'
import { type MadePayload, makeFinding } from './make-finding.js'

export interface SendingPlace extends FindingPlace {
  readonly meaningOf: (placeholder: Placeholder) => string | null
  /** At least one, each of its own account. */
  readonly realms: readonly BlockRealm[]
}

export type PreparingPlace = Omit<SendingPlace, 'realms'>

/** What its source would send, which AWS itself then has where it is no forgery. Refused: what it is to be about is not there. */
export function preparePayload(
  place: PreparingPlace,
  inject: InjectOf<'finding'>,
): MadePayload | Extract<FindingAnswer, { status: 'refused' }> {
  const { source, forged } = inject
  const sent = payloadOf(place, inject)
  if ('status' in sent || forged) return sent
  letAwsKnow(place.accounts, source, sent.payload)
  if (sent.ofGuardDuty !== null) letAwsKnow(place.accounts, 'guardduty', sent.ofGuardDuty)
  return sent
}

/** Takes a finding in as the web server does, from its payload on: parsed, judged, and opened where its account is served. */
export async function sendFinding(place: SendingPlace, inject: InjectOf<'finding'>): Promise<FindingAnswer> {
  const { source } = inject
  const sent = preparePayload(place, inject)
  if ('status' in sent) return sent
  const parser = intakeSources.find(({ name }) => name === source)
  if (parser === undefined) return { status: 'refused', reason: `There is no source ${source}.` }
  const intake = judgePayload(parser, Buffer.from(JSON.stringify(sent.payload)), null)
  if (!intake.accepted) return { status: 'refused', reason: intake.reason }
  const answers: FindingAnswer[] = []
  for (const finding of intake.findings) answers.push(await open(place.realms, finding))
  const taken = answers.find(({ status }) => status !== 'refused')
  return taken ?? answers[0] ?? { status: 'refused', reason: 'The payload holds no finding.' }
}

/** Refused: what it is to be about is not there, or not yet. */
function payloadOf(
  place: PreparingPlace,
  { id, source, payload = {}, make }: InjectOf<'finding'>,
): ReturnType<typeof preparePayload> {
  if (make === undefined) return { payload: fillJson(payload, place.meaningOf), ofGuardDuty: null }
  try {
    return makeFinding(place, source, id, make)
  } catch (error) {
    if (error instanceof NothingToFindError) return { status: 'refused', reason: error.message }
    throw error
  }
}

async function open(realms: readonly BlockRealm[], finding: Finding): Promise<FindingAnswer> {
  const served = realms.map(({ realm }) => realm)
  const about = accusedHere(finding, served)
  const chosen = realmForFinding(about, served)
  if ('refused' in chosen) return { status: 'refused', reason: chosen.refused }
  const home = realms.find(({ realm }) => realm === chosen.realm)
  if (home === undefined) throw new Error(`No realm serves account ${about.accountId}.`)
  return answerOf(await openIncident(home.engine, about, home.openingOf(about)))
}

function answerOf({ status, incidentId }: Opened): FindingAnswer {
  return { status, incident: incidentId }
}
