import type { ColumnType, Generated } from 'kysely'

/** The tables as Kysely types them. What comes out of a jsonb column is parsed with zod where it is read. */
export interface Database {
  incident: IncidentTable
  finding: {
    id: string
    incident_id: string
    dedup_key: string
    realm: string
    body: unknown
    taken_at: Generated<Date>
  }
  effect: EffectTable
  timer: { id: string; incident_id: string; realm: string; name: string; event: string; due_at: Date }
  write_intent: { containment_id: string; object: string; incident_id: string }
  brake: { realm: string; kind: string; reason: string; pulled_by: string; pulled_at: Generated<Date> }
  block_limit: { realm: string; per_hour: number | null }
  block_allowance: { realm: string; blocks: number; reason: string; allowed_by: string; allowed_at: Generated<Date> }
  document: { incident_id: string; digest: string; kind: string; body: unknown }
  audit: { incident_id: string; seq: number; body: unknown; prev_hash: string; hash: string }
  system_audit: { realm: string; seq: number; body: unknown; prev_hash: string; hash: string }
  database_instance: { id: Generated<string>; created_at: Generated<Date> }
  checkpoint: { realm: string; number: number; body: unknown; prev_hash: string; hash: string; signature: string }
  checkpoint_head: { realm: string; chain: string; seq: number; number: number }
  chat_views: ChatViewTable
  chat_posts: ChatPostTable
  anchored: { realm: string; sink: string; number: number; hash: string; anchored_at: Generated<Date> }
}

interface IncidentTable {
  id: string
  realm: string
  playbook: string
  version: string
  principal_key: string
  state: string
  open: boolean
  revision: number
  snapshot: unknown
  audit_seq: number
  audit_hash: string
  opened_at: Generated<Date>
  updated_at: Generated<Date>
}

interface EffectTable {
  id: string
  ordinal: Generated<string>
  incident_id: string
  realm: string
  state: string
  kind: string
  body: unknown
  status: string
  attempt: number
  failures: number
  worker: string | null
  lease_until: Date | null
  retry_at: ColumnType<Date | null, Date | null, Date | null>
  not_after: Date | null
  write_key: string | null
  problem: string | null
  block_place_at: Date | null
  hold_told: string | null
  outcome: unknown
  ordered_at: Generated<Date>
  settled_at: Date | null
}

interface ChatViewTable {
  realm: string
  incident_id: string
  shown_seq: Generated<number>
  urgent_seq: Generated<number>
  closed_seq: number | null
  dirty_at: Date | null
  holder: string | null
  claimed_at: Date | null
  claimed_seq: number | null
  lease_until: Date | null
  behind_since: Date | null
  failures: Generated<number>
  retry_at: Date | null
  problem: string | null
  updated_at: Generated<Date>
  may_be_behind: Generated<boolean>
}

interface ChatPostTable {
  realm: string
  incident_id: string
  slot: string
  channel: string
  message_id: string
  thread_id: string | null
  digest: string
  posted_at: Generated<Date>
}
