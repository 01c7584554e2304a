import { detectiveGuide, snsGuide, sqsGuide } from './aws-guides.js'
import { guardDutyGuide, securityHubGuide } from './eventbridge-guide.js'
import type { GuideSetting } from './guide.js'
import { elasticGuide, genericGuide, splunkGuide } from './vendor-guides.js'

/** What to set up at the sender of each source, and what to paste where. No guide holds a secret. */
export const guides = {
  guardduty: guardDutyGuide,
  'security-hub': securityHubGuide,
  detective: detectiveGuide,
  splunk: splunkGuide,
  elastic: elasticGuide,
  generic: genericGuide,
  sns: snsGuide,
  sqs: sqsGuide,
} as const satisfies Readonly<Record<string, (setting: GuideSetting) => string>>

export type GuideName = keyof typeof guides

export const guideNames = [
  'guardduty',
  'security-hub',
  'detective',
  'splunk',
  'elastic',
  'generic',
  'sns',
  'sqs',
] as const satisfies readonly GuideName[]
