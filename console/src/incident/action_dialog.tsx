import { useId, useState } from 'react'
import { request } from '../api/client.ts'
import type { Call, Diary, Facts, LogEvent, Policy } from '../api/types.ts'
import type { Values } from '../common/form.ts'
import { FormDialog, type Sending } from '../common/form_dialog.tsx'
import { scaleOf } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { londonDay } from '../common/london.ts'
import { useNow } from '../common/use_now.ts'
import { useSession } from '../shell/session.tsx'
import type { Action } from './actions.ts'
import { addressOfForm, type ActionForm } from './action_form.ts'
import { actionForm } from './action_forms.ts'
import { AskingWords } from './asking.tsx'
import { FactsDialog } from './facts_dialog.tsx'
import { GradeDialog } from './grade_dialog.tsx'
import { OpenList, RemedyButton } from './open_list.tsx'
import { PathwayBars } from './pathway_bars.tsx'
import { withIncidentId } from './other_incident.ts'
import { useCandidates, useCrimeCodes, useDiary, usePathways, useProblems } from './record_api.ts'
import { askingFor } from './record_log.ts'
import { standsOpen, type IncidentRecord } from './stands_open.ts'

interface Props {
  action: Action
  record: IncidentRecord
  events: readonly LogEvent[]
  policy: Policy | undefined
  calls: readonly Call[]
  onAct: (action: Action) => void
  onDone: (answer: unknown) => void
  onClose: () => void
}

function DiaryChoice({
  district,
  day,
  diary,
  onDistrict,
  onDay,
}: {
  district: string
  day: string
  diary: Diary | undefined
  onDistrict: (value: string) => void
  onDay: (value: string) => void
}) {
  const id = useId()
  return (
    <>
      <div className="field-pair">
        <div className="field">
          <label htmlFor={`${id}_district`}>District</label>
          <input
            id={`${id}_district`}
            value={district}
            autoComplete="off"
            onChange={(event) => onDistrict(event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}_day`}>Day</label>
          <input id={`${id}_day`} type="date" value={day} onChange={(event) => onDay(event.target.value)} />
        </div>
      </div>
      <p className="quiet" role="status">
        {diary === undefined
          ? 'Give a district and a day.'
          : diary.slots.length === 0
            ? 'No slots are offered there on that day. A supervisor offers them.'
            : `${diary.slots.filter((slot) => slot.free > 0).length} of ${diary.slots.length} slots have a free place.`}
      </p>
    </>
  )
}

// The dialog of one action. What it needs to know beyond the record is asked for when it opens.
export function ActionDialog({ action, record, events, policy, calls, onAct, onDone, onClose }: Props) {
  const session = useSession()
  const now = useNow()
  const asksPathways = action.code === 'pathway' || action.code === 'authority'
  const asksDiary = action.code === 'appointment' || action.code === 'appointment_move'
  const pathways = usePathways(record.id, record.version, asksPathways)
  const codes = useCrimeCodes(['crime', 'crime_reclassify', 'crime_cancel'].includes(action.code))
  const [district, setDistrict] = useState(record.district ?? '')
  const [day, setDay] = useState(() => londonDay(now))
  const diary = useDiary(district.trim(), day, asksDiary)
  const problems = useProblems('open', action.code === 'problem')
  const candidates = useCandidates(record.id, record.version)
  const form: ActionForm = actionForm(action, {
    record,
    policy,
    pathways: pathways.data,
    codes: codes.data,
    diary: diary.data,
    problems: problems.data?.items,
    calls,
    now,
    me: `user:${session.account.name}`,
  })
  const address = addressOfForm(form, record.id)
  const card = { ...record, contacts: record.contacts.length }

  if (action.code === 'grade') {
    return (
      <GradeDialog card={card} scale={scaleOf(policy)} onClose={onClose} onLower={() => onAct({ code: 'lower' })} />
    )
  }
  if (action.code === 'facts') {
    return (
      <FactsDialog
        form={form}
        address={address}
        policy={policy}
        known={record.facts as Facts}
        first={action.about}
        onDone={onDone}
        onClose={onClose}
      />
    )
  }
  // What the first values depend on is there before the form is.
  if (asksPathways && pathways.data === undefined && !pathways.isError) return null

  const send = async (body: Record<string, unknown>, how: Sending): Promise<unknown> => {
    const shaped = form.body?.(body) ?? body
    const whole = action.code === 'link' ? await withIncidentId(shaped, 'other') : shaped
    return request<unknown>(form.address?.(body) ?? address, {
      method: 'POST',
      body: whole,
      idempotencyKey: how.idempotencyKey,
      version: form.versioned === true ? how.version : null,
    })
  }

  const approval = action.code === 'approval' ? record.approvals.find((one) => one.id === action.about) : undefined
  const below =
    action.code === 'pathway'
      ? (values: Values) => (
          <PathwayBars pathways={pathways.data} chosen={values['/pathway']} policy={policy} onAct={onAct} />
        )
      : undefined
  return (
    <FormDialog
      key={`${action.code} ${action.about ?? ''}`}
      title={form.title}
      send={form.send}
      fields={form.fields}
      version={record.version}
      onSend={send}
      onDone={onDone}
      onClose={onClose}
      remedyFor={(fault) => <RemedyButton pointer={fault.pointer} onAct={onAct} />}
      {...(form.given ? { given: form.given } : {})}
      {...(below ? { below } : {})}
    >
      {form.about !== undefined && <p className="quiet">{form.about}</p>}
      {approval && <AskingWords approval={approval} asking={askingFor(approval.id, events)} policy={policy} />}
      {action.code === 'close' && (
        <section className="stands-open" aria-label="What stands open">
          <h3>What stands open</h3>
          <OpenList open={standsOpen(record, events, policy)} onAct={onAct} />
        </section>
      )}
      {asksDiary && (
        <DiaryChoice district={district} day={day} diary={diary.data} onDistrict={setDistrict} onDay={setDay} />
      )}
      {codes.isError && <ProblemBox error={codes.error} />}
      {asksDiary && diary.isError && <ProblemBox error={diary.error} />}
      {action.code === 'problem' && problems.isError && <ProblemBox error={problems.error} />}
      {action.code === 'link' && (candidates.data?.candidates.length ?? 0) > 0 && (
        <p className="quiet">
          The likest:{' '}
          {candidates.data?.candidates
            .slice(0, 3)
            .map((one) => `${one.incident.number} (${one.score} points)`)
            .join(', ')}
          .
        </p>
      )}
    </FormDialog>
  )
}
