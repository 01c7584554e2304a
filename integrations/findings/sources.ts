import { parseDetective } from './detective/parse-detective.js'
import { parseElastic } from './elastic/parse-elastic.js'
import type { ParsePayload } from './finding-source.js'
import { parseGeneric } from './generic/parse-generic.js'
import { parseGuardDutyPayload } from './guardduty/parse-guardduty-payload.js'
import { oneEach } from './parse-each.js'
import { parseSecurityHub } from './security-hub/parse-security-hub.js'
import { parseSns } from './sns/parse-sns.js'
import { parseSplunk } from './splunk/parse-splunk.js'

/**
 * What a payload may be sent as: a source of findings, or the carrier `sns`, whose findings are of the service inside. Every
 * one can be read, which `ingest` tries; which of them is served over HTTP is for the configuration to say.
 */
export const findingSources = {
  guardduty: parseGuardDutyPayload,
  'security-hub': parseSecurityHub,
  detective: parseDetective,
  splunk: oneEach(parseSplunk),
  elastic: parseElastic,
  generic: parseGeneric,
  sns: parseSns,
} as const satisfies Readonly<Record<string, ParsePayload>>

export type PayloadSource = keyof typeof findingSources

export const payloadSources = [
  'guardduty',
  'security-hub',
  'detective',
  'splunk',
  'elastic',
  'generic',
  'sns',
] as const satisfies readonly PayloadSource[]
