import type { LogEvent, Policy, Task } from '../../api/types.ts'
import { DueBy } from '../../common/due_by.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { plain } from '../../common/words.ts'
import type { Action } from '../actions.ts'
import { AskingWords } from '../asking.tsx'
import { askingFor } from '../record_log.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { ownerName, personIn, taskText } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  events: readonly LogEvent[]
  policy: Policy | undefined
  mayWork: boolean
  mayDecide: boolean
  onAct: (action: Action) => void
}

function attempts(task: Task, policy: Policy | undefined) {
  const known = policy?.working?.tasks.find((one) => one.kind === task.kind)?.attempts
  return task.attempts.map((one) => known?.find((attempt) => attempt.code === one.code)?.text ?? plain(one.code))
}

// What is owed on it, and what was: tasks with their attempts, and lower grades that were asked for.
export function TasksSection({ record, events, policy, mayWork, mayDecide, onAct }: Props) {
  const open = record.tasks
    .filter((task) => task.state === 'open')
    .toSorted((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at))
  const ended = record.tasks.filter((task) => task.state !== 'open')
  return (
    <Section id="tasks" digit="5" title="Tasks and approvals" note={`${open.length} open`}>
      {open.length === 0 && <p className="quiet">Nothing is owed.</p>}
      <ul className="plain-list">
        {open.map((task) => {
          const what = taskText(task.kind, policy)
          const tried = attempts(task, policy)
          return (
            <li key={task.id}>
              <strong>{what}</strong> <span className="quiet">{ownerName(task.owner, policy)}</span>{' '}
              <DueBy at={task.due_at} />
              {tried.length > 0 && (
                <span className="quiet">
                  {' '}
                  Tried {tried.length} times: {tried.join(', ').toLowerCase()}.
                </span>
              )}
              {mayWork && task.kind !== 'decide_approval' && (
                <>
                  <ActButton
                    label={`Complete: ${what}`}
                    onClick={() => onAct({ code: 'task_complete', about: task.id })}
                  />
                  {(policy?.working?.tasks.find((one) => one.kind === task.kind)?.attempts.length ?? 0) > 0 && (
                    <ActButton
                      label={`An attempt: ${what}`}
                      onClick={() => onAct({ code: 'task_attempt', about: task.id })}
                    />
                  )}
                </>
              )}
            </li>
          )
        })}
      </ul>
      {record.approvals.map((approval) => (
        <div key={approval.id} className={approval.state === 'waiting' ? 'note-box' : 'approval-past'}>
          <AskingWords approval={approval} asking={askingFor(approval.id, events)} policy={policy} />
          <p>
            {plain(approval.state)}
            {approval.voices.map((voice) => (
              <span key={`${voice.by} ${voice.at}`}>
                {' '}
                {ownerName(voice.post, policy)} ({personIn(voice.by)}) <Stamp at={voice.at} />
              </span>
            ))}
            {mayDecide && approval.state === 'waiting' && (
              <ActButton label="Approve or refuse" onClick={() => onAct({ code: 'approval', about: approval.id })} />
            )}
          </p>
        </div>
      ))}
      {record.condition !== null && (
        <p className="note-box">
          The grade stands on a condition. Not confirmed by <Stamp at={record.condition.check_by} />, grade{' '}
          {record.condition.restores} comes back.
        </p>
      )}
      {ended.length > 0 && (
        <>
          <h3>Ended</h3>
          <ul className="plain-list quiet">
            {ended.map((task) => (
              <li key={task.id}>
                {taskText(task.kind, policy)}: {task.outcome === null ? plain(task.state) : plain(task.outcome)}{' '}
                {task.ended_at !== null && <Stamp at={task.ended_at} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
