import type { Principal } from '../../src/domain/principal.js'

/** Whom "was this you?" is put to: a member, or in an exercise a role that its script plays. */
export type Owner =
  | { readonly kind: 'member'; readonly slackId: string }
  | { readonly kind: 'script'; readonly role: string; readonly name: string }

export interface OwnerFinder {
  /** null: nobody is known. */
  find(principal: Principal): Promise<Owner | null>
}
