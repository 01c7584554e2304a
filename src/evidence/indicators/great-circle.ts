import type { Coordinates } from './indicator-input.js'

const earthRadiusKm = 6371

/** The way over the surface of the earth, by the haversine formula. */
export function greatCircleKm(a: Coordinates, b: Coordinates): number {
  const half = (degrees: number) => Math.sin((degrees * Math.PI) / 360) ** 2
  const cos = (degrees: number) => Math.cos((degrees * Math.PI) / 180)
  const chord = half(b.latitude - a.latitude) + cos(a.latitude) * cos(b.latitude) * half(b.longitude - a.longitude)
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, chord)))
}
