import { z } from 'zod'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { type Json, jsonSchema } from '../../../src/domain/canonical-json.js'

const fields = z.record(z.string(), jsonSchema)
const guardDutyEvent = z.object({ detail: fields.and(z.object({ service: z.object({ detectorId: z.string() }) })) })
const securityHubEvent = z.object({ detail: z.object({ findings: z.array(fields) }) })

/** Lets AWS itself have a finding, so that it confirms it when it is asked. What is no finding of AWS's own it cannot have. */
export function letAwsKnow({ account }: SimulatedAccount, source: string, payload: Json): void {
  const ofGuardDuty = source === 'guardduty' ? guardDutyEvent.safeParse(payload).data : undefined
  if (ofGuardDuty !== undefined) {
    const { detectorId } = ofGuardDuty.detail.service
    const kept = account.guardDutyFindings.get(detectorId) ?? []
    account.guardDutyFindings.set(detectorId, [...kept, ofGuardDuty.detail])
  }
  const ofSecurityHub = source === 'security-hub' ? securityHubEvent.safeParse(payload).data : undefined
  account.securityHubFindings.push(...(ofSecurityHub?.detail.findings ?? []))
}
