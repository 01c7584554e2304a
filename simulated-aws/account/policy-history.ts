import type { NamedPolicy } from '../policy/evaluate.js'

/** The policies of one principal as authorization sees them. */
export type EnforcedPolicies = {
  readonly identity: NamedPolicy[]
  readonly boundary: NamedPolicy | undefined
  /** The role's trust policy; undefined for users. */
  readonly trust: NamedPolicy['document'] | undefined
}

type Version = { readonly effectiveAtMs: number; readonly policies: EnforcedPolicies }

const nothing: EnforcedPolicies = { identity: [], boundary: undefined, trust: undefined }

/**
 * IAM answers a policy write at once and enforces it seconds later; an attacker can use that window
 * (hackingthe.cloud, iam_persistence_eventual_consistency). Hence two views of one principal: the maps of the
 * entity are what the API reports, and this history is what authorization goes by.
 */
export class PolicyHistory {
  #versions: Version[] = []

  /** Replaces everything: these policies are in force now, as for what existed before the account was started. */
  settle(policies: EnforcedPolicies): void {
    this.#versions = [{ effectiveAtMs: Number.NEGATIVE_INFINITY, policies }]
  }

  /** `policies` were written at `nowMs` and come into force `delayMs` later. */
  write(policies: EnforcedPolicies, nowMs: number, delayMs: number): void {
    const inForce = this.#indexInForce(nowMs)
    if (inForce > 0) this.#versions.splice(0, inForce)
    this.#versions.push({ effectiveAtMs: nowMs + delayMs, policies })
  }

  inForceAt(nowMs: number): EnforcedPolicies {
    return this.#versions[this.#indexInForce(nowMs)]?.policies ?? nothing
  }

  #indexInForce(nowMs: number): number {
    return this.#versions.findLastIndex((version) => version.effectiveAtMs <= nowMs)
  }
}
