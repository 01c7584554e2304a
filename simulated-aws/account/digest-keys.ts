import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Account } from './account.js'

/** What CloudTrail signs digest files with, for as long as it is the current one. */
export type DigestKey = {
  /** 32 hex digits. */
  readonly fingerprint: string
  /** PKCS #1 in DER, in base64. */
  readonly value: string
  readonly privateKey: KeyObject
  readonly fromMs: number
  readonly toMs: number
}

const defaultEveryMs = 3_650 * 86_400_000
/** By account id and first moment: to make one takes a tenth of a second. */
const made = new Map<string, DigestKey>()

/** The account's key of that time, made when it is first needed, once in a process: the one thing that no seed repeats. */
export function digestKeyAt(account: Account, atMs: number): DigestKey {
  const everyMs = account.settings.digestKeyEveryMs ?? defaultEveryMs
  const fromMs = Math.floor(atMs / everyMs) * everyMs
  const name = `${account.accountId} ${fromMs} ${everyMs}`
  const key = made.get(name) ?? newKey(fromMs, fromMs + everyMs)
  made.set(name, key)
  return key
}

/** Every key that is current at some time of the range, the oldest first. */
export function digestKeysOf(account: Account, fromMs: number, toMs: number): DigestKey[] {
  const keys: DigestKey[] = []
  for (let key = digestKeyAt(account, fromMs); ; key = digestKeyAt(account, key.toMs)) {
    keys.push(key)
    if (key.toMs > toMs) return keys
  }
}

function newKey(fromMs: number, toMs: number): DigestKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const der = publicKey.export({ type: 'pkcs1', format: 'der' })
  const fingerprint = createHash('md5').update(der).digest('hex')
  return { fingerprint, value: der.toString('base64'), privateKey, fromMs, toMs }
}
