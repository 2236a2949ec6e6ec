import { describe, expect, it } from 'vitest'
import type { MapGround, Unit } from '../api/types.ts'
import { plainScale } from '../common/grades.ts'
import { aCard } from '../test_support.ts'
import { placingWords, summaryWords } from './map_words.ts'
import { districtsOf, entriesOf, markersOf, pointOf } from './places.ts'
import { boundsOf, fitted, middleOf, toPoint, toWorld } from './projection.ts'

const square = [
  { lon: -2.4, lat: 53.5 },
  { lon: -2.2, lat: 53.5 },
  { lon: -2.2, lat: 53.6 },
  { lon: -2.4, lat: 53.6 },
  { lon: -2.4, lat: 53.5 },
]

const ground: MapGround = {
  districts: {
    type: 'FeatureCollection',
    source: 'Made up.',
    features: [
      {
        type: 'Feature',
        properties: { district: 'Salford' },
        geometry: { type: 'Polygon', coordinates: [square.map(({ lon, lat }) => [lon, lat])] },
      },
    ],
  },
  tiles: null,
}
const districts = districtsOf(ground)

function aUnit(part: Partial<Unit> = {}): Unit {
  return {
    unit: 'SF21',
    listed: true,
    district: 'Salford',
    talkgroup: 'north',
    skills: [],
    state: null,
    state_at: null,
    free: true,
    alarm: false,
    message: null,
    incident: null,
    position: { lat: 53.55, lon: -2.3, seen_at: '2026-03-01T12:00:00Z', source: 'reported', fresh: true },
    ...part,
  }
}

const at = (lat: number, lon: number, radius_m?: number) => ({
  location_text: 'Somewhere',
  place: { lat, lon, ...(radius_m === undefined ? {} : { radius_m }) },
  places_told: 1,
})

describe('the projection', () => {
  it('goes there and back', () => {
    const point = toPoint(toWorld({ lat: 53.48, lon: -2.24 }))
    expect(point.lat).toBeCloseTo(53.48, 9)
    expect(point.lon).toBeCloseTo(-2.24, 9)
  })

  it('has the middle of the world in the middle, and north above', () => {
    expect(toWorld({ lat: 0, lon: 0 })).toEqual({ x: 0.5, y: 0.5 })
    expect(toWorld({ lat: 53, lon: 0 }).y).toBeLessThan(0.5)
  })

  it('fits what is to be seen into the drawing, with its margin', () => {
    const bounds = boundsOf(square)
    if (bounds === null) throw new Error('there are points')
    const { place } = fitted(bounds, 400, 300, 20)
    const spots = square.map(place)
    expect(Math.min(...spots.map(({ x }) => x))).toBeGreaterThanOrEqual(19.99)
    expect(Math.max(...spots.map(({ x }) => x))).toBeLessThanOrEqual(380.01)
    expect(Math.min(...spots.map(({ y }) => y))).toBeGreaterThanOrEqual(19.99)
    expect(Math.max(...spots.map(({ y }) => y))).toBeLessThanOrEqual(280.01)
  })

  it('draws one place alone without an endless zoom', () => {
    const { zoom, place } = fitted({ west: -2.3, east: -2.3, south: 53.5, north: 53.5 }, 400, 300, 20)
    expect(Number.isFinite(zoom)).toBe(true)
    const spot = place({ lat: 53.5, lon: -2.3 })
    expect(Number.isFinite(spot.x) && Number.isFinite(spot.y)).toBe(true)
  })

  it('knows the middle of an outline by its area, and of one without area by its points', () => {
    expect(middleOf(square).lon).toBeCloseTo(-2.3)
    expect(middleOf(square).lat).toBeCloseTo(53.55)
    expect(middleOf([{ lon: 1, lat: 2 }])).toEqual({ lon: 1, lat: 2 })
  })

  it('has no bounds of nothing', () => {
    expect(boundsOf([])).toBeNull()
  })
})

describe('the list beside the map', () => {
  it('holds every incident in the order of the board, then every unit', () => {
    const cards = [aCard({ id: 'b' }), aCard({ id: 'a', district: null }), aCard({ id: 'c', district: 'Elsewhere' })]
    const entries = entriesOf(cards, [aUnit(), aUnit({ unit: 'X1', position: null })], districts)
    expect(entries.map(({ key }) => key)).toEqual(['b', 'a', 'c', 'unit_SF21', 'unit_X1'])
    expect(entries.map(({ placing }) => placing.how)).toEqual(['district', 'nowhere', 'nowhere', 'reported', 'nowhere'])
  })

  it('believes the coordinates before the district', () => {
    const [entry] = entriesOf([aCard({ personal: at(53.51, -2.35) })], [], districts)
    expect(entry?.placing).toEqual({ how: 'told', at: { lat: 53.51, lon: -2.35 }, radius: null, told: 1 })
    expect(entry && pointOf(entry, districts)).toEqual({ lat: 53.51, lon: -2.35 })
  })

  it('looks for an incident with its district, and for none that is not on the map', () => {
    const [known, lost] = entriesOf([aCard(), aCard({ id: 'two', district: null })], [], districts)
    expect(known && pointOf(known, districts)).toEqual(districts[0]?.middle)
    expect(lost && pointOf(lost, districts)).toBeNull()
  })

  it('works with no outlines at all', () => {
    expect(districtsOf(undefined)).toEqual([])
    expect(districtsOf({ districts: null, tiles: null })).toEqual([])
    expect(entriesOf([aCard()], [], [])[0]?.placing).toEqual({ how: 'nowhere', district: 'Salford' })
  })
})

describe('markers', () => {
  const cards = [
    aCard({ id: 'far', grade: '3', personal: at(53.58, -2.22) }),
    aCard({ id: 'near', grade: '2', personal: at(53.51, -2.35) }),
    aCard({ id: 'nearer', grade: '1', personal: at(53.5101, -2.3501, 900) }),
    aCard({ id: 'district', grade: '4' }),
    aCard({ id: 'worse', grade: null }),
  ]
  const entries = entriesOf(cards, [aUnit(), aUnit({ unit: 'SF22' })], districts)

  it('become one where they would cover each other, with the most urgent grade', () => {
    const markers = markersOf(entries, districts, plainScale, 10).filter(({ what }) => what === 'incidents')
    expect(markers.map((marker) => marker.entries)).toEqual([['far'], ['nearer', 'near']])
    expect(markers[1]?.grade).toBe('1')
    expect(markers[1]?.vague).toBe(false)
  })

  it('part again when the map is near enough', () => {
    const markers = markersOf(entries, districts, plainScale, 18).filter(({ what }) => what === 'incidents')
    expect(markers.map((marker) => marker.entries)).toEqual([['far'], ['near'], ['nearer']])
    expect(markers[2]?.vague).toBe(true)
  })

  it('gather in the district what has no coordinates, an ungraded one before all but the most urgent', () => {
    const [marker] = markersOf(entries, districts, plainScale, 10)
    expect(marker).toMatchObject({ what: 'district', district: 'Salford', entries: ['worse', 'district'], grade: null })
  })

  it('show a unit by its call sign, and several as several', () => {
    const together = markersOf(entries, districts, plainScale, 10).find(({ what }) => what === 'units')
    expect(together).toMatchObject({ sign: null, entries: ['unit_SF21', 'unit_SF22'], vague: false })
    const alone = entriesOf([], [aUnit({ alarm: true })], districts)
    expect(markersOf(alone, districts, plainScale, 10).find(({ what }) => what === 'units')).toMatchObject({
      sign: 'SF21',
      alarm: true,
    })
  })

  it('stay few however many incidents there are', () => {
    const many = Array.from({ length: 2000 }, (_, i) =>
      aCard({ id: `i${i}`, personal: at(53.4 + (i % 50) * 0.004, -2.5 + Math.floor(i / 50) * 0.01) }),
    )
    const markers = markersOf(entriesOf(many, [], districts), districts, plainScale, 9.5)
    expect(markers.length).toBeLessThan(100)
    expect(markers.reduce((sum, marker) => sum + marker.entries.length, 0)).toBe(2000)
  })
})

describe('words', () => {
  const now = Date.parse('2026-03-01T12:30:00Z')

  it('say how far a place is to be believed', () => {
    const told = { how: 'told', at: { lat: 1, lon: 1 }, told: 1 } as const
    expect(placingWords({ ...told, radius: null }, now)).toBe('at the coordinates given')
    expect(placingWords({ ...told, radius: 100 }, now)).toBe('at the coordinates given')
    expect(placingWords({ ...told, radius: 250 }, now)).toBe('somewhere within 250 m')
    expect(placingWords({ ...told, radius: 3200, told: 2 }, now)).toBe(
      'somewhere within 3.2 km, the newest of 2 different places',
    )
    expect(placingWords({ how: 'district', district: 'Bury' }, now)).toBe(
      'Bury is all that is known: shown with its district',
    )
  })

  it('say when a unit was where it is shown', () => {
    const seen = { how: 'reported', at: { lat: 1, lon: 1 }, seenAt: '2026-03-01T12:00:00Z' } as const
    expect(placingWords({ ...seen, fresh: true }, now)).toBe('seen 12:00:00')
    expect(placingWords({ ...seen, fresh: false }, now)).toBe('old position: seen 30 min ago')
    expect(placingWords({ ...seen, seenAt: null, fresh: false }, now)).toBe('position reported, time not known')
    expect(placingWords({ how: 'station', at: { lat: 1, lon: 1 } }, now)).toBe(
      'no position reported: shown at its station',
    )
  })

  it('say what the map does not show', () => {
    expect(placingWords({ how: 'nowhere', district: null }, now)).toContain('neither coordinates nor a district')
    expect(placingWords({ how: 'nowhere', district: 'Leeds' }, now)).toContain('Leeds has no outline')
    const entries = entriesOf(
      [aCard({ personal: at(53.5, -2.3) }), aCard({ id: 'b' }), aCard({ id: 'c', district: null })],
      [aUnit(), aUnit({ unit: 'X1', position: null })],
      districts,
    )
    expect(summaryWords(entries)).toBe(
      '1 incident at a place, 1 by district only, 1 not on the map, 2 units, 1 without a position',
    )
  })
})
