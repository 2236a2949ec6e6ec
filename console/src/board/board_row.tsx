import { memo, useEffect } from 'react'
import type { Card } from '../api/types.ts'
import type { Acknowledgement } from '../live/connection.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import type { Scale } from '../common/grades.ts'
import { span } from '../common/time.ts'
import { useNow } from '../common/use_now.ts'
import { channelLabel } from '../common/words.ts'
import { ClockBar } from './clock_bar.tsx'
import { DispatchState } from './dispatch_state.tsx'
import { marksOf, resourcingOf, shortNumber, toAcknowledge } from './marks.ts'

interface Props {
  card: Card
  scale: Scale
  index: number
  top: number
  selected: boolean
  live: boolean
  acknowledgement: Acknowledgement | undefined
  flagText: (flag: string) => string
  postName: (post: string) => string
  onSelect: (id: string) => void
  onOpen: (id: string) => void
  onDisplayed: (dispatch: string) => void
}

function Age({ since }: { since: string }) {
  const now = useNow()
  return <span title={since}>{span(now - Date.parse(since))}</span>
}

export const rowId = (id: string) => `row_${id}`

function Row(props: Props) {
  const {
    card,
    scale,
    index,
    top,
    selected,
    live,
    acknowledgement,
    flagText,
    postName,
    onSelect,
    onOpen,
    onDisplayed,
  } = props
  const waiting = toAcknowledge(card)?.id ?? null
  useEffect(() => {
    if (waiting !== null && live) onDisplayed(waiting)
  }, [waiting, live, onDisplayed])
  const { personal } = card
  const marks = marksOf(card, postName)
  const resourcing = resourcingOf(card)
  return (
    // The grid has the focus and the keys; the pointer is the other way to choose.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={rowId(card.id)}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`row ${selected ? 'row-selected' : ''} ${waiting !== null ? 'row-waiting' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      data-number={card.number}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onSelect(card.id)}
      onDoubleClick={() => onOpen(card.id)}
    >
      <span role="gridcell" className="cell-grade">
        <GradeBadge grade={card.grade} scale={scale} state={card.grade_state} />
        {card.grade_state === 'proposed' && (
          <span className="cell-proposed" aria-hidden="true">
            proposed
          </span>
        )}
      </span>
      <span role="gridcell" className="cell-number">
        <span title={card.number}>{shortNumber(card.number)}</span>
        <span className="quiet">{channelLabel(card.channel)}</span>
      </span>
      <span role="gridcell" className="cell-age">
        <Age since={card.received_at} />
      </span>
      <span role="gridcell" className="cell-clock">
        <ClockBar card={card} />
      </span>
      <span role="gridcell" className="cell-district">
        {card.district ?? <span className="quiet">no district</span>}
      </span>
      <span role="gridcell" className="cell-what">
        <span className="cell-where">{personal?.location_text ?? <span className="quiet">no place given</span>}</span>
        <span className="cell-summary">{personal?.summary ?? ''}</span>
      </span>
      <span role="gridcell" className="cell-flags">
        {marks.map((mark) => (
          <span key={mark.text} className={mark.pressing ? 'flag flag-pressing' : 'flag flag-mark'} title={mark.text}>
            {mark.text}
          </span>
        ))}
        {card.flags.slice(0, 3).map((flag) => (
          <span key={flag} className="flag" title={flag}>
            {flagText(flag)}
          </span>
        ))}
        {card.flags.length > 3 && (
          <span className="flag flag-more" title={card.flags.slice(3).map(flagText).join(', ')}>
            +{card.flags.length - 3}
          </span>
        )}
      </span>
      <span role="gridcell" className="cell-dispatch">
        {card.dispatch === null ? (
          <span className="quiet">none</span>
        ) : (
          <DispatchState dispatch={card.dispatch} acknowledgement={acknowledgement} />
        )}
        {resourcing !== null && <span className="cell-resourcing">{resourcing}</span>}
      </span>
    </div>
  )
}

export const BoardRow = memo(Row)
