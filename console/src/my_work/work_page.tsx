import { useEffect, useMemo, useRef, useState } from 'react'
import { usePolicy } from '../api/queries.ts'
import type { OwedTask } from '../api/types.ts'
import { rankOf, scaleOf } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { useNow } from '../common/use_now.ts'
import { plain } from '../common/words.ts'
import { taskAttempt, taskCompletion } from '../incident/owed_forms.ts'
import { ownerName } from '../incident/timeline.ts'
import { useDone } from '../incident/use_done.ts'
import { ProblemList } from '../problems/problem_list.tsx'
import { may, useSession } from '../shell/session.tsx'
import { Appointments } from './appointments.tsx'
import { ApprovalDialog } from './approval_dialog.tsx'
import { CallBacks } from './call_backs.tsx'
import { Handover } from './handover.tsx'
import { inOrder, late, ofOwner, owners, type Order } from './owed.ts'
import { OwnReviews } from './own_reviews.tsx'
import { SendForm } from './send_form.tsx'
import { Takeover } from './takeover.tsx'
import { TaskList, type Deed } from './task_list.tsx'
import { useTasks } from './work_api.ts'
import '../styles/record.css'

// Everything owed by one's role: tasks, approvals, call-backs, appointments, what a duty takes over as it begins, and what
// goes over at the end of a shift.
export function WorkPage() {
  const session = useSession()
  const policy = usePolicy()
  const now = useNow()
  const tasks = useTasks(may(session, 'incident_read'))
  const [whose, setWhose] = useState('mine')
  const [order, setOrder] = useState<Order>('due')
  const [open, setOpen] = useState<{ deed: Deed; task: OwedTask } | null>(null)
  const [said, setSaid] = useState('')
  const learn = useDone()
  const title = useRef<HTMLHeadingElement>(null)
  const scale = useMemo(() => scaleOf(policy.data), [policy.data])
  const works = may(session, 'task_work')

  useEffect(() => title.current?.focus(), [])
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), 6000)
    return () => clearTimeout(timer)
  }, [said])

  const all = tasks.data?.items ?? []
  const shown = inOrder(ofOwner(all, whose, session.account.role), order, (grade) => rankOf(scale, grade))
  const done = (answer: unknown) => {
    learn(answer)
    setOpen(null)
    setSaid('Recorded.')
  }
  const rule = policy.data?.working?.tasks.find((one) => one.kind === open?.task.kind)
  return (
    <div className="page">
      <div className="page-head">
        <h1 ref={title} tabIndex={-1}>
          My work
        </h1>
        <label>
          Whose{' '}
          <select value={whose} onChange={(event) => setWhose(event.target.value)}>
            <option value="mine">Mine ({plain(session.account.role).toLowerCase()})</option>
            <option value="all">Everybody’s</option>
            {owners(all).map((owner) => (
              <option key={owner} value={owner}>
                {ownerName(owner, policy.data)}
              </option>
            ))}
          </select>
        </label>
        <label>
          In order of{' '}
          <select value={order} onChange={(event) => setOrder(event.target.value === 'risk' ? 'risk' : 'due')}>
            <option value="due">due time</option>
            <option value="risk">risk, then due time</option>
          </select>
        </label>
        <p role="status">
          {tasks.data && (
            <>
              {shown.length} owed, <strong>{late(shown, now)} late</strong>
            </>
          )}
        </p>
        <p className="record-said" role="status">
          {said}
        </p>
      </div>
      {tasks.isError && <ProblemBox error={tasks.error} />}
      {tasks.data === undefined && !tasks.isError && <p className="quiet">Loading…</p>}
      {tasks.data && shown.length === 0 && <p className="quiet">Nothing is owed here.</p>}
      {shown.length > 0 && (
        <TaskList
          tasks={shown}
          policy={policy.data}
          mayWork={works}
          mayDecide={may(session, 'approval_decide')}
          onDo={(deed, task) => setOpen({ deed, task })}
        />
      )}
      {tasks.data && tasks.data.total > all.length && (
        <p className="quiet">
          The {all.length} soonest due of {tasks.data.total}.
        </p>
      )}
      {works && <CallBacks onDone={done} />}
      {works && <Appointments onDone={done} />}
      {may(session, 'problem_work') && <ProblemList />}
      <Takeover />
      <Handover onDone={learn} />
      {may(session, 'review_own') && <OwnReviews onDone={done} />}
      {open?.deed === 'decide' && <ApprovalDialog task={open.task} onDone={done} onClose={() => setOpen(null)} />}
      {open?.deed === 'complete' && (
        <SendForm
          form={taskCompletion(open.task.id, open.task.what, rule, open.task.number)}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.deed === 'attempt' && (
        <SendForm
          form={taskAttempt(open.task.id, open.task.what, rule, open.task.number)}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
