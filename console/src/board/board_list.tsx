import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'
import type { Card } from '../api/types.ts'
import type { Acknowledgement } from '../live/connection.ts'
import type { Scale } from '../common/grades.ts'
import { BoardRow, rowId } from './board_row.tsx'

interface Props {
  cards: Card[]
  scale: Scale
  selected: string | null
  live: boolean
  acknowledgements: ReadonlyMap<string, Acknowledgement>
  flagText: (flag: string) => string
  postName: (post: string) => string
  onSelect: (id: string) => void
  onOpen: (id: string) => void
  onDisplayed: (dispatch: string) => void
  onKeyDown: (event: React.KeyboardEvent) => void
}

const columns = ['Grade', 'Number', 'Age', 'Clock', 'District', 'Where and what', 'Flags', 'Dispatch']
const rowRem = 3

// Rows grow with the person's letter size.
function rowPixels(): number {
  return rowRem * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16)
}

export function BoardList(props: Props) {
  const { cards, selected, onKeyDown } = props
  const scroller = useRef<HTMLDivElement>(null)
  const at = cards.findIndex((card) => card.id === selected)
  // The library's answers are made to be read in rendering; the compiler's caution does not apply.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowPixels,
    overscan: 8,
    getItemKey: useCallback((index: number) => cards[index]?.id ?? index, [cards]),
  })

  // The selected row is brought into view when the person moves to another, not when the board reorders by itself.
  const scrollTo = virtual.scrollToIndex
  const latest = useRef(at)
  useEffect(() => {
    latest.current = at
  })
  useEffect(() => {
    if (selected !== null && latest.current >= 0) scrollTo(latest.current, { align: 'auto' })
  }, [selected, scrollTo])

  const rows = virtual.getVirtualItems()
  const shown = rows.some((row) => row.index === at)
  return (
    <div
      id="board_grid"
      className="grid"
      role="grid"
      aria-label="Open incidents"
      aria-rowcount={cards.length + 1}
      aria-activedescendant={shown && selected !== null ? rowId(selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup">
        <div role="row" className="row row-head" aria-rowindex={1}>
          {columns.map((column) => (
            <span
              key={column}
              role="columnheader"
              className={`cell-${column.split(' ')[0]?.toLowerCase().replace('where', 'what') ?? ''}`}
            >
              {column}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="grid-scroll" ref={scroller}>
        <div role="presentation" className="grid-all" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const card = cards[row.index]
            if (!card) return null
            return (
              <BoardRow
                key={card.id}
                card={card}
                scale={props.scale}
                index={row.index}
                top={row.start}
                selected={card.id === selected}
                live={props.live}
                acknowledgement={card.dispatch ? props.acknowledgements.get(card.dispatch.id) : undefined}
                flagText={props.flagText}
                postName={props.postName}
                onSelect={props.onSelect}
                onOpen={props.onOpen}
                onDisplayed={props.onDisplayed}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}
