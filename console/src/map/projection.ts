// Web Mercator, as tiles have it, for the plain drawing and for gathering markers. Pure. A world of zoom z is 512 * 2^z
// pixels wide.
export interface Point {
  lat: number
  lon: number
}

// A place in the world, both from 0 to 1, from the upper left.
export interface Spot {
  x: number
  y: number
}

const worldPixels = 512

export function toWorld({ lat, lon }: Point): Spot {
  const sine = Math.sin((lat * Math.PI) / 180)
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

export function toPoint({ x, y }: Spot): Point {
  return { lon: (x - 0.5) * 360, lat: (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90 }
}

export const worldSize = (zoom: number) => worldPixels * 2 ** zoom

export interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

export function boundsOf(points: readonly Point[]): Bounds | null {
  if (points.length === 0) return null
  return {
    west: Math.min(...points.map(({ lon }) => lon)),
    south: Math.min(...points.map(({ lat }) => lat)),
    east: Math.max(...points.map(({ lon }) => lon)),
    north: Math.max(...points.map(({ lat }) => lat)),
  }
}

export interface Fit {
  zoom: number
  // Pixels in the drawing.
  place: (point: Point) => Spot
}

// The largest drawing of the bounds that leaves `margin` pixels free on each side.
export function fitted(bounds: Bounds, width: number, height: number, margin: number): Fit {
  const from = toWorld({ lat: bounds.north, lon: bounds.west })
  const to = toWorld({ lat: bounds.south, lon: bounds.east })
  const across = Math.max(to.x - from.x, 1e-6)
  const down = Math.max(to.y - from.y, 1e-6)
  const scale = Math.max(1, Math.min((width - 2 * margin) / across, (height - 2 * margin) / down))
  const left = (width - across * scale) / 2
  const top = (height - down * scale) / 2
  return {
    zoom: Math.log2(scale / worldPixels),
    place: (point) => {
      const { x, y } = toWorld(point)
      return { x: left + (x - from.x) * scale, y: top + (y - from.y) * scale }
    },
  }
}

// The middle of a closed outline by its area; of one without area, the mean of its points.
export function middleOf(outline: readonly Point[]): Point {
  let area = 0
  let lon = 0
  let lat = 0
  for (const [i, one] of outline.entries()) {
    const next = outline[i + 1]
    if (next === undefined) break
    const cross = one.lon * next.lat - next.lon * one.lat
    area += cross
    lon += (one.lon + next.lon) * cross
    lat += (one.lat + next.lat) * cross
  }
  if (Math.abs(area) > 1e-9) return { lon: lon / (3 * area), lat: lat / (3 * area) }
  const count = Math.max(1, outline.length)
  return {
    lon: outline.reduce((sum, point) => sum + point.lon, 0) / count,
    lat: outline.reduce((sum, point) => sum + point.lat, 0) / count,
  }
}
