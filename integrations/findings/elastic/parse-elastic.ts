import type { Principal } from '../../../src/domain/principal.js'
import { type FindingParse, malformed, notOurs, type PayloadParse } from '../finding-source.js'
import { parseEach } from '../parse-each.js'
import { firstIssue } from '../shared/first-issue.js'
import { keepFinding } from '../shared/keep-finding.js'
import { anyMoment } from '../shared/moment.js'
import { severityOfScore, severityOfWord, UNTOLD_SEVERITY } from '../shared/severity-of.js'
import { titleText } from '../shared/title-text.js'
import { fieldsOf, valuesAt } from '../shared/values-at.js'
import { elasticActor } from './elastic-actor.js'
import { type ElasticBody, elasticBodySchema } from './elastic-schema.js'
import { elasticSubject } from './elastic-subject.js'

type Rule = ElasticBody['rule']

/**
 * Elastic's alerts: the connector's body, a search's answer (`hits.hits`), a list, or one document. Ours are alerts that are
 * open and hold a caller of AWS. Never throws; nothing that a document links to is fetched.
 */
export function parseElastic(payload: unknown): PayloadParse {
  if (typeof payload !== 'object' || payload === null) return malformed('The payload is not a JSON object.')
  if (Array.isArray(payload)) return parseEach(payload, (item) => parseAlert(item, null))
  const fields = fieldsOf(payload)
  if (fields.has('alerts')) return parseBody(payload)
  const hits = fieldsOf(fields.get('hits')).get('hits')
  return parseEach(Array.isArray(hits) ? hits : [payload], (item) => parseAlert(item, null))
}

function parseBody(payload: object): PayloadParse {
  const body = elasticBodySchema.safeParse(payload)
  if (!body.success) return malformed(`The connector's body cannot be read: ${firstIssue(body.error)}.`)
  return parseEach(body.data.alerts, (item) => parseAlert(item, body.data.rule))
}

function parseAlert(item: unknown, rule: Rule): FindingParse {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return malformed('The alert is not a JSON object.')
  }
  const hit = fieldsOf(item)
  const document = hit.get('_source') ?? hit.get('fields') ?? item
  const at = (path: string) => valuesAt(document, path)[0]
  const status = at('kibana.alert.workflow_status')
  if (status === 'closed' || at('kibana.alert.status') === 'recovered') {
    return notOurs('The alert is closed: somebody has put it aside in Elastic.')
  }
  const principal = elasticActor(document)
  if (principal === undefined) {
    return notOurs('The alert holds no caller of AWS (aws.cloudtrail.user_identity), so it accuses no IAM principal.')
  }
  const id = at('kibana.alert.uuid') ?? (typeof hit.get('_id') === 'string' ? String(hit.get('_id')) : undefined)
  if (id === undefined) return malformed('The alert has no id: neither kibana.alert.uuid nor _id is there.')
  if (!/^[\x21-\x7e]{1,512}$/.test(id)) return malformed('The alert cannot be read: kibana.alert.uuid: not an id.')
  return toFinding({ document, id, rule, principal })
}

interface Alert {
  readonly document: unknown
  readonly id: string
  readonly rule: Rule
  readonly principal: Principal
}

function toFinding({ document, id, rule, principal }: Alert): FindingParse {
  const at = (...paths: readonly string[]) => paths.flatMap((path) => valuesAt(document, path))[0]
  const time = (...paths: readonly string[]) => anyMoment(at(...paths))
  const updatedAt = time('@timestamp', 'kibana.alert.last_detected', 'kibana.alert.start')
  if (updatedAt === null) return malformed('The alert cannot be read: @timestamp: not a date and time.')
  const seenAt = time('kibana.alert.original_time', 'event.created') ?? updatedAt
  const subject = elasticSubject(document)
  const name = at('kibana.alert.rule.name') ?? rule?.name ?? ''
  // The id by which Elastic ships its rules: names change, and every space gives a rule another id of its own.
  const type = at('kibana.alert.rule.rule_id') ?? rule?.id ?? name
  return keepFinding(
    {
      source: 'elastic',
      sourceId: id,
      type: titleText(type).slice(0, 512).toWellFormed(),
      title: titleText(name),
      severity: severityOf(at('kibana.alert.risk_score'), at('kibana.alert.severity')),
      sample: false,
      trusted: true,
      accountId: principal.accountId,
      region: regionOf(at('cloud.region', 'aws.cloudtrail.aws_region')),
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      updatedAt,
      count: 1,
      principal,
      ...(subject === undefined ? {} : { subject }),
    },
    'alert',
  )
}

function severityOf(score: string | undefined, word: string | undefined): number {
  return severityOfScore(score === undefined ? null : Number(score)) ?? severityOfWord(word) ?? UNTOLD_SEVERITY
}

function regionOf(text: string | undefined): string {
  return text !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(text) ? text : ''
}
