import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import {
  bits,
  boolean,
  der,
  generalizedTime,
  integer,
  nothing,
  objectId,
  octets,
  sequence,
  setOf,
  utf8,
} from './der.js'

export interface Name {
  readonly organisation: string
  readonly commonName: string
}

export interface CertificateOf {
  readonly subject: Name
  readonly issuer: Name
  readonly publicKey: KeyObject
  readonly signedBy: KeyObject
  readonly from: Date
  readonly to: Date
  readonly isAuthority?: boolean
  readonly dnsNames?: readonly string[]
}

const SERIAL = 7

/** An X.509 certificate (RFC 5280, version 3, SHA-256 with RSA) as PEM. */
export function makeCertificate(of: CertificateOf): string {
  const algorithm = sequence(objectId('1.2.840.113549.1.1.11'), nothing)
  const body = sequence(
    der(0xa0, integer(2)),
    integer(SERIAL),
    algorithm,
    nameOf(of.issuer),
    sequence(generalizedTime(of.from), generalizedTime(of.to)),
    nameOf(of.subject),
    createPublicKey(of.publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(basicConstraints(of.isAuthority ?? false), ...alternativeNames(of.dnsNames ?? []))),
  )
  const whole = sequence(body, algorithm, bits(sign('RSA-SHA256', body, of.signedBy)))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

export function rsaKeys(modulusLength = 2048) {
  return generateKeyPairSync('rsa', { modulusLength })
}

function nameOf({ organisation, commonName }: Name): Buffer {
  return sequence(
    setOf(sequence(objectId('2.5.4.10'), utf8(organisation))),
    setOf(sequence(objectId('2.5.4.3'), utf8(commonName))),
  )
}

function basicConstraints(isAuthority: boolean): Buffer {
  const value = isAuthority ? sequence(boolean(true)) : sequence()
  return sequence(objectId('2.5.29.19'), boolean(true), octets(value))
}

function alternativeNames(names: readonly string[]): Buffer[] {
  if (names.length === 0) return []
  const value = sequence(...names.map((name) => der(0x82, Buffer.from(name))))
  return [sequence(objectId('2.5.29.17'), octets(value))]
}
