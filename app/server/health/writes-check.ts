import type { Brake } from '../../../src/engine/brakes.js'
import type { HealthCheck } from './health.js'

/**
 * What holds every write of a realm; nothing where nothing does. A freeze is what a person wanted: it is shown, and all is
 * well. A database that may not be the one that wrote last waits for a person, and is not ready until then.
 */
export function writesCheck(brakes: readonly Pick<Brake, 'kind'>[]): HealthCheck[] {
  const name = 'writes'
  if (brakes.some(({ kind }) => kind === 'standing')) {
    const detail = 'held: this database may not be the one that wrote last; run tourniquet reconcile'
    return [{ name, ok: false, detail }]
  }
  return brakes.length === 0 ? [] : [{ name, ok: true, detail: 'frozen by a person' }]
}
