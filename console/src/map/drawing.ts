// What both drawings, MapLibre's and the plain one, are given.
import type { MapGround } from '../api/types.ts'
import type { Scale } from '../common/grades.ts'
import type { District, Marker } from './places.ts'
import { boundsOf, type Bounds, type Point } from './projection.ts'

export interface DrawingProps {
  ground: MapGround | undefined
  districts: readonly District[]
  scale: Scale
  markersAt: (zoom: number) => Marker[]
  // The entry chosen, and where it is, for the map to be moved when that is out of sight.
  held: string | null
  heldAt: Point | null
  onPick: (entry: string) => void
}

// Great Britain, for a force that has given no outlines.
const everywhere: Bounds = { west: -6, south: 50, east: 2, north: 58.7 }

export function boundsOfDistricts(districts: readonly District[]): Bounds {
  return boundsOf(districts.flatMap(({ outline }) => outline)) ?? everywhere
}

// A second choice of the same marker is the next one that stands there.
export function nextIn(marker: Marker, held: string | null): string | undefined {
  const at = held === null ? -1 : marker.entries.indexOf(held)
  return marker.entries[(at + 1) % marker.entries.length]
}
