import { useEffect, useMemo, useRef, useState } from 'react'
import { boundsOfDistricts, nextIn, type DrawingProps } from './drawing.ts'
import { MarkerFace } from './marker_face.tsx'
import { fitted } from './projection.ts'

// The whole area as a plain drawing, where there is no WebGL and until MapLibre is there.
export function PlainMap({ districts, scale, markersAt, held, onPick }: DrawingProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 800, height: 600 })
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element
      if (width > 0 && height > 0) setSize({ width, height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const fit = useMemo(
    () => fitted(boundsOfDistricts(districts), size.width, size.height, 24),
    [districts, size.width, size.height],
  )
  const markers = useMemo(() => markersAt(fit.zoom), [markersAt, fit.zoom])
  return (
    <div ref={frame} className="map-plain" aria-hidden="true">
      <svg width={size.width} height={size.height}>
        {districts.map(({ name, outline }) => (
          <polygon
            key={name}
            points={outline
              .map((point) => fit.place(point))
              .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
              .join(' ')}
          />
        ))}
      </svg>
      {markers.map((marker) => {
        const { x, y } = fit.place(marker.at)
        const next = nextIn(marker, held)
        return (
          // For the pointer alone; the list has the keys.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <div
            key={marker.key}
            className={`map-at map-at-${marker.what}`}
            style={{ left: x, top: y }}
            onClick={next === undefined ? undefined : () => onPick(next)}
          >
            <MarkerFace marker={marker} scale={scale} held={held !== null && marker.entries.includes(held)} />
          </div>
        )
      })}
    </div>
  )
}
