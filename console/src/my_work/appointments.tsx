import { useState } from 'react'
import { usePolicy } from '../api/queries.ts'
import type { Diary } from '../api/types.ts'
import { londonDay } from '../common/london.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { useNow } from '../common/use_now.ts'
import { dayAndTime } from '../common/time.ts'
import type { ActionForm } from '../incident/action_form.ts'
import { appointmentKind, placesForm, slotForm } from '../incident/appointment_forms.ts'
import { useDiary } from '../incident/record_api.ts'
import { useLive } from '../live/live_context.tsx'
import { addressOf } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { SendForm } from './send_form.tsx'

interface Props {
  onDone: (answer: unknown) => void
}

// The diary of a district on a day: what is booked and what is free; who manages the diary offers and changes slots.
export function Appointments({ onDone }: Props) {
  const session = useSession()
  const now = useNow()
  const first = Array.isArray(session.account.districts) ? (session.account.districts[0] ?? '') : ''
  const [district, setDistrict] = useState(first === '*' ? '' : first)
  const [day, setDay] = useState(() => londonDay(now))
  const diary = useDiary(district.trim(), day)
  const policy = usePolicy()
  const live = useLive()
  const [form, setForm] = useState<ActionForm | null>(null)
  const manages = may(session, 'diary_manage')
  const known = [...new Set([...(live?.board.values() ?? [])].flatMap((card) => card.district ?? []))].toSorted()
  const slots = (diary.data?.slots ?? []).toSorted((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))
  const booked = slots.reduce((sum, slot) => sum + slot.capacity - slot.free, 0)
  const places = slots.reduce((sum, slot) => sum + slot.capacity, 0)
  return (
    <section className="record-section" aria-labelledby="appointments">
      <h2 id="appointments">Appointments</h2>
      <div className="page-head">
        <label>
          District{' '}
          <input
            value={district}
            list="diary_districts"
            autoComplete="off"
            onChange={(event) => setDistrict(event.target.value)}
          />
          <datalist id="diary_districts">
            {known.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
        <label>
          Day <input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </label>
        {manages && (
          <button type="button" className="button" onClick={() => setForm(slotForm(district.trim(), policy.data))}>
            Offer a slot
          </button>
        )}
        <p role="status">{slots.length > 0 && `${booked} of ${places} places are booked.`}</p>
      </div>
      {diary.isError && <ProblemBox error={diary.error} />}
      {diary.data === undefined && !diary.isError && (
        <p className="quiet">{district.trim() === '' ? 'Give a district to see its diary.' : 'Loading…'}</p>
      )}
      {diary.data !== undefined && slots.length === 0 && (
        <p className="quiet">No slots are offered there on that day.{!manages && ' A supervisor offers them.'}</p>
      )}
      {diary.data !== undefined && slots.length > 0 && (
        <table className="table" aria-label="Slots">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Free</th>
              <th scope="col">Booked</th>
              {manages && <th scope="col">To do</th>}
            </tr>
          </thead>
          <tbody>
            {slots.map((slot) => (
              <tr key={slot.slot}>
                <th scope="row">
                  <Stamp at={slot.starts_at} /> to <Stamp at={slot.ends_at} />
                </th>
                <td>{appointmentKind(slot.kind, policy.data)}</td>
                <td>
                  {slot.free} of {slot.capacity}
                  {slot.capacity === 0 && <span className="quiet"> closed</span>}
                </td>
                <td>
                  {(slot.bookings ?? []).map((one, index) => (
                    <span key={one.appointment}>
                      {index > 0 && ', '}
                      <a href={addressOf({ screen: 'incident', incident: one.incident })}>
                        booking {index + 1}
                        <span className="visually-hidden"> of {appointmentKind(slot.kind, policy.data)}</span>
                      </a>
                    </span>
                  ))}
                </td>
                {manages && (
                  <td>
                    <button
                      type="button"
                      className="button-quiet"
                      onClick={() => setForm(placesForm(diary.data.id, slot, policy.data))}
                    >
                      Change its places
                      <span className="visually-hidden">
                        {' '}
                        at {dayAndTime(Date.parse(slot.starts_at), now)}, {appointmentKind(slot.kind, policy.data)}
                      </span>
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet">An appointment is booked, moved, cancelled and ended on the record of its incident.</p>
      {form !== null && (
        <SendForm<{ diary: Diary }>
          form={form}
          onDone={(answer) => {
            setForm(null)
            // The slot may be on another day or in another district than the one on show.
            setDistrict(answer.diary.district)
            setDay(answer.diary.day)
            onDone(answer)
          }}
          onClose={() => setForm(null)}
        />
      )}
    </section>
  )
}
