import { isFalseAt, textAt } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'

/** These stop a service that watches, or its records; the others of the rule blind it in part. */
const stops =
  /^(DeleteDetector|StopConfigurationRecorder|DeleteConfigurationRecorder|DeleteDeliveryChannel|DisableSecurityHub|DisableSecurityHubV2|DisableMacie|Disable|DeleteAnalyzer|DeleteGraph|StopMonitoringMembers|DisassociateFrom(Master|Administrator)Account|DisableOrganizationAdminAccount|DeletePublishingDestination|DeleteWebACL|DeleteLoggingConfiguration|DeleteSubscription)$/

/**
 * GuardDuty, Config, Security Hub, Macie, Inspector, Detective, Access Analyzer, WAF or Shield switched off or blinded. ATT&CK T1562.001.
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html
 */
export const securityServiceDisabled: ActRule = {
  kind: 'acts',
  id: 'security-service-disabled',
  title: 'Security service switched off or blinded',
  technique: 'T1562.001',
  tactic: 'defense-evasion',
  calls: {
    guardduty:
      'DeleteDetector UpdateDetector CreateFilter UpdateFilter CreateIPSet UpdateIPSet DeleteMembers DisassociateMembers ' +
      'StopMonitoringMembers DisassociateFromMasterAccount DisassociateFromAdministratorAccount DeletePublishingDestination ' +
      'DeleteThreatIntelSet DisableOrganizationAdminAccount ArchiveFindings UpdateMalwareScanSettings',
    config:
      'StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel DeleteConfigRule DeleteConformancePack',
    securityhub:
      'DisableSecurityHub DisableSecurityHubV2 BatchDisableStandards DisassociateFromAdministratorAccount DisassociateMembers ' +
      'DeleteMembers DisableImportFindingsForProduct DisableOrganizationAdminAccount',
    macie2: 'DisableMacie DisassociateFromAdministratorAccount UpdateMacieSession',
    rds: 'StopActivityStream',
    inspector2: 'Disable DisassociateMember',
    detective: 'DeleteGraph DisassociateMembership DeleteMembers',
    'access-analyzer': 'DeleteAnalyzer CreateArchiveRule',
    wafv2: 'DeleteWebACL DisassociateWebACL DeleteLoggingConfiguration',
    shield: 'DeleteSubscription DeleteProtection',
  },
  judge: (act) => {
    if (act.name === 'UpdateDetector') {
      return isFalseAt(act.request, 'enable')
        ? { severity: 'high', what: 'GuardDuty suspended' }
        : { severity: 'low', what: whatOf(act) }
    }
    if (act.name === 'UpdateMacieSession') {
      return textAt(act.request, 'status') === 'PAUSED' ? { severity: 'high', what: 'Macie suspended' } : null
    }
    const isArchive = /Filter$/.test(act.name)
    if (isArchive && textAt(act.request, 'action')?.toUpperCase() !== 'ARCHIVE') return null
    const isWatcher = act.service !== 'wafv2' && act.service !== 'shield'
    return { severity: stops.test(act.name) && isWatcher ? 'high' : 'medium', what: whatOf(act) }
  },
}
