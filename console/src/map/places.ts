// What stands where on the map: incidents at the coordinates a contact gave, else with their district; units at their
// last position. Pure. Nothing is left out: what has no place on the map is in the list beside it, which says so.
import type { Card, MapGround, Unit } from '../api/types.ts'
import { rankOf, type Scale } from '../common/grades.ts'
import { middleOf, toPoint, toWorld, worldSize, type Point } from './projection.ts'

export interface District {
  name: string
  outline: Point[]
  middle: Point
}

export function districtsOf(ground: MapGround | undefined): District[] {
  return (ground?.districts?.features ?? []).map((feature) => {
    const outline = (feature.geometry.coordinates[0] ?? []).flatMap(([lon, lat]) =>
      lon === undefined || lat === undefined ? [] : [{ lon, lat }],
    )
    return { name: feature.properties.district, outline, middle: middleOf(outline) }
  })
}

// How an entry of the list is on the map.
export type Placing =
  | { how: 'told'; at: Point; radius: number | null; told: number }
  | { how: 'district'; district: string }
  | { how: 'reported'; at: Point; seenAt: string | null; fresh: boolean }
  | { how: 'station'; at: Point }
  // With the district that has no outline; null where none is known.
  | { how: 'nowhere'; district: string | null }

export type Entry =
  | { key: string; what: 'incident'; card: Card; placing: Placing }
  | { key: string; what: 'unit'; unit: Unit; placing: Placing }

function placingOfCard(card: Card, drawn: ReadonlySet<string>): Placing {
  const place = card.personal?.place
  if (place)
    return {
      how: 'told',
      at: { lat: place.lat, lon: place.lon },
      radius: place.radius_m ?? null,
      told: card.personal?.places_told ?? 1,
    }
  if (card.district !== null && drawn.has(card.district)) return { how: 'district', district: card.district }
  return { how: 'nowhere', district: card.district }
}

function placingOfUnit({ position, district }: Unit): Placing {
  if (position === null) return { how: 'nowhere', district }
  const at = { lat: position.lat, lon: position.lon }
  if (position.source === 'station') return { how: 'station', at }
  return { how: 'reported', at, seenAt: position.seen_at, fresh: position.fresh }
}

// The list beside the map: incidents in the order given, then units.
export function entriesOf(cards: readonly Card[], units: readonly Unit[], districts: readonly District[]): Entry[] {
  const drawn = new Set(districts.map(({ name }) => name))
  return [
    ...cards.map((card): Entry => ({ key: card.id, what: 'incident', card, placing: placingOfCard(card, drawn) })),
    ...units.map((unit): Entry => ({ key: `unit_${unit.unit}`, what: 'unit', unit, placing: placingOfUnit(unit) })),
  ]
}

export interface Marker {
  key: string
  what: 'incidents' | 'district' | 'units'
  at: Point
  // Of a district; its name stands there also where no incident does.
  district: string | null
  // Keys of the entries that stand here, the most urgent first.
  entries: string[]
  // Of the most urgent incident; undefined for units and for a district's name alone.
  grade: string | null | undefined
  // Call sign of a unit that stands alone.
  sign: string | null
  // A place that is not exact, or a position that is not of now.
  vague: boolean
  alarm: boolean
}

// Nearer than this many pixels, markers become one.
const apart = 44
// Metres that a place may be off and still be called exact.
export const exactWithin = 100

const isVague = ({ placing }: Entry) =>
  placing.how === 'station' ||
  (placing.how === 'reported' && !placing.fresh) ||
  (placing.how === 'told' && (placing.radius ?? 0) > exactWithin)

// One marker a square of the map, whose size on the screen stays: however many incidents are open, markers stay few.
function gathered(entries: readonly Entry[], zoom: number, prefix: string): [string, Point, Entry[]][] {
  const size = worldSize(Math.floor(zoom)) / apart
  const squares = new Map<string, { x: number; y: number; entries: Entry[] }>()
  for (const entry of entries) {
    if (!('at' in entry.placing)) continue
    const { x, y } = toWorld(entry.placing.at)
    const key = `${prefix}_${Math.floor(x * size)}_${Math.floor(y * size)}`
    const held = squares.get(key)
    if (held) {
      held.x += x
      held.y += y
      held.entries.push(entry)
    } else squares.set(key, { x, y, entries: [entry] })
  }
  return [...squares].map(([key, square]) => {
    const count = square.entries.length
    return [key, toPoint({ x: square.x / count, y: square.y / count }), square.entries]
  })
}

const gradeOf = (entry: Entry | undefined) => (entry?.what === 'incident' ? entry.card.grade : undefined)

export function markersOf(
  entries: readonly Entry[],
  districts: readonly District[],
  scale: Scale,
  zoom: number,
): Marker[] {
  const urgentFirst = (list: Entry[]) =>
    list.toSorted((one, other) => rankOf(scale, gradeOf(one) ?? null) - rankOf(scale, gradeOf(other) ?? null))
  const incidents = entries.filter((entry) => entry.what === 'incident')
  const units = entries.filter((entry) => entry.what === 'unit')
  return [
    ...districts.map(({ name, middle }): Marker => {
      const here = urgentFirst(
        incidents.filter(({ placing }) => placing.how === 'district' && placing.district === name),
      )
      return {
        key: `district_${name}`,
        what: 'district',
        at: middle,
        district: name,
        entries: here.map(({ key }) => key),
        grade: gradeOf(here[0]),
        sign: null,
        vague: true,
        alarm: false,
      }
    }),
    ...gathered(units, zoom, 'units').map(([key, at, here]): Marker => {
      const only = here.length === 1 ? here[0] : undefined
      return {
        key,
        what: 'units',
        at,
        district: null,
        entries: here.map((entry) => entry.key),
        grade: undefined,
        sign: only?.what === 'unit' ? only.unit.unit : null,
        vague: here.every(isVague),
        alarm: here.some((entry) => entry.what === 'unit' && entry.unit.alarm),
      }
    }),
    ...gathered(incidents, zoom, 'incidents').map(([key, at, all]): Marker => {
      const here = urgentFirst(all)
      return {
        key,
        what: 'incidents',
        at,
        district: null,
        entries: here.map((entry) => entry.key),
        grade: gradeOf(here[0]),
        sign: null,
        vague: here.every(isVague),
        alarm: false,
      }
    }),
  ]
}

// Where the map is to look for an entry; null for one that is not on it.
export function pointOf(entry: Entry, districts: readonly District[]): Point | null {
  const { placing } = entry
  if ('at' in placing) return placing.at
  if (placing.how === 'nowhere') return null
  return districts.find(({ name }) => name === placing.district)?.middle ?? null
}
