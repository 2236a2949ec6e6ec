import { useEffect, useMemo } from 'react'
import type { Card, Unit } from '../api/types.ts'
import { shortNumber, toAcknowledge } from '../board/marks.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import type { Scale } from '../common/grades.ts'
import { useNow } from '../common/use_now.ts'
import { useRows } from '../common/use_rows.ts'
import { placingWords } from './map_words.ts'
import type { Entry } from './places.ts'

interface Props {
  entries: Entry[]
  scale: Scale
  held: string | null
  live: boolean
  onHold: (key: string) => void
  onOpen: (key: string) => void
  onDisplayed: (dispatch: string) => void
  onKeyDown: (event: React.KeyboardEvent) => void
}

const optionId = (key: string) => `map_${key}`

function Where({ entry }: { entry: Entry }) {
  const now = useNow()
  return <span className="map-where quiet">{placingWords(entry.placing, now)}</span>
}

function IncidentLine({
  card,
  scale,
  live,
  onDisplayed,
}: Pick<Props, 'scale' | 'live' | 'onDisplayed'> & { card: Card }) {
  const waiting = toAcknowledge(card)?.id ?? null
  useEffect(() => {
    if (waiting !== null && live) onDisplayed(waiting)
  }, [waiting, live, onDisplayed])
  return (
    <>
      <GradeBadge grade={card.grade} scale={scale} state={card.grade_state} />
      <span className="map-what">
        <strong>{card.personal?.location_text ?? card.district ?? 'no place given'}</strong>
        <span title={card.number}>
          {shortNumber(card.number)}
          {waiting !== null && (
            <>
              {' '}
              <strong className="map-waiting">not acknowledged</strong>
            </>
          )}
        </span>
      </span>
    </>
  )
}

function UnitLine({ unit }: { unit: Unit }) {
  const work = unit.incident === null ? null : `on ${unit.incident.number ?? 'an incident'}`
  return (
    <>
      <span className="mark mark-units" aria-hidden="true">
        <span>{unit.alarm ? '!' : 'unit'}</span>
      </span>
      <span className="map-what">
        <strong>
          <span className="visually-hidden">Unit </span>
          {unit.unit}
        </strong>
        <span>
          {unit.alarm && <strong>calls for help, </strong>}
          {[unit.state?.text ?? 'state not known', work].filter(Boolean).join(', ')}
        </span>
      </span>
    </>
  )
}

// All that is on the map, and what could not be put on it, one line each.
export function MapList({ entries, scale, held, live, onHold, onOpen, onDisplayed, onKeyDown }: Props) {
  const keys = useMemo(() => entries.map(({ key }) => key), [entries])
  const { scroller, rows, height, heldIsThere } = useRows(keys, held, 3.6, 6)
  return (
    <div
      id="map_list"
      ref={scroller}
      className="map-list"
      role="listbox"
      aria-label="Incidents and units"
      aria-activedescendant={heldIsThere && held !== null ? optionId(held) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className="grid-all" style={{ height: height }}>
        {rows.map((row) => {
          const entry = entries[row.index]
          if (!entry) return null
          return (
            // The list has the focus and the keys; the pointer is the other way to choose.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={entry.key}
              id={optionId(entry.key)}
              role="option"
              tabIndex={-1}
              aria-selected={entry.key === held}
              aria-setsize={entries.length}
              aria-posinset={row.index + 1}
              className={entry.key === held ? 'map-row row-selected' : 'map-row'}
              style={{ transform: `translateY(${row.start}px)` }}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onHold(entry.key)}
              onDoubleClick={() => onOpen(entry.key)}
            >
              {entry.what === 'incident' ? (
                <IncidentLine card={entry.card} scale={scale} live={live} onDisplayed={onDisplayed} />
              ) : (
                <UnitLine unit={entry.unit} />
              )}
              <Where entry={entry} />
            </div>
          )
        })}
      </div>
    </div>
  )
}
