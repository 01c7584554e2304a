import type { AnywhereProfile, AnywhereSubject, TrustAnchor } from './roles-anywhere.js'
import type { SendGuard, WriteReceipt } from './write-receipt.js'

/** IAM Roles Anywhere of one account and Region. Reads answer `null` for "not there"; every other failure throws AwsError. */
export interface RolesAnywhereReads {
  profile(profileId: string): Promise<AnywhereProfile | null>
  /** All pages, of this and the other lists. */
  profiles(): Promise<AnywhereProfile[]>
  trustAnchor(trustAnchorId: string): Promise<TrustAnchor | null>
  trustAnchors(): Promise<TrustAnchor[]>
  subjects(): Promise<AnywhereSubject[]>
  tagsOf(resourceArn: string): Promise<{ readonly key: string; readonly value: string }[] | null>
}

/** With all that this program can change in it. `null`: there is none of the id. */
export interface RolesAnywherePort extends RolesAnywhereReads {
  /** Idempotent: setting again what is set changes nothing. */
  setProfileEnabled(profileId: string, enabled: boolean, guard: SendGuard): Promise<WriteReceipt | null>
  setTrustAnchorEnabled(trustAnchorId: string, enabled: boolean, guard: SendGuard): Promise<WriteReceipt | null>
}
