import type { ContainMode } from '../domain/plan.js'

/** What each mode does, and what it leaves, in half a sentence: on the card that is approved, and in the report. */
export const modeWords: Readonly<Record<ContainMode, string>> = {
  'deny-all': 'denies everything to the entity, its sessions included',
  'deny-session': 'denies everything to this one session; whoever may assume the role can take another name',
  'revoke-sessions':
    'denies everything to sessions issued before the write; it does not stop new ones from being obtained',
  'disable-profile': 'disables the profile: it hands out no more sessions; those that it handed out live on',
  'disable-trust-anchors':
    'disables the trust anchors that came or changed along with the profile: their certificates open no session by any profile',
  'disable-keys': 'turns the active access keys off; temporary credentials that they obtained live on',
}
