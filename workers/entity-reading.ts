import type { PreImage } from '../src/containment/pre-image.js'
import type { EntityDescription } from '../src/ports.js'

/** An entity with everything that a restore is held against. */
export interface EntityReading {
  readonly description: EntityDescription
  readonly preImage: PreImage
}
