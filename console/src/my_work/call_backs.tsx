import { useState } from 'react'
import type { Call } from '../api/types.ts'
import { DueBy } from '../common/due_by.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { channelLabel } from '../common/words.ts'
import { useCalls } from '../incident/record_api.ts'
import { callBackForm } from '../calls/call_back_form.ts'
import { SendForm } from './send_form.tsx'

// Calls that were given up before anybody took them, and made no incident.
export function CallBacks({ onDone }: { onDone: (answer: unknown) => void }) {
  const calls = useCalls('call_back', true)
  const [open, setOpen] = useState<Call | null>(null)
  const items = calls.data?.items ?? []
  if (calls.isError) return <ProblemBox error={calls.error} />
  if (items.length === 0) return null
  return (
    <section className="record-section" aria-labelledby="call_backs">
      <h2 id="call_backs">To be rung back</h2>
      <ul className="plain-list">
        {items.map((call) => (
          <li key={call.id}>
            {channelLabel(call.channel)} <Stamp at={call.first_at} seconds /> {call.personal?.phone ?? ''}{' '}
            {call.call_back_by !== null && <DueBy at={call.call_back_by} />} {call.call_backs} tried
            <button type="button" className="button-quiet" onClick={() => setOpen(call)}>
              Record an attempt<span className="visually-hidden"> at {call.personal?.phone ?? call.id}</span>
            </button>
          </li>
        ))}
      </ul>
      {open !== null && (
        <SendForm
          form={callBackForm(open.id, open)}
          onDone={(answer) => {
            setOpen(null)
            onDone(answer)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}
