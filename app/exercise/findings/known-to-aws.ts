import { z } from 'zod'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import type { WorldAccounts } from '../world-accounts.js'

const fields = z.record(z.string(), jsonSchema)
const guardDutyEvent = z.object({
  detail: fields.and(z.object({ accountId: z.string(), service: z.object({ detectorId: z.string() }) })),
})
const securityHubEvent = z.object({
  detail: z.object({ findings: z.array(fields.and(z.object({ AwsAccountId: z.string() }))) }),
})

/** Lets AWS itself have a finding, so that it confirms it when it is asked. What is no finding of AWS's own it cannot have. */
export function letAwsKnow(accounts: WorldAccounts, source: string, payload: Json): void {
  const ofGuardDuty = source === 'guardduty' ? guardDutyEvent.safeParse(payload).data : undefined
  if (ofGuardDuty !== undefined) {
    const { accountId, service } = ofGuardDuty.detail
    const findings = (accounts.find(accountId) ?? accounts.first).account.guardDutyFindings
    findings.set(service.detectorId, [...(findings.get(service.detectorId) ?? []), ofGuardDuty.detail])
  }
  const ofSecurityHub = source === 'security-hub' ? securityHubEvent.safeParse(payload).data : undefined
  for (const finding of ofSecurityHub?.detail.findings ?? []) {
    const account = accounts.find(finding.AwsAccountId) ?? accounts.first
    account.account.securityHubFindings.push(finding)
  }
}
