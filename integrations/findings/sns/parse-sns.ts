import { quoteText } from '../../../src/domain/quote-text.js'
import { parseDetective } from '../detective/parse-detective.js'
import { malformed, notOurs, type ParsePayload, type PayloadParse } from '../finding-source.js'
import { parseGuardDutyPayload } from '../guardduty/parse-guardduty-payload.js'
import { joinParses, MAX_FINDINGS } from '../parse-each.js'
import { readJson } from '../read-json.js'
import { parseSecurityHub } from '../security-hub/parse-security-hub.js'
import { firstIssue } from '../shared/first-issue.js'
import { fieldsOf } from '../shared/values-at.js'
import { snsMessageSchema } from './sns-schema.js'

/**
 * What is inside of a message of SNS, judged by the parser of the AWS service that it is of. A message that asks for a
 * subscription to be confirmed, and whatever else a topic carries, is not ours. Never throws, and never fetches anything.
 */
export function parseSns(payload: unknown): PayloadParse {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return malformed('The payload is not a JSON object.')
  }
  const records = fieldsOf(payload).get('Records')
  return Array.isArray(records) ? parseRecords(records) : parseMessage(payload)
}

function parseRecords(records: readonly unknown[]): PayloadParse {
  if (records.length === 0) return malformed('The payload holds no message of SNS.')
  if (records.length > MAX_FINDINGS) return malformed(`The payload holds more than ${MAX_FINDINGS} messages.`)
  return joinParses(records.map((record) => parseMessage(fieldsOf(record).get('Sns') ?? null)))
}

function parseMessage(envelope: unknown): PayloadParse {
  if (!fieldsOf(envelope).has('Type')) return notOurs('This is not a message of SNS: it has no Type.')
  const message = snsMessageSchema.safeParse(envelope)
  if (!message.success) return malformed(`The message of SNS cannot be read: ${firstIssue(message.error)}.`)
  const { Type, Message } = message.data
  if (Type === 'SubscriptionConfirmation' || Type === 'UnsubscribeConfirmation') {
    return notOurs(`The message is a ${Type}: it carries no finding, and no address in it is visited.`)
  }
  if (Type !== 'Notification') return notOurs(`The message is of the type ${quoteText(Type)}, not "Notification".`)
  return parseInside(Message)
}

function parseInside(text: string): PayloadParse {
  if (!/^\s*[{[]/.test(text)) return notOurs('The message inside is a text, not a finding: a topic may carry others.')
  const read = readJson(Buffer.from(text))
  if (!read.ok) return malformed(`Of the message inside of SNS: ${read.reason}`)
  const parse = parserFor(read.payload)
  if (parse !== undefined) return parse(read.payload)
  return notOurs(
    'The message inside is of none of the services whose findings are read (GuardDuty, Security Hub, Detective).',
  )
}

/** By what the message says of itself; an envelope of EventBridge names its service, and bare findings show it. */
function parserFor(payload: unknown): ParsePayload | undefined {
  const fields = fieldsOf(Array.isArray(payload) ? payload[0] : payload)
  if (fields.has('detail')) {
    if (fields.get('source') === 'aws.guardduty') return parseGuardDutyPayload
    return fields.get('source') === 'aws.securityhub' ? parseSecurityHub : undefined
  }
  if (fields.has('InvestigationId') || fields.has('InvestigationDetails')) return parseDetective
  const list = fields.get('Findings') ?? fields.get('findings')
  const finding = Array.isArray(list) ? fieldsOf(list[0]) : fields
  if (finding.has('ProductArn') || finding.has('class_uid')) return parseSecurityHub
  return finding.has('service') || finding.has('Service') ? parseGuardDutyPayload : undefined
}
