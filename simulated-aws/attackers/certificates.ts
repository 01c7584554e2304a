import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { Random } from '../account/identifiers.js'
import { der } from './der.js'
import { seededEcKey, signRepeatably } from './seeded-ecdsa.js'

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
  return issueCertificate({ name, at, type, issuer: null, random: null })
}

/** A certificate for `name`, good for a day around `at`. */
export function issueTo(name: string, issuer: Identity, at: Date, type: KeyType = 'ec'): Identity {
  return issueCertificate({ name, at, type, issuer, random: null })
}

/** An authority and a certificate of its own, the same for the same bytes, names and time. */
export function seededIdentities(
  { authority, holder }: { readonly authority: string; readonly holder: string },
  at: Date,
  random: Random,
): { readonly authority: Identity; readonly identity: Identity } {
  const issuer = issueCertificate({ name: authority, at, type: 'ec', issuer: null, random })
  return { authority: issuer, identity: issueCertificate({ name: holder, at, type: 'ec', issuer, random }) }
}

export function toPem({ certificate }: Identity): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

type Issuing = {
  readonly name: string
  readonly at: Date
  readonly type: KeyType
  readonly issuer: Identity | null
  /** null: node's own. */
  readonly random: Random | null
}

function issueCertificate({ name, at, type, issuer, random }: Issuing): Identity {
  const key = random === null ? newKey(type) : seededEcKey(random)
  const signer = issuer?.key ?? key
  const serial = Buffer.concat([Buffer.from([0x01]), (random ?? randomBytes)(15)])
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
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions(issuer === null))),
  )
  const signature = random === null ? sign('sha256', body, signer) : signRepeatably(body, signer)
  return { certificate: der.sequence(body, algorithm, der.bits(signature)), key, name, serial }
}

function newKey(type: KeyType): KeyObject {
  const { privateKey } =
    type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey
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
