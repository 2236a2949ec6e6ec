import { useCallback, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { api } from '../api/client.ts'
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
import { fetched } from '../shell/fetched.tsx'
import { movedBy } from '../shell/list_keys.ts'
import { completeTo } from '../shell/live_words.ts'
import { go } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { CommandLine } from '../command_line/command_line.tsx'
import type { CommandContext } from '../command_line/commands.ts'
import { setSound, useNewDispatches, useSoundOn } from './alarm_sound.ts'
import { AlarmsDialog, alarmWords, useAlarms } from './alarms.tsx'
import type { MajorIncident } from './board_api.ts'
import { BoardList } from './board_list.tsx'
import { ChainLine } from './chain_line.tsx'
import { districtOf, matches, parseFilter, withDistrict, withGradeToggled, withPodToggled } from './filter.ts'
import { MajorBanner, useMajorIncidents } from './major_banner.tsx'
import { DeclareDialog, JoinShownDialog, MajorDialog } from './major_dialog.tsx'
import { toAcknowledge } from './marks.ts'
import { inOrder } from './order.ts'
import { runCommand } from './run_command.ts'
import { heldView, keepView, type View } from './view.ts'

// The map is fetched when it is first wanted, or ahead; until it is there the rows stay, and have the keys.
const boardMap = fetched(async () => (await import('../map/board_map.tsx')).BoardMap)

type Open = { what: 'note' | 'grade' | 'declare'; id: string } | null
// What lies over the board besides: the alarms, a major incident, joining all that is shown to it.
type Over = { what: 'alarms' } | { what: 'major' | 'join'; major: MajorIncident } | null

// A form opens when the line has closed, so that the focus comes back to the rows after it.
const afterLine = (open: () => void) => void setTimeout(open, 0)

const focusGrid = () => (document.getElementById('board_grid') ?? document.getElementById('map_list'))?.focus()

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
  const [over, setOver] = useState<Over>(null)
  // What stands on the command line as it opens; null while it is closed.
  const [command, setCommand] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const sound = useSoundOn()
  const [wanted, setWanted] = useState<View>(heldView)
  const [mapIsThere, setMapIsThere] = useState(boardMap.isThere)
  const view: View = wanted === 'map' && mapIsThere ? 'map' : 'rows'
  // A unit chosen on the map: the keys of incidents act on nothing then.
  const [unit, setUnit] = useState<string | null>(null)
  const pod = session.account.districts
  const filterField = useRef<HTMLInputElement>(null)

  const board = live?.board
  // While it is typed the list may follow a little later; once it is taken, the next key is meant for what it leaves.
  const [typing, setTyping] = useState(false)
  const deferred = useDeferredValue(filterText)
  const filter = typing ? deferred : filterText
  const cards = useMemo(() => {
    const wanted = parseFilter(filter)
    return inOrder(
      [...(board?.values() ?? [])].filter((card) => matches(card, wanted, pod)),
      scale,
    )
  }, [board, filter, scale, pod])
  const districts = useMemo(
    () => [...new Set([...(board?.values() ?? [])].flatMap((card) => card.district ?? []))].sort(),
    [board],
  )
  const alarms = useAlarms(board)
  const majors = useMajorIncidents(board)
  const fresh = useNewDispatches(board, live?.phase === 'live', scale)
  const posts = policy.data?.working?.posts
  const postName = useCallback((post: string) => posts?.find((one) => one.post === post)?.name ?? plain(post), [posts])

  // An open panel is what keys act on; else the row chosen; else, before any choice, the first row.
  const selected = incident ?? held
  const chosen: Card | undefined = selected === null ? cards[0] : board?.get(selected)
  const current = view === 'map' && unit !== null && incident === null ? undefined : chosen
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

  const showMap = (shown: boolean) => {
    const next = shown ? 'map' : 'rows'
    keepView(next)
    setUnit(null)
    setWanted(next)
  }
  useEffect(() => {
    if (mapIsThere) return
    let gone = false
    const failed = () => {
      if (gone || wanted === 'rows') return
      setWanted('rows')
      setSaid('The map could not be fetched. v tries again.')
    }
    const fetchMap = () => boardMap.ahead().then(() => gone || setMapIsThere(true), failed)
    const timer = setTimeout(() => void fetchMap(), wanted === 'map' ? 0 : 3000)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [wanted, mapIsThere])
  // What had the focus has gone with the other view. Before the new one is painted: the next key is meant for it.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) focusGrid()
  }, [view])

  // Keys that act on the current incident, in the list and in its panel alike.
  const act = (key: string): boolean => {
    if (!current || !singleKeysOn()) return false
    if (key === 'a') acknowledge(current)
    else if (key === 'n' && may(session, 'note_add')) setOpen({ what: 'note', id: current.id })
    else if (key === 'g' && may(session, 'grade_confirm')) setOpen({ what: 'grade', id: current.id })
    else if (key === 's' && may(session, 'dispatch_acknowledge')) setCommand('as ')
    else if (key === 'u' && may(session, 'dispatch_acknowledge')) setCommand('none ')
    else if (key === 'l' && may(session, 'incident_link')) setCommand('link ')
    else return false
    return true
  }

  const onGridKey = (event: React.KeyboardEvent) => {
    const to = movedBy(event, at, cards.length, 12)
    if (to !== null) {
      const card = cards[to]
      if (card) select(card.id)
    } else if (event.key === 'Enter' && isPlain(event) && current) openIncident(current.id)
    else return
    event.preventDefault()
  }

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event)) return
    if (event.key === 'Escape' && incident !== null && !isTyping(event.target)) closePanel()
    else if (isTyping(event.target)) return
    else if (!singleKeysOn()) return
    else if (event.key === '/') setCommand('')
    else if (event.key === 'f') filterField.current?.focus()
    else if (event.key === 'e') setOver({ what: 'alarms' })
    else if (event.key === 'v') showMap(wanted === 'rows')
    else if (event.key === 'm' && majors[0]) setOver({ what: 'major', major: majors[0] })
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

  const context: CommandContext = {
    card: current,
    cards: [...(board?.values() ?? [])],
    scale,
    policy: policy.data,
    may: (permission) => may(session, permission),
  }
  const closeCommand = () => {
    setCommand(null)
    focusGrid()
  }
  const run: React.ComponentProps<typeof CommandLine>['onRun'] = (wanted) =>
    runCommand(wanted, {
      connection,
      acknowledge,
      open: (card) => openIncident(card.id),
      filter: setFilterText,
      showAlarms: () => afterLine(() => setOver({ what: 'alarms' })),
      gradeForm: (card) => afterLine(() => setOpen({ what: 'grade', id: card.id })),
      declare: (card) => afterLine(() => setOpen({ what: 'declare', id: card.id })),
      joinShown: () => {
        const major = majors[0]
        if (!major || cards.every((card) => card.id === major.incident)) return false
        afterLine(() => setOver({ what: 'join', major }))
        return true
      },
    })
  const alarmed = alarmWords(alarms.data)
  const wantedGrades = parseFilter(filterText).grades
  const close = () => setOver(null)
  const closeSaying = (words: string) => {
    setOver(null)
    setOpen(null)
    setSaid(words)
  }
  const openOver = (id: string) => {
    setOver(null)
    openIncident(id)
  }

  const total = board?.size ?? 0
  const waiting = cards.filter((card) => toAcknowledge(card) !== null).length
  const opened = open === null ? undefined : (board?.get(open.id) ?? (current?.id === open.id ? current : undefined))
  const first = live?.position == null
  return (
    <div className={incident === null ? 'board' : 'board board-split'}>
      <h1 className="visually-hidden">Board</h1>
      <section className="board-main" aria-label="Board">
        <MajorBanner incidents={majors} onShow={(major) => setOver({ what: 'major', major })} onOpen={openIncident} />
        {command !== null && (
          <CommandLine
            begun={command}
            context={context}
            onRun={run}
            onDone={(words) => {
              setCommand(null)
              if (words !== '') setSaid(words)
              focusGrid()
            }}
            onClose={closeCommand}
          />
        )}
        <div className="board-bar">
          <label className="filter">
            <span>
              Filter <kbd>f</kbd>
            </span>
            <input
              ref={filterField}
              type="search"
              placeholder="g1,2  d:salford  new  words"
              value={filterText}
              onChange={(event) => setFilterText(event.target.value)}
              onFocus={() => setTyping(true)}
              onBlur={() => setTyping(false)}
              onKeyDown={onFilterKey}
            />
          </label>
          <label className="filter">
            <span className="visually-hidden">District</span>
            <select
              value={districtOf(filterText, districts) ?? ''}
              onChange={(event) => setFilterText(withDistrict(filterText, event.target.value || null))}
            >
              <option value="">All districts</option>
              {districts.map((district) => (
                <option key={district} value={district}>
                  {district}
                </option>
              ))}
            </select>
          </label>
          <div className="grade-filter" role="group" aria-label="Grades shown">
            {scale.map((entry) => (
              <button
                key={entry.grade}
                type="button"
                className="option"
                title={entry.name}
                aria-label={`Only grade ${entry.grade}`}
                aria-pressed={wantedGrades.includes(entry.grade.toLowerCase())}
                onClick={() => setFilterText(withGradeToggled(filterText, entry.grade))}
              >
                {entry.grade}
              </button>
            ))}
            {pod.length > 0 && (
              <button
                type="button"
                className="option"
                title={pod.join(', ')}
                aria-pressed={parseFilter(filterText).pod}
                onClick={() => setFilterText(withPodToggled(filterText))}
              >
                My pod
              </button>
            )}
          </div>
          <button
            type="button"
            className={alarmed === null ? 'button-quiet' : 'button button-alarm'}
            onClick={() => setOver({ what: 'alarms' })}
          >
            {alarms.isError ? 'Alarms can not be had now' : (alarmed ?? 'No alarms')} <kbd>e</kbd>
          </button>
          <button
            type="button"
            className="button-quiet"
            aria-pressed={wanted === 'map'}
            onClick={() => showMap(wanted === 'rows')}
          >
            Map <kbd>v</kbd>
          </button>
          <button type="button" className="button-quiet" aria-pressed={sound} onClick={() => setSound(!sound)}>
            {sound ? 'Sound on' : 'Sound off'}
          </button>
          <p className="board-count" role="status">
            {cards.length === total
              ? `${wholeNumber(total)} open`
              : `${wholeNumber(cards.length)} of ${wholeNumber(total)} open`}
            {waiting > 0 && <strong>, {wholeNumber(waiting)} not acknowledged</strong>}
          </p>
          <p className="board-said" role="status">
            {said !== '' ? said : wanted === view ? fresh : 'The map is being fetched.'}
          </p>
          <p className="board-complete quiet">{live ? (completeTo(live) ?? 'nothing received yet') : ''}</p>
        </div>
        {view === 'map' ? (
          <boardMap.Screen
            cards={cards}
            scale={scale}
            incident={chosen?.id ?? null}
            unit={incident === null ? unit : null}
            live={live?.phase === 'live' || live?.phase === 'filling'}
            onIncident={select}
            onUnit={setUnit}
            onOpen={openIncident}
            onDisplayed={onDisplayed}
          />
        ) : (
          <BoardList
            cards={cards}
            scale={scale}
            selected={current?.id ?? null}
            live={live?.phase === 'live' || live?.phase === 'filling'}
            acknowledgements={live?.acknowledgements ?? new Map()}
            flagText={flagText}
            postName={postName}
            onSelect={select}
            onOpen={openIncident}
            onDisplayed={onDisplayed}
            onKeyDown={onGridKey}
          />
        )}
        {current && incident === null && <ChainLine card={current} policy={policy.data} />}
        {cards.length === 0 && view === 'rows' && (
          <p className="board-empty">
            {first
              ? 'Waiting for the board…'
              : total === 0
                ? 'No open incidents that you may see.'
                : 'No incident fits the filter. f, then Esc, clears it.'}
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
      {over?.what === 'alarms' && (
        <AlarmsDialog
          bundles={alarms.data}
          error={alarms.error}
          scale={scale}
          mayAnswer={may(session, 'approval_decide')}
          onOpen={openOver}
          onClose={close}
          onChanged={() => void alarms.refetch()}
        />
      )}
      {over?.what === 'major' && <MajorDialog major={over.major} onClose={close} onDone={closeSaying} />}
      {over?.what === 'join' && (
        <JoinShownDialog
          major={over.major}
          cards={cards.filter((card) => card.id !== over.major.incident)}
          contactsOf={async (card) => (await api.incident(card.id)).contacts.map((contact) => contact.id)}
          onClose={close}
          onDone={closeSaying}
        />
      )}
      {opened && open?.what === 'declare' && (
        <DeclareDialog card={opened} onClose={() => setOpen(null)} onDone={closeSaying} />
      )}
      {opened && open?.what === 'note' && <NoteDialog card={opened} onClose={() => setOpen(null)} />}
      {opened && open?.what === 'grade' && <GradeDialog card={opened} scale={scale} onClose={() => setOpen(null)} />}
    </div>
  )
}
