// What stands open on an incident before it can be closed, as its record shows it: so that nobody finds out by being
// refused. The server has the last word, and may name more once the outcome is chosen. Pure.
import type { Incident, LogEvent, Policy, Screening } from '../api/types.ts'
import type { Fault } from '../common/form.ts'
import { dayAndTime } from '../common/time.ts'
import { liveCalls } from './record_log.ts'
import { ownerName, partnerName, taskText } from './timeline.ts'

export type IncidentRecord = Incident & { screening?: Screening }

export function standsOpen(record: IncidentRecord, events: readonly LogEvent[], policy: Policy | undefined): Fault[] {
  const found: Fault[] = []
  const say = (pointer: string, code: string, detail: string, remedy: string) =>
    found.push({ pointer, code, detail, remedy })
  if (record.grade === null) say('/grade', 'ungraded', 'Nobody has chosen a grade.', 'Choose one.')
  const aside = new Set(record.not_establishable.map((one) => one.fact))
  for (const fact of policy?.vocabulary ?? []) {
    if (fact.starred && !(fact.fact in record.facts) && !aside.has(fact.fact))
      say(
        `/facts/${fact.fact}`,
        'risk_fact_unanswered',
        `"${fact.text}" has no answer.`,
        'Ask it, or say why it cannot be established.',
      )
  }
  for (const approval of record.approvals) {
    if (approval.state === 'waiting')
      say(
        `/approvals/${approval.id}`,
        'approval_waiting',
        `Grade ${approval.to} waits for approval.`,
        'Approve or refuse it.',
      )
  }
  for (const task of record.tasks) {
    if (task.state === 'open' && task.kind !== 'decide_approval')
      say(
        `/tasks/${task.id}`,
        'task_open',
        `${taskText(task.kind, policy)}: owed by ${ownerName(task.owner, policy)}.`,
        'Complete the task.',
      )
  }
  for (const handoff of record.handoffs) {
    if (handoff.kind !== 'service' && handoff.state === 'requested')
      say(
        `/handoffs/${handoff.id}`,
        'handoff_unconfirmed',
        `${partnerName(handoff.partner, policy)} has not answered.`,
        'Record the answer.',
      )
  }
  for (const appointment of record.screening?.appointments ?? []) {
    if (appointment.state === 'booked' || appointment.state === 'reminded') {
      const at = Date.parse(appointment.starts_at)
      say(
        `/appointments/${appointment.id}`,
        'appointment_open',
        `An appointment is booked for ${dayAndTime(at, at)}.`,
        'Say what became of it, or cancel it.',
      )
    }
  }
  const duties = (record.crimes as { owed?: { key?: unknown; offences?: unknown }[] } | undefined)?.owed ?? []
  for (const duty of duties) {
    const offences = Array.isArray(duty.offences) ? duty.offences.join(', ') : ''
    say(
      `/crimes/${String(duty.key)}`,
      'crime_undecided',
      `A crime that was told (${offences}) is not decided on.`,
      'Record it, or decide that it is none.',
    )
  }
  if (record.dispatch !== null && (record.dispatch.state === 'pushed' || record.dispatch.state === 'overdue'))
    say('/dispatch', 'dispatch_not_acknowledged', 'Nobody has acknowledged the dispatch.', 'Acknowledge it.')
  if (liveCalls(events).length > 0)
    say('/contacts', 'call_is_live', 'The caller is still on the line.', 'Record the end of the call.')
  return found
}
