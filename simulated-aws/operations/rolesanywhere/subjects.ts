import type { X509Certificate } from 'node:crypto'
import type { Account } from '../../account/account.js'
import { randomUuid } from '../../account/identifiers.js'
import { type Anywhere, anywhereArn, type Subject } from './anywhere-state.js'

/** Roles Anywhere knows a certificate by its subject's name from the first time that a trust anchor accepts it. */
export function noteSubject(
  account: Account,
  { subjects }: Anywhere,
  { certificate, region }: { certificate: X509Certificate; region: string },
): Subject {
  const now = account.now()
  const x509Subject = certificate.subject.split('\n').reverse().join(',')
  const known = [...subjects.values()].find((one) => one.x509Subject === x509Subject && one.region === region)
  const subject = known ?? newSubject(account, region, x509Subject)
  subject.lastSeenAt = now
  subject.updatedAt = now
  subject.serialNumbers.add(certificate.serialNumber)
  subjects.set(subject.id, subject)
  return subject
}

function newSubject(account: Account, region: string, x509Subject: string): Subject {
  const id = randomUuid(account.random)
  const now = account.now()
  const arn = anywhereArn(account, region, `subject/${id}`)
  return { id, arn, region, x509Subject, createdAt: now, updatedAt: now, lastSeenAt: now, serialNumbers: new Set() }
}
