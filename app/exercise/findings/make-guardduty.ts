import { guardDutySample } from '../../../integrations/findings/guardduty/sample.js'
import { aboutUser } from '../../demo/demo-finding.js'
import type { FindingFacts } from './finding-facts.js'
import { placeOfAccount } from './finding-facts.js'

const USUAL = 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS'

/** The EventBridge event that GuardDuty sends about a role's session or a user's access key. */
export function makeGuardDuty({ accused, type, severity, id, ...times }: FindingFacts) {
  const { name, uniqueId, session, accessKeyId, sourceIp, account } = accused
  const sample = guardDutySample({
    ...placeOfAccount(account),
    roleName: name,
    roleId: uniqueId,
    sessionName: session ?? '',
    accessKeyId,
    findingId: id,
    type: type ?? USUAL,
    severity,
    ...times,
    remoteIp: sourceIp,
  })
  if (accused.type === 'role') return sample
  const { detail } = aboutUser(sample, { name, uniqueId, accessKeyId })
  return { ...sample, detail: { ...detail, type: type ?? USUAL } }
}
