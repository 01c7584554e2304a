import { SnsUnavailableError } from './sns-unavailable-error.js'

/** The text at an address that was checked before, or why there is none. Throws SnsUnavailableError where it may come later. */
export type CertificateFetch = (
  url: string,
) => Promise<{ readonly ok: true; readonly pem: string } | { readonly ok: false; readonly reason: string }>

const TIMEOUT_MS = 5_000
/** A certificate has two kilobytes, a chain of them some more. */
const MAX_BYTES = 32 * 1024

/** By GET, over TLS that Node.js checks. No redirect is followed, nothing of ours is sent along, size and time are limited. */
export function httpsCertificateFetch(send: typeof fetch = fetch, timeoutMs = TIMEOUT_MS): CertificateFetch {
  return async (url) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await send(url, {
        redirect: 'manual',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal,
      })
      if (response.status === 429 || response.status >= 500) {
        throw new SnsUnavailableError(`SNS answered ${response.status} when asked for its certificate.`)
      }
      if (response.status === 200) return await limitedText(response)
      await response.body?.cancel()
      return { ok: false, reason: `SNS has no such certificate: it answered ${response.status}.` }
    } catch (cause) {
      if (cause instanceof SnsUnavailableError) throw cause
      throw new SnsUnavailableError('The certificate of SNS cannot be fetched.', { cause })
    }
  }
}

async function limitedText(response: Response): ReturnType<CertificateFetch> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) return { ok: false, reason: `What SNS sent as its certificate has over ${MAX_BYTES} bytes.` }
    chunks.push(chunk)
  }
  return { ok: true, pem: Buffer.concat(chunks).toString('latin1') }
}
