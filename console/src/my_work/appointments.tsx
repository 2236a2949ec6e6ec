import { useState } from 'react'
import { londonDay } from '../common/london.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { useNow } from '../common/use_now.ts'
import { plain } from '../common/words.ts'
import { useDiary } from '../incident/record_api.ts'
import { addressOf } from '../shell/route.ts'
import { useSession } from '../shell/session.tsx'

interface Booking {
  incident: string
  appointment: string
}

function bookingsOf(slot: { bookings?: Record<string, unknown>[] }): Booking[] {
  return (slot.bookings ?? []).flatMap(({ incident, appointment }) =>
    typeof incident === 'string'
      ? [{ incident, appointment: typeof appointment === 'string' ? appointment : incident }]
      : [],
  )
}

// The diary of a district on a day: what is booked, and what is free.
export function Appointments() {
  const session = useSession()
  const now = useNow()
  const first = Array.isArray(session.account.districts) ? (session.account.districts[0] ?? '') : ''
  const [district, setDistrict] = useState(first === '*' ? '' : first)
  const [day, setDay] = useState(() => londonDay(now))
  const diary = useDiary(district.trim(), day)
  return (
    <section className="record-section" aria-labelledby="appointments">
      <h2 id="appointments">Appointments</h2>
      <div className="page-head">
        <label>
          District <input value={district} autoComplete="off" onChange={(event) => setDistrict(event.target.value)} />
        </label>
        <label>
          Day <input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </label>
      </div>
      {diary.isError && <ProblemBox error={diary.error} />}
      {diary.data === undefined && !diary.isError && (
        <p className="quiet">{district.trim() === '' ? 'Give a district to see its diary.' : 'Loading…'}</p>
      )}
      {diary.data?.slots.length === 0 && <p className="quiet">No slots are offered there on that day.</p>}
      {diary.data !== undefined && diary.data.slots.length > 0 && (
        <table className="table" aria-label="Slots">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Free</th>
              <th scope="col">Booked</th>
            </tr>
          </thead>
          <tbody>
            {diary.data.slots.map((slot) => (
              <tr key={slot.slot}>
                <th scope="row">
                  <Stamp at={slot.starts_at} /> to <Stamp at={slot.ends_at} />
                </th>
                <td>{plain(slot.kind)}</td>
                <td>
                  {slot.free} of {slot.capacity}
                </td>
                <td>
                  {bookingsOf(slot).map((one, index) => (
                    <span key={one.appointment}>
                      {index > 0 && ', '}
                      <a href={addressOf({ screen: 'incident', incident: one.incident })}>
                        booking {index + 1}
                        <span className="visually-hidden"> of {plain(slot.kind)}</span>
                      </a>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
