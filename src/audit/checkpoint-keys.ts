import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { sha256 } from '../domain/canonical-json.js'
import { type Checkpoint, type CheckpointSigner, signedText } from './checkpoint.js'

/** What comes before the 32 bytes of an Ed25519 public key in its SPKI form: https://www.rfc-editor.org/rfc/rfc8410 */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** Signs checkpoints; made of a private key in PEM (PKCS #8). Throws where it is not an Ed25519 key. */
export function checkpointSigner(pem: string): CheckpointSigner & { readonly publicKey: string } {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`It is a key for ${key.asymmetricKeyType}, not for Ed25519.`)
  const publicKey = shownPublicKey(createPublicKey(key))
  return { keyId: keyIdOf(publicKey), publicKey, sign: (text) => sign(null, Buffer.from(text), key).toString('base64') }
}

/** base64 of the 32 bytes: what a configuration pins. */
function shownPublicKey(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length).toString('base64')
}

export function keyIdOf(publicKey: string): string {
  return sha256(publicKey).slice('sha256:'.length, 'sha256:'.length + 16)
}

/** The public keys that verification goes by: nothing else can vouch for a checkpoint. */
export interface PinnedKeys {
  readonly keyIds: readonly string[]
  /** null: the signature is good. Else why not, as the end of a sentence about the checkpoint. */
  faultOf(checkpoint: Checkpoint): string | null
}

/** `publicKeys` are base64 of 32 bytes each; throws where one is not. */
export function pinnedKeys(publicKeys: readonly string[]): PinnedKeys {
  const keys = new Map(publicKeys.map((text) => [keyIdOf(text), readPublicKey(text)]))
  // Database and anchors hold the same checkpoints: each signature is worked out once.
  const found = new Set<string>()
  return {
    keyIds: [...keys.keys()],
    faultOf: ({ body, hash, signature }) => {
      const key = keys.get(body.keyId)
      if (key === undefined) return `is signed with the key ${body.keyId}, which is not pinned`
      const claim = `${body.keyId} ${hash} ${signature}`
      if (found.has(claim)) return null
      const good = verify(null, Buffer.from(signedText(hash)), key, Buffer.from(signature, 'base64'))
      if (good) found.add(claim)
      return good ? null : `carries a signature that the key ${body.keyId} did not make`
    },
  }
}

function readPublicKey(text: string): KeyObject {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== 32) throw new Error(`"${text}" is not the base64 of an Ed25519 public key (32 bytes).`)
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: 'der', type: 'spki' })
}
