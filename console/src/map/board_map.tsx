import { useCallback, useEffect, useMemo, useState, type ComponentType } from 'react'
import type { Card } from '../api/types.ts'
import type { Scale } from '../common/grades.ts'
import { isPlain } from '../shell/keys.ts'
import { movedBy } from '../shell/list_keys.ts'
import type { DrawingProps } from './drawing.ts'
import { useMapGround, useUnits } from './map_api.ts'
import { MapList } from './map_list.tsx'
import { summaryWords } from './map_words.ts'
import { PlainMap } from './plain_map.tsx'
import { districtsOf, entriesOf, markersOf, pointOf } from './places.ts'
import '../styles/map.css'

interface Props {
  cards: Card[]
  scale: Scale
  // The incident chosen on the board, and the unit chosen here instead of it.
  incident: string | null
  unit: string | null
  live: boolean
  onIncident: (id: string) => void
  onUnit: (unit: string | null) => void
  onOpen: (id: string) => void
  onDisplayed: (dispatch: string) => void
}

type Gl = ComponentType<DrawingProps & { onGone: () => void; onPatchy: () => void }>

const noWebGl = 'This browser has no WebGL, so the map is a plain drawing of the whole area; the list has everything.'
const stopped =
  'The drawing with WebGL has stopped, so the map is a plain one of the whole area; the list has everything.'
const unfetched = 'The map could not be fetched, so it is a plain drawing of the whole area; the list has everything.'
const patchy = 'Parts of the background can not be had now; outlines, incidents and units are right.'

function hasWebGl(): boolean {
  try {
    const context = document.createElement('canvas').getContext('webgl2')
    // Browsers allow few of them at a time.
    context?.getExtension('WEBGL_lose_context')?.loseContext()
    return context !== null
  } catch {
    return false
  }
}

const unitKey = (unit: string | null) => (unit === null ? null : `unit_${unit}`)

// The board's incidents and the units on a map, with a list of all of them that has the keys.
export function BoardMap({ cards, scale, incident, unit, live, onIncident, onUnit, onOpen, onDisplayed }: Props) {
  const ground = useMapGround()
  const units = useUnits()
  const [gl, setGl] = useState<Gl | null>(null)
  const [fault, setFault] = useState<string | null>(() => (hasWebGl() ? null : noWebGl))
  const [wanted] = useState(fault === null)

  useEffect(() => {
    if (!wanted) return
    let gone = false
    import('./gl_map.tsx').then(
      ({ GlMap }) => {
        if (!gone) setGl(() => GlMap)
      },
      () => {
        if (!gone) setFault(unfetched)
      },
    )
    return () => {
      gone = true
    }
  }, [wanted])

  const districts = useMemo(() => districtsOf(ground.data), [ground.data])
  const entries = useMemo(() => entriesOf(cards, units.data?.items ?? [], districts), [cards, units.data, districts])
  const markersAt = useCallback(
    (zoom: number) => markersOf(entries, districts, scale, zoom),
    [entries, districts, scale],
  )
  const held = unitKey(unit) ?? incident
  const at = entries.findIndex(({ key }) => key === held)
  const entry = entries[at]
  const heldAt = useMemo(() => (entry === undefined ? null : pointOf(entry, districts)), [entry, districts])

  const hold = useCallback(
    (key: string) => {
      const found = entries.find((one) => one.key === key)
      if (found?.what === 'unit') onUnit(found.unit.unit)
      else if (found) {
        onUnit(null)
        onIncident(found.card.id)
      }
    },
    [entries, onUnit, onIncident],
  )
  const open = (key: string) => {
    const found = entries.find((one) => one.key === key)
    const id = found?.what === 'unit' ? (found.unit.incident?.id ?? null) : (found?.card.id ?? null)
    if (id === null) return
    onUnit(null)
    onOpen(id)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const to = movedBy(event, at, entries.length, 10)
    const next = to === null ? undefined : entries[to]
    if (next) hold(next.key)
    else if (event.key === 'Enter' && isPlain(event) && entry) open(entry.key)
    else return
    event.preventDefault()
  }

  const drawing: DrawingProps = { ground: ground.data, districts, scale, markersAt, held, heldAt, onPick: hold }
  // Whoever draws with MapLibre waits for the outlines: it is made once, with them.
  const GlMap = gl !== null && !ground.isPending ? gl : null
  const onGone = useCallback(() => {
    setGl(null)
    setFault(stopped)
  }, [])
  const onPatchy = useCallback(() => setFault(patchy), [])
  return (
    <div className="map-split">
      <MapList
        entries={entries}
        scale={scale}
        held={held}
        live={live}
        onHold={hold}
        onOpen={open}
        onDisplayed={onDisplayed}
        onKeyDown={onKeyDown}
      />
      <section className="map" aria-label="Map" data-drawn={GlMap ? 'webgl' : 'plain'}>
        {GlMap ? <GlMap {...drawing} onGone={onGone} onPatchy={onPatchy} /> : <PlainMap {...drawing} />}
        <div className="map-foot">
          <p>{summaryWords(entries)}</p>
          {fault !== null && <p role="status">{fault}</p>}
          {units.isError && <p role="status">Units can not be had now; those shown may be old.</p>}
          {ground.isError && <p role="status">The outlines can not be had now.</p>}
          {ground.data?.districts && <p className="quiet">Outlines: {ground.data.districts.source}</p>}
          {ground.data?.tiles && <p className="quiet">{ground.data.tiles.attribution}</p>}
        </div>
      </section>
    </div>
  )
}
