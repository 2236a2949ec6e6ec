import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { usePolicy } from '../api/queries.ts'
import type { Card } from '../api/types.ts'
import { scaleOf } from '../common/grades.ts'
import { wholeNumber } from '../common/time.ts'
import { plain } from '../common/words.ts'
import { GradeDialog } from '../incident/grade_dialog.tsx'
import { IncidentPanel } from '../incident/incident_panel.tsx'
import { NoteDialog } from '../incident/note_dialog.tsx'
import { useLive, useLiveConnection } from '../live/live_context.tsx'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { completeTo } from '../shell/live_words.ts'
import { go } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { BoardList } from './board_list.tsx'
import { matches, parseFilter } from './filter.ts'
import { inOrder } from './order.ts'

type Open = { what: 'note' | 'grade'; id: string } | null

const focusGrid = () => document.getElementById('board_grid')?.focus()

export function BoardScreen({ incident }: { incident: string | null }) {
  const session = useSession()
  const live = useLive()
  const connection = useLiveConnection()
  const policy = usePolicy()
  const scale = useMemo(() => scaleOf(policy.data), [policy.data])
  const [filterText, setFilterText] = useState('')
  const [held, setHeld] = useState<string | null>(incident)
  // The incident opened by Enter, whose panel takes the focus; those passed by moving on do not.
  const [entered, setEntered] = useState<string | null>(incident)
  const [open, setOpen] = useState<Open>(null)
  const [said, setSaid] = useState('')
  const filterField = useRef<HTMLInputElement>(null)

  const board = live?.board
  const filter = useDeferredValue(filterText)
  const cards = useMemo(() => {
    const wanted = parseFilter(filter)
    return inOrder(
      [...(board?.values() ?? [])].filter((card) => matches(card, wanted)),
      scale,
    )
  }, [board, filter, scale])

  // An open panel is what keys act on; else the row chosen; else, before any choice, the first row.
  const selected = incident ?? held
  const current: Card | undefined = selected === null ? cards[0] : board?.get(selected)
  const at = current ? cards.indexOf(current) : -1

  // What was said in passing goes again; the row itself shows what has become of it.
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), 5000)
    return () => clearTimeout(timer)
  }, [said])

  useEffect(() => {
    if (incident === null) focusGrid()
    // Only when the screen opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const texts = policy.data?.flags
  const flagText = useCallback((flag: string) => texts?.find((one) => one.flag === flag)?.text ?? plain(flag), [texts])
  const panelOpen = incident !== null
  const select = useCallback(
    (id: string) => {
      setHeld(id)
      if (panelOpen) go({ screen: 'board', incident: id })
    },
    [panelOpen],
  )
  const openIncident = useCallback((id: string) => {
    setHeld(id)
    setEntered(id)
    go({ screen: 'board', incident: id })
  }, [])
  const onDisplayed = useCallback((dispatch: string) => connection?.displayed(dispatch), [connection])

  const acknowledge = (card: Card) => {
    const { dispatch } = card
    if (!may(session, 'dispatch_acknowledge')) setSaid('Acknowledging is for dispatchers and supervisors.')
    else if (dispatch === null) setSaid(`${card.number} has no dispatch to acknowledge.`)
    else if (dispatch.state === 'acknowledged') setSaid(`${card.number} is acknowledged already.`)
    else {
      connection?.acknowledge(dispatch.id)
      setSaid(`Acknowledging ${card.number}.`)
    }
  }

  const closePanel = () => {
    setHeld(incident)
    setEntered(null)
    go({ screen: 'board', incident: null })
    focusGrid()
  }

  const moveTo = (index: number) => {
    const card = cards[Math.max(0, Math.min(cards.length - 1, index))]
    if (card) select(card.id)
  }

  // Keys that act on the current incident, in the list and in its panel alike.
  const act = (key: string): boolean => {
    if (!current || !singleKeysOn()) return false
    if (key === 'a') acknowledge(current)
    else if (key === 'n' && may(session, 'note_add')) setOpen({ what: 'note', id: current.id })
    else if (key === 'g' && may(session, 'grade_confirm')) setOpen({ what: 'grade', id: current.id })
    else return false
    return true
  }

  const onGridKey = (event: React.KeyboardEvent) => {
    if (!isPlain(event)) return
    const from = at < 0 ? -1 : at
    const { key } = event
    if (key === 'ArrowDown' || (key === 'j' && singleKeysOn())) moveTo(from + 1)
    else if (key === 'ArrowUp' || (key === 'k' && singleKeysOn())) moveTo(from - 1)
    else if (key === 'PageDown') moveTo(from + 12)
    else if (key === 'PageUp') moveTo(from - 12)
    else if (key === 'Home') moveTo(0)
    else if (key === 'End') moveTo(cards.length - 1)
    else if (key === 'Enter' && current) openIncident(current.id)
    else return
    event.preventDefault()
  }

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event)) return
    if (event.key === 'Escape' && incident !== null && !isTyping(event.target)) closePanel()
    else if (isTyping(event.target)) return
    else if (event.key === '/' && singleKeysOn()) filterField.current?.focus()
    else if (!act(event.key)) return
    event.preventDefault()
  })

  const onFilterKey = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') setFilterText('')
    else if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
    event.preventDefault()
    event.stopPropagation()
    focusGrid()
  }

  const total = board?.size ?? 0
  const waiting = cards.filter((card) => card.dispatch !== null && card.dispatch.state !== 'acknowledged').length
  const opened = open === null ? undefined : (board?.get(open.id) ?? (current?.id === open.id ? current : undefined))
  const first = live?.position == null
  return (
    <div className={incident === null ? 'board' : 'board board-split'}>
      <h1 className="visually-hidden">Board</h1>
      <section className="board-main" aria-label="Board">
        <div className="board-bar">
          <label className="filter">
            <span>
              Filter <kbd>/</kbd>
            </span>
            <input
              ref={filterField}
              type="search"
              placeholder="g1,2  d:salford  new  words"
              value={filterText}
              onChange={(event) => setFilterText(event.target.value)}
              onKeyDown={onFilterKey}
            />
          </label>
          <p className="board-count" role="status">
            {cards.length === total
              ? `${wholeNumber(total)} open`
              : `${wholeNumber(cards.length)} of ${wholeNumber(total)} open`}
            {waiting > 0 && <strong>, {wholeNumber(waiting)} not acknowledged</strong>}
          </p>
          <p className="board-said" role="status">
            {said}
          </p>
          <p className="board-complete quiet">{live ? (completeTo(live) ?? 'nothing received yet') : ''}</p>
        </div>
        <BoardList
          cards={cards}
          scale={scale}
          selected={current?.id ?? null}
          live={live?.phase === 'live' || live?.phase === 'filling'}
          acknowledgements={live?.acknowledgements ?? new Map()}
          flagText={flagText}
          onSelect={select}
          onOpen={openIncident}
          onDisplayed={onDisplayed}
          onKeyDown={onGridKey}
        />
        {cards.length === 0 && (
          <p className="board-empty">
            {first
              ? 'Waiting for the board…'
              : total === 0
                ? 'No open incidents that you may see.'
                : 'No incident fits the filter. Esc in the filter clears it.'}
          </p>
        )}
      </section>
      {incident !== null && (
        <IncidentPanel
          key={incident}
          id={incident}
          card={board?.get(incident)}
          policy={policy.data}
          takesFocus={entered === incident}
          onClose={closePanel}
          onAct={act}
        />
      )}
      {opened && open?.what === 'note' && <NoteDialog card={opened} onClose={() => setOpen(null)} />}
      {opened && open?.what === 'grade' && <GradeDialog card={opened} scale={scale} onClose={() => setOpen(null)} />}
    </div>
  )
}
