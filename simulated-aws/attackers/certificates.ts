import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { der } from './der.js'

/** Somebody's certificate with its key: an authority's, or one that an authority issued. */
export type Identity = {
  readonly certificate: Buffer
  readonly key: KeyObject
  readonly name: string
  readonly serial: Buffer
}

export type KeyType = 'ec' | 'rsa'

const dayMs = 86_400_000
const signatures = { ec: '1.2.840.10045.4.3.2', rsa: '1.2.840.113549.1.1.11' } as const

/** A certificate authority of one's own: what whoever registers a trust anchor needs, and nobody has to ask for. */
export function makeAuthority(name: string, at: Date, type: KeyType = 'ec'): Identity {
  return issueCertificate({ name, at, type, issuer: null })
}

/** A certificate for `name`, good for a day around `at`. */
export function issueTo(name: string, issuer: Identity, at: Date, type: KeyType = 'ec'): Identity {
  return issueCertificate({ name, at, type, issuer })
}

export function toPem({ certificate }: Identity): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function issueCertificate({
  name,
  at,
  type,
  issuer,
}: {
  name: string
  at: Date
  type: KeyType
  issuer: Identity | null
}): Identity {
  const { publicKey, privateKey } = newKeys(type)
  const signer = issuer?.key ?? privateKey
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)])
  const algorithm = algorithmOf(signer)
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    algorithm,
    nameOf(issuer?.name ?? name),
    der.sequence(
      der.generalizedTime(new Date(at.getTime() - dayMs)),
      der.generalizedTime(new Date(at.getTime() + dayMs)),
    ),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions(issuer === null))),
  )
  const certificate = der.sequence(body, algorithm, der.bits(sign('sha256', body, signer)))
  return { certificate, key: privateKey, name, serial }
}

function newKeys(type: KeyType) {
  return type === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function algorithmOf(signer: KeyObject): Buffer {
  const isRsa = signer.asymmetricKeyType === 'rsa'
  const id = der.objectId(isRsa ? signatures.rsa : signatures.ec)
  return isRsa ? der.sequence(id, Buffer.from([0x05, 0x00])) : der.sequence(id)
}

function nameOf(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectId('2.5.4.3'), der.utf8(commonName))))
}

/** Basic constraints and key usage, both critical: an authority signs certificates, others make signatures. */
function extensions(isAuthority: boolean): Buffer[] {
  const constraints = isAuthority ? der.sequence(der.boolean(true)) : der.sequence()
  const usage = isAuthority ? der.bits(Buffer.from([0x06]), 1) : der.bits(Buffer.from([0x80]), 7)
  return [
    der.sequence(der.objectId('2.5.29.19'), der.boolean(true), der.octets(constraints)),
    der.sequence(der.objectId('2.5.29.15'), der.boolean(true), der.octets(usage)),
  ]
}
