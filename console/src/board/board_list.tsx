import { useMemo } from 'react'
import type { Card } from '../api/types.ts'
import type { Acknowledgement } from '../live/connection.ts'
import type { Scale } from '../common/grades.ts'
import { useRows } from '../common/use_rows.ts'
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
export function BoardList(props: Props) {
  const { cards, selected, onKeyDown } = props
  const keys = useMemo(() => cards.map(({ id }) => id), [cards])
  const { scroller, rows, height, heldIsThere } = useRows(keys, selected, 3, 8)
  return (
    <div
      id="board_grid"
      className="grid"
      role="grid"
      aria-label="Open incidents"
      aria-rowcount={cards.length + 1}
      aria-activedescendant={heldIsThere && selected !== null ? rowId(selected) : undefined}
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
        <div role="presentation" className="grid-all" style={{ height: height }}>
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
