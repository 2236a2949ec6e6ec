import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { asProblem } from '../api/problem.ts'
import { usePods, usePolicy } from '../api/queries.ts'
import { postName } from '../common/duty_words.ts'
import { FormDialog } from '../common/form_dialog.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { ReadProblem } from '../common/read_problem.tsx'
import { useNow } from '../common/use_now.ts'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { may, useSession } from '../shell/session.tsx'
import { changeRoster, rosterAgainS, rosterKey, useDesks, useRoster } from './roster_api.ts'
import { putOn, takeOff, undone, type Change } from './roster_changes.ts'
import { dutyOf, putOnForm, takeOffForm, type RosterContext } from './roster_forms.ts'
import { RosterTable } from './roster_table.tsx'
import { keyOfDuty, linesOf, summaryOf, type RosterItem, type RosterLine } from './roster_words.ts'

type Deed = 'put_on' | 'stand_in' | 'take_off'
interface Open {
  deed: Deed
  line: RosterLine
  item: RosterItem
}

const deeds: readonly { deed: Deed; key: string; label: string }[] = [
  { deed: 'put_on', key: 'p', label: 'Put somebody on' },
  { deed: 'stand_in', key: 'i', label: 'Name a stand-in' },
  { deed: 'take_off', key: 't', label: 'Take off' },
]

// Who holds which post, now and to come: gaps are filled here, and whoever can not come is taken off.
export function RosterPage() {
  const session = useSession()
  const now = useNow()
  const policy = usePolicy()
  const queries = useQueryClient()
  const roster = useRoster(true)
  const desks = useDesks(true)
  const pods = usePods(may(session, 'console_connect'))
  const [held, setHeld] = useState<string | null>(null)
  // What a change put there, until the roster that is read anew has it: closing the form gives the focus back to where it was.
  const [awaited, setAwaited] = useState<string | null>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const [said, setSaid] = useState('')
  const [last, setLast] = useState<Change | null>(null)
  const [undoing, setUndoing] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const plans = may(session, 'shift_change')

  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), 8000)
    return () => clearTimeout(timer)
  }, [said])

  const { data } = roster
  const lines = data === undefined ? [] : linesOf(data, now)
  const all = lines.flatMap((line) => [...line.now, ...line.next, ...line.later].map((item) => ({ line, item })))
  const arrived = awaited !== null && all.some(({ item }) => item.key === awaited)
  const chosen = arrived ? awaited : held
  const found = all.find(({ item }) => item.key === chosen)
  const line = found?.line ?? lines[0]
  const item = found?.item ?? line?.now[0]

  const learn = () => queries.invalidateQueries({ queryKey: rosterKey })
  const begin = (deed: Deed, on = item, of = line) => {
    setProblem(null)
    if (of === undefined || on === undefined) return
    if (deed !== 'take_off' || on.what === 'duty') setOpen({ deed, line: of, item: on })
    else setSaid('Nobody is there to be taken off.')
  }
  const undo = () => {
    if (last === null || undoing) return
    setUndoing(true)
    setProblem(null)
    changeRoster(undone(last)).then(
      () => {
        setLast(null)
        setUndoing(false)
        setSaid('Taken back: the roster stands as it did before.')
        void learn()
      },
      (error: unknown) => {
        setUndoing(false)
        setProblem(error)
        // What no longer fits can not be taken back later either.
        if (asProblem(error).code === 'roster_moved') setLast(null)
        void learn()
      },
    )
  }

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event) || isTyping(event.target) || event.repeat) return
    if (!plans || !singleKeysOn()) return
    const wanted = deeds.find((one) => one.key === event.key)
    if (wanted !== undefined) begin(wanted.deed)
    else if (event.key === 'u' && last !== null) undo()
    else return
    event.preventDefault()
  })

  if (data === undefined) {
    if (roster.isError) return <ReadProblem error={roster.error} againS={rosterAgainS} />
    return <p className="quiet">Loading…</p>
  }
  const context: RosterContext = {
    roster: data,
    policy: policy.data,
    pods: pods.data ?? [],
    desks: desks.data ?? [],
    now,
  }
  return (
    <>
      {roster.isError && <ReadProblem error={roster.error} againS={rosterAgainS} readAt={roster.dataUpdatedAt} />}
      <p role="status">{summaryOf(data, lines, postName(policy.data, data.tell), now)}</p>
      {plans && (
        <div className="actions" role="group" aria-label="What can be done">
          {deeds.map((one) => (
            <button
              key={one.deed}
              type="button"
              className="button"
              aria-disabled={one.deed === 'take_off' && item?.what !== 'duty'}
              onClick={() => begin(one.deed)}
            >
              {one.label} <kbd>{one.key}</kbd>
            </button>
          ))}
          {last !== null && (
            <button type="button" className="button" aria-disabled={undoing} onClick={undo}>
              Undo <kbd>u</kbd>
            </button>
          )}
          <p className="record-said" role="status">
            {said}
          </p>
        </div>
      )}
      {problem !== null && <ProblemBox error={problem} />}
      {lines.length === 0 ? (
        <p className="quiet">The force’s data want no post filled, and nobody is planned.</p>
      ) : (
        <RosterTable
          lines={lines}
          held={chosen}
          follow={arrived}
          now={now}
          policy={policy.data}
          pods={context.pods}
          desks={desks.data}
          onHold={(key, byKey) => {
            setHeld(key)
            if (byKey || arrived) setAwaited(null)
          }}
          onOpen={(on, of) => {
            setHeld(on.key)
            if (plans) begin(on.what === 'duty' ? 'take_off' : 'put_on', on, of)
          }}
        />
      )}
      {!plans && <p className="quiet">The roster is planned by supervisors.</p>}
      {open !== null && (
        <ChangeDialog
          key={open.item.key}
          open={open}
          context={context}
          onDone={(change) => {
            const [added] = change.add
            setAwaited(added === undefined ? `${open.line.key} nobody` : keyOfDuty(added))
            setOpen(null)
            setLast(change)
            setSaid(open.deed === 'take_off' ? 'Taken off.' : 'Planned.')
            void learn()
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

interface ChangeProps {
  open: Open
  context: RosterContext
  onDone: (change: Change) => void
  onClose: () => void
}

function ChangeDialog({ open, context, onDone, onClose }: ChangeProps) {
  // As it was when the form opened: the clock goes on, and what was typed must not.
  const [form] = useState(() =>
    open.deed === 'take_off' && open.item.what === 'duty'
      ? takeOffForm(open.item.duty, context)
      : putOnForm(open.line, open.item, open.deed === 'stand_in', context),
  )
  const changeOf = (body: Record<string, unknown>): Change =>
    open.deed === 'take_off' && open.item.what === 'duty'
      ? takeOff(open.item.duty, typeof body.at === 'string' ? body.at : null, context.now)
      : putOn(dutyOf(body))
  return (
    <FormDialog<Change>
      title={form.title}
      send={form.send}
      fields={form.fields}
      given={form.given}
      onSend={async (body) => {
        const change = changeOf(body)
        await changeRoster(change)
        return change
      }}
      onDone={onDone}
      onClose={onClose}
    >
      {form.about !== undefined && <p className="quiet">{form.about}</p>}
    </FormDialog>
  )
}
