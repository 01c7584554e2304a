import { STSClient } from '@aws-sdk/client-sts'
import type { Entity } from '../../src/domain/principal.js'
import type { AwsAccess, AwsAccount, AwsWriter } from '../../src/ports.js'
import { AnywhereRegions, anywherePaces } from './anywhere-regions.js'
import {
  type AwsAccountOptions,
  connectAwsAccount,
  findingLookup,
  lookupEventsLimit,
  lookupPaces,
} from './aws-account.js'
import { type AwsConnection, clientOptions } from './client-options.js'
import { ActivityReader } from './cloudtrail/activity-reader.js'
import { LookupEventsReader } from './cloudtrail/lookup-events.js'
import { evidencePaces, evidenceTrails } from './evidence-trails.js'
import { IamAdapter } from './iam/iam-adapter.js'
import { LeastRecent } from './least-recent.js'
import { LookupsElsewhere } from './lookups-elsewhere.js'
import type { RequestPace } from './request-pace.js'
import type { AnywherePacesByRegion } from './rolesanywhere/anywhere-paces.js'
import { UNNAMED_SESSION } from './session-names.js'
import { lookingSessionPolicy, writingSessionPolicy } from './session-policies.js'
import { AssumedRole } from './sts/assumed-role.js'
import { CallerIdentityReader } from './sts/caller-identity.js'
import { StsAdapter } from './sts/sts-adapter.js'

/** A role that lets us in, and what it may ask for: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export interface TrustedRole {
  readonly roleArn: string
  readonly externalId?: string | undefined
}

export interface AwsAccessOptions extends AwsAccountOptions {
  /** Evidence and looks. Without it `containRole` looks as well, in sessions that can only read. */
  readonly investigateRole?: TrustedRole | undefined
  /** Writes and their read-backs. Without it the credentials themselves write. */
  readonly containRole?: TrustedRole | undefined
}

export interface ConnectedAwsAccess extends AwsAccess {
  /** Closes idle connections; calls under way fail. */
  close(): void
}

/** Incidents whose sessions are at hand; one that was forgotten is assumed anew. */
const SESSIONS_KEPT = 500

/**
 * The ways into one account. Without roles the credentials do everything, as one connection. With them each incident has
 * sessions of its own, 15 minutes long and named after it: one that can only look, and for each entity one that can write
 * to that entity alone. All of them share their connections, and the pace of LookupEvents.
 */
export function connectAwsAccess(options: AwsAccessOptions): ConnectedAwsAccess {
  const { partition, accountId, containRole, investigateRole = containRole } = options
  const base = connectAwsAccount(options)
  if (investigateRole === undefined) {
    return { partition, accountId, reader: () => base, writer: () => base, close: base.close }
  }
  const handlerOwner = new STSClient(clientOptions(options, 'read'))
  const doors = new Doors({ ...options, requestHandler: handlerOwner.config.requestHandler }, investigateRole)
  const close = (): void => {
    base.close()
    handlerOwner.destroy()
  }
  return {
    partition,
    accountId,
    reader: (incidentId) => doors.reader(incidentId ?? UNNAMED_SESSION),
    writer: (incidentId, entity) => doors.writer(incidentId, entity),
    close,
  }
}

/** Sessions of roles, by whose name they are in. */
class Doors {
  readonly #options: AwsAccessOptions
  readonly #lookingRole: TrustedRole
  readonly #base: CallerIdentityReader
  readonly #paces: ReadonlyMap<string, RequestPace>
  readonly #evidencePaces = evidencePaces()
  readonly #anywherePaces: AnywherePacesByRegion
  readonly #elsewhere: LookupsElsewhere
  readonly #readers = new LeastRecent<AwsAccount>(SESSIONS_KEPT)
  readonly #writers = new LeastRecent<AwsWriter>(SESSIONS_KEPT)

  constructor(options: AwsAccessOptions, lookingRole: TrustedRole) {
    this.#options = options
    this.#lookingRole = lookingRole
    this.#base = new CallerIdentityReader(options)
    this.#paces = lookupPaces(options)
    this.#anywherePaces = anywherePaces(options)
    this.#elsewhere = new LookupsElsewhere(options.lookupEventsPerSecond ?? lookupEventsLimit)
  }

  reader(sessionName: string): AwsAccount {
    return this.#readers.of(sessionName, () => this.#makeReader(sessionName))
  }

  writer(incidentId: string, entity: Entity): AwsWriter {
    return this.#writers.of(`${incidentId} ${entity.arn}`, () => this.#makeWriter(incidentId, entity))
  }

  #makeReader(sessionName: string): AwsAccount {
    const { partition, accountId, containRole } = this.#options
    const connection = this.#as(
      this.#lookingRole,
      sessionName,
      lookingSessionPolicy(partition, this.#options.evidence?.bucket),
    )
    const readers = [...this.#paces].map(([region, pace]) => new LookupEventsReader(connection, region, pace))
    const others = { base: this.#base, roles: besides(containRole, this.#lookingRole) }
    const sts = new StsAdapter(new CallerIdentityReader(connection), others)
    const { trails, detective } = this.#trails(connection, readers)
    return {
      partition,
      accountId,
      iam: new IamAdapter(connection),
      rolesAnywhere: new AnywhereRegions(connection, this.#anywherePaces).of,
      sts,
      cloudTrail: new ActivityReader(readers, this.#elsewhere.by(connection)),
      trails,
      detective,
      findings: findingLookup(connection, this.#options),
    }
  }

  #trails(connection: AwsConnection, readers: readonly LookupEventsReader[]) {
    const { accountId, lookupEventsPerSecond = lookupEventsLimit, evidence = {} } = this.#options
    const paces = this.#evidencePaces
    return evidenceTrails({ ...evidence, connection, accountId, readers, lookupEventsPerSecond, paces })
  }

  #makeWriter(incidentId: string, entity: Entity): AwsWriter {
    const { partition, accountId, containRole } = this.#options
    const connection =
      containRole === undefined
        ? this.#options
        : this.#as(containRole, incidentId, writingSessionPolicy(entity, partition))
    const base = containRole === undefined ? undefined : this.#base
    const roles = besides(this.#lookingRole, containRole)
    const sts = new StsAdapter(new CallerIdentityReader(connection), { base, roles })
    const rolesAnywhere = new AnywhereRegions(connection, this.#anywherePaces).of
    return { partition, accountId, iam: new IamAdapter(connection), rolesAnywhere, sts }
  }

  #as({ roleArn, externalId }: TrustedRole, sessionName: string, sessionPolicy: string): AwsConnection {
    const role = new AssumedRole(this.#options, { roleArn, externalId, sessionName, sessionPolicy })
    return { ...this.#options, credentials: role.credentials }
  }
}

/** A role that stands in for both is named once. */
function besides(role: TrustedRole | undefined, self: TrustedRole | undefined): string[] {
  return role === undefined || role.roleArn === self?.roleArn ? [] : [role.roleArn]
}
