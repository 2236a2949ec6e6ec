import 'maplibre-gl/dist/maplibre-gl.css'
import { LngLatBounds, Map as GlMapView, Marker as GlMarker, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { boundsOfDistricts, nextIn, type DrawingProps } from './drawing.ts'
import { coloursNow, styleOf } from './map_style.ts'
import { MarkerFace } from './marker_face.tsx'
import type { Marker } from './places.ts'
import type { Bounds } from './projection.ts'

setWorkerUrl(workerUrl)

interface Props extends DrawingProps {
  // It cannot draw here, or not any more.
  onGone: () => void
  // Its background has faults.
  onPatchy: () => void
}

const boxOf = ({ west, south, east, north }: Bounds) => new LngLatBounds([west, south], [east, north])
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

// One marker of ours in MapLibre's hands: its element is MapLibre's, what is in it React's.
function Placed({
  map,
  marker,
  onPick,
  children,
}: {
  map: GlMapView
  marker: Marker
  onPick: () => void
  children: React.ReactNode
}) {
  const { what, at } = marker
  const [element] = useState(() => {
    const made = document.createElement('div')
    made.className = `map-at-${what}`
    made.setAttribute('aria-hidden', 'true')
    made.setAttribute('role', 'presentation')
    return made
  })
  const placed = useRef<GlMarker>(null)
  const { lat, lon } = at
  useEffect(() => {
    const anchor = what === 'incidents' ? 'bottom' : what === 'units' ? 'top' : 'center'
    const made = new GlMarker({ element, anchor, subpixelPositioning: true }).setLngLat([lon, lat]).addTo(map)
    placed.current = made
    return () => {
      made.remove()
    }
    // Its place is kept below; it is made anew only for another map.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [map, element, what])
  useEffect(() => {
    placed.current?.setLngLat([lon, lat])
  }, [lat, lon])
  const pick = useRef(onPick)
  useEffect(() => {
    pick.current = onPick
  })
  useEffect(() => {
    const click = () => pick.current()
    element.addEventListener('click', click)
    return () => element.removeEventListener('click', click)
  }, [element])
  return createPortal(children, element)
}

export function GlMap({ ground, districts, scale, markersAt, held, heldAt, onPick, onGone, onPatchy }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<GlMapView | null>(null)
  const [zoom, setZoom] = useState(9)
  const bounds = useMemo(() => boxOf(boundsOfDistricts(districts)), [districts])
  const told = useRef({ onGone, onPatchy })
  useEffect(() => {
    told.current = { onGone, onPatchy }
  })

  useEffect(() => {
    if (!frame.current) return
    let made: GlMapView
    try {
      made = new GlMapView({
        container: frame.current,
        style: styleOf(ground, coloursNow()),
        bounds,
        fitBoundsOptions: { padding: 24 },
        maxZoom: 18,
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        fadeDuration: 0,
        locale: {
          'Map.Title': 'Map. Arrow keys move it, plus and minus bring it nearer. The list has all that is on it.',
        },
      })
    } catch {
      told.current.onGone()
      return
    }
    made.touchZoomRotate.disableRotation()
    made.keyboard.disableRotation()
    const zoomed = () => setZoom(made.getZoom())
    const shown = requestAnimationFrame(() => {
      zoomed()
      setMap(made)
    })
    made.on('zoomend', zoomed)
    made.on('error', () => {
      if (ground?.tiles) told.current.onPatchy()
    })
    let removed = false
    made.on('webglcontextlost', () => {
      if (!removed) told.current.onGone()
    })
    const recolour = () => {
      const colours = coloursNow()
      if (made.getLayer('ground')) made.setPaintProperty('ground', 'background-color', colours.ground)
      if (made.getLayer('area')) made.setPaintProperty('area', 'fill-color', colours.surface)
      if (made.getLayer('outline')) made.setPaintProperty('outline', 'line-color', colours.line)
    }
    const themes = new MutationObserver(recolour)
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const system = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(prefers-contrast: more)')]
    for (const one of system) one.addEventListener('change', recolour)
    return () => {
      cancelAnimationFrame(shown)
      removed = true
      themes.disconnect()
      for (const one of system) one.removeEventListener('change', recolour)
      setMap(null)
      made.remove()
    }
  }, [ground, bounds])

  const lat = heldAt?.lat
  const lon = heldAt?.lon
  useEffect(() => {
    if (!map || lat === undefined || lon === undefined || map.getBounds().contains([lon, lat])) return
    if (calm()) map.jumpTo({ center: [lon, lat] })
    else map.easeTo({ center: [lon, lat], duration: 300 })
  }, [map, lat, lon])

  const nearer = (steps: number) => map?.zoomTo(map.getZoom() + steps, { duration: calm() ? 0 : 200 })
  const markers = useMemo(() => markersAt(zoom), [markersAt, zoom])
  return (
    <div className="map-gl">
      <div ref={frame} className="map-frame" />
      {map &&
        markers.map((marker) => (
          <Placed
            key={marker.key}
            map={map}
            marker={marker}
            onPick={() => {
              const next = nextIn(marker, held)
              if (next !== undefined) onPick(next)
            }}
          >
            <MarkerFace marker={marker} scale={scale} held={held !== null && marker.entries.includes(held)} />
          </Placed>
        ))}
      <div className="map-buttons" role="group" aria-label="Part of the map shown">
        <button type="button" className="button" aria-label="Nearer" onClick={() => nearer(1)}>
          +
        </button>
        <button type="button" className="button" aria-label="Farther" onClick={() => nearer(-1)}>
          −
        </button>
        <button
          type="button"
          className="button"
          onClick={() => map?.fitBounds(bounds, { padding: 24, animate: !calm() })}
        >
          Whole area
        </button>
      </div>
    </div>
  )
}
