import { attackToolUsed } from './access/attack-tool.js'
import { consoleWithoutMfa, passwordsGuessed, rootRecovered } from './access/console-sign-in.js'
import { rootUsed } from './access/root-used.js'
import { objectsRead } from './collection/objects-read.js'
import { accessKeyCreated, accessKeyReactivated, otherCredentialCreated } from './credentials/access-key-created.js'
import { assumeRoleAbuse } from './credentials/assume-role-abuse.js'
import { functionCredentialsElsewhere } from './credentials/function-credentials-elsewhere.js'
import { instanceCredentialsElsewhere } from './credentials/instance-credentials-elsewhere.js'
import { instanceCredentialsTried } from './credentials/instance-credentials-tried.js'
import { consoleCaptured, passwordDataRead, userDataRead, userDataTried } from './credentials/instance-secrets-read.js'
import { mintedKeyUsed } from './credentials/minted-key-used.js'
import { roleAssumptionDenied } from './credentials/role-assumption-denied.js'
import { parametersRead, secretsRead } from './credentials/secrets-read.js'
import {
  federationTokenObtained,
  rootAccessEnabled,
  rootAssumed,
  sessionTokenObtained,
  signinTokenObtained,
} from './credentials/session-token-abuse.js'
import { logBucketDeleted, shortLifecycle } from './defense/log-storage-tampering.js'
import { bedrockLoggingDeleted, logsDeleted, networkLogsDeleted } from './defense/logs-destroyed.js'
import { organizationChanged, regionEnabled } from './defense/organization-changed.js'
import { securityServiceDisabled } from './defense/security-service-disabled.js'
import { trailTampering } from './defense/trail-tampering.js'
import { watchersSilenced } from './defense/watchers-silenced.js'
import { deniedBurst } from './discovery/denied-burst.js'
import { enumerationBurst, identityEnumeration, instanceEnumeration } from './discovery/enumeration.js'
import { bedrockProbing, bedrockRegionsProbed, defenseProbing, sesProbing } from './discovery/service-probing.js'
import { commandSent, notebookScriptChanged, sessionStarted, userDataChanged } from './execution/code-on-instances.js'
import { computeInRegions } from './execution/compute-in-regions.js'
import { computeBought, instancesLaunched } from './execution/instances-launched.js'
import { lambdaCodeReplaced, lambdaLayerAdded, lambdaOpened, lambdaTriggered } from './execution/lambda-changed.js'
import { rolePassed } from './execution/role-passed.js'
import { ingressOpened } from './exfiltration/ingress-opened.js'
import { publicAccessAllowed, resourcePolicyOpened, resourceShared } from './exfiltration/resource-policy-opened.js'
import { snapshotBlocksRead } from './exfiltration/snapshot-blocks-read.js'
import { dataExported, sharedSnapshotTaken, snapshotShared } from './exfiltration/snapshot-shared.js'
import { boundaryRemoved } from './identity/boundary-removed.js'
import { clusterAccessGranted } from './identity/cluster-access.js'
import { accountAssigned, identityProviderChanged } from './identity/identity-provider.js'
import { keyQuarantined, quarantineRemoved } from './identity/key-quarantined.js'
import { loginProfileCreated, loginProfileUpdated } from './identity/login-profile.js'
import { policyAttached } from './identity/policy-attached.js'
import { policyVersionChanged } from './identity/policy-version-changed.js'
import { rightsThroughPassedRole } from './identity/rights-through-passed-role.js'
import { roleCreated, roleTrustChanged } from './identity/role-created.js'
import { rolesAnywhereProfile } from './identity/roles-anywhere-profile.js'
import { rolesAnywhereTrustAnchor } from './identity/roles-anywhere-trust-anchor.js'
import { selfEscalation } from './identity/self-escalation.js'
import { adminUserCreated, userAddedToGroup, userCreated } from './identity/user-created.js'
import { mfaRemoved, passwordPolicyChanged } from './identity/weakened-sign-in.js'
import { accessRemoved, activeUsersShutOut } from './impact/access-removed.js'
import { bedrockHijacked } from './impact/bedrock-hijacked.js'
import { domainGivenAway } from './impact/domain-given-away.js'
import { messagesHijacked } from './impact/messages-hijacked.js'
import { objectsDeleted, objectsEncrypted, versioningSuspended } from './impact/objects-destroyed.js'
import { backupsDeleted, kmsKeyDestroyed, resourcesDestroyed } from './impact/recovery-destroyed.js'
import { refreshTokenUsed } from './lateral/refresh-token-used.js'
import { keyPairCreated, serialConsoleUsed, sshKeyPushed } from './lateral/ssh-key-pushed.js'
import type { DetectionRule } from './rule.js'

/** Every rule there is but the one about a block, which must know when that took hold. */
export const allRules: readonly DetectionRule[] = [
  attackToolUsed,
  consoleWithoutMfa,
  passwordsGuessed,
  rootRecovered,
  rootUsed,
  accessKeyCreated,
  accessKeyReactivated,
  otherCredentialCreated,
  assumeRoleAbuse,
  functionCredentialsElsewhere,
  instanceCredentialsElsewhere,
  instanceCredentialsTried,
  consoleCaptured,
  passwordDataRead,
  userDataRead,
  userDataTried,
  mintedKeyUsed,
  roleAssumptionDenied,
  parametersRead,
  secretsRead,
  federationTokenObtained,
  rootAccessEnabled,
  rootAssumed,
  sessionTokenObtained,
  signinTokenObtained,
  boundaryRemoved,
  clusterAccessGranted,
  accountAssigned,
  identityProviderChanged,
  keyQuarantined,
  quarantineRemoved,
  loginProfileCreated,
  loginProfileUpdated,
  policyAttached,
  policyVersionChanged,
  roleCreated,
  roleTrustChanged,
  rolesAnywhereProfile,
  rolesAnywhereTrustAnchor,
  selfEscalation,
  rightsThroughPassedRole,
  adminUserCreated,
  userAddedToGroup,
  userCreated,
  mfaRemoved,
  passwordPolicyChanged,
  deniedBurst,
  enumerationBurst,
  identityEnumeration,
  instanceEnumeration,
  bedrockProbing,
  bedrockRegionsProbed,
  defenseProbing,
  sesProbing,
  commandSent,
  notebookScriptChanged,
  sessionStarted,
  userDataChanged,
  computeBought,
  computeInRegions,
  instancesLaunched,
  lambdaCodeReplaced,
  lambdaLayerAdded,
  lambdaOpened,
  lambdaTriggered,
  rolePassed,
  refreshTokenUsed,
  keyPairCreated,
  serialConsoleUsed,
  sshKeyPushed,
  ingressOpened,
  publicAccessAllowed,
  resourcePolicyOpened,
  resourceShared,
  dataExported,
  sharedSnapshotTaken,
  snapshotBlocksRead,
  snapshotShared,
  logBucketDeleted,
  shortLifecycle,
  bedrockLoggingDeleted,
  logsDeleted,
  networkLogsDeleted,
  organizationChanged,
  regionEnabled,
  securityServiceDisabled,
  trailTampering,
  watchersSilenced,
  accessRemoved,
  activeUsersShutOut,
  bedrockHijacked,
  domainGivenAway,
  messagesHijacked,
  objectsRead,
  objectsDeleted,
  objectsEncrypted,
  versioningSuspended,
  backupsDeleted,
  kmsKeyDestroyed,
  resourcesDestroyed,
]
