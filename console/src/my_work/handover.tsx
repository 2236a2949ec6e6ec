import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { Card } from '../api/types.ts'
import { resourcingLabel } from '../common/words.ts'
import { incidentQuery } from '../incident/record_api.ts'
import { useLive } from '../live/live_context.tsx'
import { addressOf } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import type { ActionForm } from '../incident/action_form.ts'
import { SendForm } from './send_form.tsx'
import type { LeftDesk, ShiftChanged } from './work_api.ts'

// What this person has taken and is still open: what a colleague has to be told of, item by item.
export function heldBy(cards: Iterable<Card>, account: string): Card[] {
  return [...cards].filter(
    (card) => card.dispatch?.state === 'acknowledged' && card.dispatch.acknowledged_by === `user:${account}`,
  )
}

const leaving: ActionForm = {
  title: 'Leave the desk',
  send: 'Leave it',
  path: '/v1/duty/status',
  about:
    'Each dispatch that you have acknowledged and that is open goes back to the desk, for a colleague. This is never refused.',
  fields: [
    {
      pointer: '/status',
      label: 'For',
      kind: 'choice',
      required: true,
      options: [
        { code: 'break', text: 'a break' },
        { code: 'off', text: 'the end of the shift' },
      ],
    },
  ],
}

function shiftForm(districts: readonly string[]): ActionForm {
  return {
    title: 'The shift changes',
    send: 'Tell it again',
    path: '/v1/shift-changes',
    about: 'What is not resourced in its target is told again to the post that the policy names.',
    fields: [
      {
        pointer: '/district',
        label: 'District',
        kind: 'line',
        max: 100,
        hint: 'Left empty: the whole force.',
        suggestions: districts.map((code) => ({ code, text: code })),
      },
    ],
  }
}

function Incidents({ ids, title }: { ids: readonly string[]; title: string }) {
  const records = useQueries({ queries: ids.map((id) => incidentQuery(id)) })
  if (ids.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ol className="plain-list">
        {ids.map((id, index) => (
          <li key={id}>
            <label className="check">
              <input type="checkbox" /> told of
            </label>{' '}
            <a href={addressOf({ screen: 'incident', incident: id })}>{records[index]?.data?.number ?? id}</a>{' '}
            {records[index]?.data && (
              <>
                grade {records[index].data.grade ?? 'none'}, {resourcingLabel(records[index].data.resourcing)}.{' '}
                {records[index].data.personal?.summary}
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

// Leaving the desk and changing the shift: what goes over, one by one.
export function Handover({ onDone }: { onDone: (answer: unknown) => void }) {
  const session = useSession()
  const live = useLive()
  const [open, setOpen] = useState<'leave' | 'shift' | null>(null)
  const [left, setLeft] = useState<LeftDesk | null>(null)
  const [changed, setChanged] = useState<ShiftChanged | null>(null)
  const dispatches = may(session, 'dispatch_acknowledge')
  const changes = may(session, 'shift_change')
  if (!dispatches && !changes) return null
  const cards = [...(live?.board.values() ?? [])]
  const held = heldBy(cards, session.account.name)
  const districts = [...new Set(cards.flatMap((card) => card.district ?? []))].toSorted()
  return (
    <section className="record-section" aria-labelledby="handover">
      <h2 id="handover">Handing over</h2>
      <div className="actions">
        {dispatches && (
          <button type="button" className="button" onClick={() => setOpen('leave')}>
            Leave the desk
          </button>
        )}
        {changes && (
          <button type="button" className="button" onClick={() => setOpen('shift')}>
            The shift changes
          </button>
        )}
      </div>
      {dispatches && left === null && (
        <Incidents ids={held.map((card) => card.id)} title={`You have acknowledged ${held.length} that are open`} />
      )}
      {dispatches && left === null && held.length === 0 && (
        <p className="quiet">You have acknowledged nothing that is still open.</p>
      )}
      {left !== null && (
        <div role="status">
          <p>
            You have left the desk ({left.status === 'break' ? 'a break' : 'the end of the shift'}).{' '}
            {left.returned.length} went back to it.
          </p>
          <Incidents ids={left.returned} title="Back at the desk" />
          <Incidents ids={left.not_returned} title="Not reached: leave the desk again" />
        </div>
      )}
      {changed !== null && (
        <div role="status">
          <p>
            {changed.escalated.length} were told again{changed.district === null ? '' : ` for ${changed.district}`}.
          </p>
          <Incidents ids={changed.escalated} title="Told again" />
          <Incidents ids={changed.not_escalated} title="Not reached: send it again" />
        </div>
      )}
      {open === 'leave' && (
        <SendForm<LeftDesk>
          form={leaving}
          onDone={(answer) => {
            setLeft(answer)
            setOpen(null)
            onDone(answer)
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'shift' && (
        <SendForm<ShiftChanged>
          form={shiftForm(districts)}
          onDone={(answer) => {
            setChanged(answer)
            setOpen(null)
            onDone(answer)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}
