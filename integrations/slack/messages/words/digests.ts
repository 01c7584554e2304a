/** `sha256:ab12cd34ef56…9f0e`: enough to compare with the eye; the whole is in the plan. */
export function shortDigest(digest: string): string {
  return digest.length <= 26 ? digest : `${digest.slice(0, 19)}…${digest.slice(-4)}`
}
