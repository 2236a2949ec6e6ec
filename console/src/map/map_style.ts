// MapLibre's style, made here from the console's colours: nothing of it is fetched.
import type { StyleSpecification } from 'maplibre-gl'
import type { MapGround } from '../api/types.ts'

export interface Colours {
  ground: string
  surface: string
  line: string
}

export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return { ground: of('--ground'), surface: of('--surface'), line: of('--control') }
}

export function styleOf(ground: MapGround | undefined, colours: Colours): StyleSpecification {
  const { districts, tiles } = ground ?? { districts: null, tiles: null }
  return {
    version: 8,
    sources: {
      ...(tiles ? { tiles: { type: 'raster', tiles: [tiles.address], tileSize: 256 } } : {}),
      ...(districts
        ? {
            districts: {
              type: 'geojson',
              data: {
                type: 'FeatureCollection',
                features: districts.features.map(({ geometry, properties }) => ({
                  type: 'Feature',
                  properties,
                  geometry: { type: 'Polygon', coordinates: geometry.coordinates },
                })),
              },
            },
          }
        : {}),
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colours.ground } },
      ...(districts && !tiles
        ? [{ id: 'area', type: 'fill' as const, source: 'districts', paint: { 'fill-color': colours.surface } }]
        : []),
      ...(tiles
        ? [{ id: 'tiles', type: 'raster' as const, source: 'tiles', paint: { 'raster-fade-duration': 0 } }]
        : []),
      ...(districts
        ? [
            {
              id: 'outline',
              type: 'line' as const,
              source: 'districts',
              paint: { 'line-color': colours.line, 'line-width': 2 },
            },
          ]
        : []),
    ],
  }
}
