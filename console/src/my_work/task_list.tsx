import { useState } from 'react'
import type { OwedTask, Policy } from '../api/types.ts'
import { DueBy } from '../common/due_by.tsx'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf } from '../common/grades.ts'
import { plain } from '../common/words.ts'
import { ownerName } from '../incident/timeline.ts'
import { isPlain, isTyping, singleKeysOn } from '../shell/keys.ts'
import { movedBy } from '../shell/list_keys.ts'
import { addressOf, go } from '../shell/route.ts'

export type Deed = 'complete' | 'attempt' | 'decide'

interface Props {
  tasks: readonly OwedTask[]
  policy: Policy | undefined
  mayWork: boolean
  mayDecide: boolean
  onDo: (deed: Deed, task: OwedTask) => void
}

export function deedsFor(task: OwedTask, policy: Policy | undefined, mayWork: boolean, mayDecide: boolean): Deed[] {
  if (task.kind === 'decide_approval') return mayDecide ? ['decide'] : []
  if (!mayWork || task.kind === 'problem_action') return [] // that one ends on its problem record
  const tries = policy?.working?.tasks.find((one) => one.kind === task.kind)?.attempts.length ?? 0
  return tries > 0 ? ['complete', 'attempt'] : ['complete']
}

const labels: Record<Deed, string> = { complete: 'Complete', attempt: 'An attempt', decide: 'Approve or refuse' }
const keys: Record<string, Deed> = { c: 'complete', t: 'attempt', y: 'decide' }

// Tasks as rows; the arrows move between them, and a key does what stands on the row.
export function TaskList({ tasks, policy, mayWork, mayDecide, onDo }: Props) {
  const [chosen, setChosen] = useState<string | null>(null)
  const scale = scaleOf(policy)

  const moveTo = (next: OwedTask) => {
    setChosen(next.id)
    document.getElementById(`task_${next.id}`)?.focus()
  }

  const onKeyDown = (event: React.KeyboardEvent, task: OwedTask) => {
    if (!isPlain(event) || isTyping(event.target) || event.target !== event.currentTarget) return
    const deed = keys[event.key]
    const to = movedBy(event, tasks.indexOf(task), tasks.length, 10)
    const next = to === null ? undefined : tasks[to]
    if (next !== undefined) moveTo(next)
    else if (event.key === 'Enter') go({ screen: 'incident', incident: task.incident })
    else if (deed !== undefined && singleKeysOn() && deedsFor(task, policy, mayWork, mayDecide).includes(deed))
      onDo(deed, task)
    else return
    event.preventDefault()
  }

  const entry = tasks.some((task) => task.id === chosen) ? chosen : (tasks[0]?.id ?? null)
  return (
    <table className="table" aria-label="Tasks">
      <thead>
        <tr>
          <th scope="col">Grade</th>
          <th scope="col">What</th>
          <th scope="col">Due</th>
          <th scope="col">Whose</th>
          <th scope="col">Tried</th>
          <th scope="col">Incident</th>
          <th scope="col">To do</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          // The row itself takes the focus, so that one key acts on it; each deed is a button in it as well.
          <tr
            key={task.id}
            id={`task_${task.id}`}
            tabIndex={task.id === entry ? 0 : -1}
            className={task.id === chosen ? 'row-chosen' : undefined}
            onFocus={() => setChosen(task.id)}
            onKeyDown={(event) => onKeyDown(event, task)}
          >
            <td>
              <GradeBadge grade={task.risk} scale={scale} />
            </td>
            <th scope="row">{task.what}</th>
            <td>
              <DueBy at={task.due_at} />
            </td>
            <td>{ownerName(task.owner, policy)}</td>
            <td>
              {task.attempts.length === 0 ? (
                <span className="quiet">not yet</span>
              ) : (
                `${task.attempts.length}: ${task.attempts.map((one) => plain(one.code).toLowerCase()).join(', ')}`
              )}
            </td>
            <td>
              <a href={addressOf({ screen: 'incident', incident: task.incident })}>{task.number}</a>
              {task.district !== null && <span className="quiet"> {task.district}</span>}
            </td>
            <td>
              {deedsFor(task, policy, mayWork, mayDecide).map((deed) => (
                <button key={deed} type="button" className="button-quiet" onClick={() => onDo(deed, task)}>
                  {labels[deed]}
                  <span className="visually-hidden">
                    : {task.what}, {task.number}
                  </span>
                </button>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
