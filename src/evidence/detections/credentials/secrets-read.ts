import { isTrueAt, textsUnder } from '../request-values.js'
import type { ActRule } from '../rule.js'
import { readOnce } from './read-over-and-over.js'

/**
 * Many secrets read by one actor: a program reads its own few over and over, a thief reads all of them once. A batch by filter reads
 * secrets that it does not name. ATT&CK T1555.006, cloud secrets management stores.
 */
export const secretsRead: ActRule = {
  kind: 'acts',
  id: 'secretsmanager-secrets-read',
  title: 'Secrets Manager secrets read in number',
  technique: 'T1555.006',
  tactic: 'credential-access',
  calls: { secretsmanager: 'GetSecretValue BatchGetSecretValue' },
  judge: (act, trail) => {
    const named = textsUnder(act.request, 'secretId', 'secretIdList')
    const isFilter = act.name === 'BatchGetSecretValue' && textsUnder(act.request, 'secretIdList').length === 0
    return {
      severity: isFilter ? 'medium' : 'informational',
      what: named.length > 0 ? `secret ${named.join(', ')}` : 'secrets by filter',
      subjects: named.length > 0 ? readOnce(act, named, trail) : [act.mark.eventId],
      why: isFilter ? ['a batch by filter reads secrets that it does not name'] : [],
    }
  },
  many: [
    { atLeast: 3, severity: 'low' },
    { atLeast: 6, severity: 'medium' },
    { atLeast: 12, severity: 'high' },
  ],
}

/**
 * Many parameters read. Decrypted ones are SecureStrings: passwords and keys; a path read recursively is all below it. ATT&CK
 * T1555.006. https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
 */
export const parametersRead: ActRule = {
  kind: 'acts',
  id: 'ssm-parameters-read',
  title: 'SSM parameters decrypted in number',
  technique: 'T1555.006',
  tactic: 'credential-access',
  calls: { ssm: 'GetParameter GetParameters GetParametersByPath GetParameterHistory' },
  judge: (act, trail) => {
    if (!isTrueAt(act.request, 'withDecryption')) return null
    const names = textsUnder(act.request, 'name', 'names', 'path')
    const isTree =
      act.name === 'GetParametersByPath' && (isTrueAt(act.request, 'recursive') || act.request.path === '/')
    return {
      severity: isTree && act.request.path === '/' ? 'medium' : 'informational',
      what: `parameter ${names.join(', ')}`,
      subjects: readOnce(act, names, trail),
      why: isTree ? ['a whole path was read'] : [],
    }
  },
  many: [
    { atLeast: 5, severity: 'low' },
    { atLeast: 10, severity: 'medium' },
    { atLeast: 30, severity: 'high' },
  ],
}
