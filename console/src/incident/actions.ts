// What can be done on an incident, each with the key that opens it and what it needs.
import type { Permission } from '../api/types.ts'
import type { IncidentRecord } from './stands_open.ts'

export type ActionCode =
  | 'note'
  | 'facts'
  | 'not_establishable'
  | 'withdraw_facts'
  | 'call_ended'
  | 'grade'
  | 'lower'
  | 'response'
  | 'acknowledge'
  | 'unit'
  | 'unresourced'
  | 'defer'
  | 'task'
  | 'task_complete'
  | 'task_attempt'
  | 'approval'
  | 'escalation'
  | 'pathway'
  | 'authority'
  | 'appointment'
  | 'appointment_result'
  | 'appointment_cancel'
  | 'appointment_move'
  | 'handoff'
  | 'handoff_reply'
  | 'referral'
  | 'receipt'
  | 'transfer'
  | 'transfer_reply'
  | 'link'
  | 'unlink'
  | 'crime'
  | 'crime_reclassify'
  | 'crime_cancel'
  | 'crime_transfer'
  | 'crime_officer'
  | 'crime_told'
  | 'activate'
  | 'need'
  | 'need_back'
  | 'message'
  | 'codes'
  | 'call_place'
  | 'call_back'
  | 'problem'
  | 'major'
  | 'major_update'
  | 'major_stand_down'
  | 'close'
  | 'reopen'

// An action, and the task, approval, hand-off, link, crime, call, contact or fact that it is about.
export interface Action {
  code: ActionCode
  about?: string
}

export interface Offered {
  code: ActionCode
  key: string
  label: string
  permission: Permission
  // Whether it makes sense on the record as it stands. A reason why not is left to the server.
  fits: (record: IncidentRecord) => boolean
}

const isOpen = (record: IncidentRecord) => record.status === 'open'
const always = () => true

// The bar of the page. What is about one task, crime or hand-off stands beside that.
export const offered: readonly Offered[] = [
  { code: 'note', key: 'n', label: 'Note', permission: 'note_add', fits: always },
  { code: 'facts', key: 'f', label: 'Facts', permission: 'facts_add', fits: always },
  { code: 'not_establishable', key: 'x', label: 'Nobody can say', permission: 'facts_add', fits: isOpen },
  { code: 'withdraw_facts', key: 'z', label: 'Take facts back', permission: 'facts_add', fits: isOpen },
  { code: 'need', key: 'N', label: 'To be understood', permission: 'facts_add', fits: isOpen },
  { code: 'message', key: 'T', label: 'Text a caller', permission: 'task_work', fits: isOpen },
  { code: 'call_ended', key: 'b', label: 'Call ended', permission: 'contact_create', fits: isOpen },
  { code: 'grade', key: 'g', label: 'Confirm or raise', permission: 'grade_confirm', fits: isOpen },
  {
    code: 'lower',
    key: 'd',
    label: 'Lower the grade',
    permission: 'grade_confirm',
    fits: (one) => isOpen(one) && one.grade !== null,
  },
  {
    code: 'response',
    key: 's',
    label: 'Without haste, or as before',
    permission: 'dispatch_acknowledge',
    fits: (one) => isOpen(one) && (one.approval !== null || one.response_reduced),
  },
  {
    code: 'acknowledge',
    key: 'a',
    label: 'Acknowledge',
    permission: 'dispatch_acknowledge',
    fits: (one) =>
      isOpen(one) && one.dispatch !== null && (one.dispatch.state !== 'acknowledged' || one.dispatch.voice === 'owed'),
  },
  { code: 'unit', key: 'u', label: 'Unit', permission: 'dispatch_acknowledge', fits: isOpen },
  { code: 'unresourced', key: 'w', label: 'Nobody to send', permission: 'dispatch_acknowledge', fits: isOpen },
  { code: 'defer', key: 'q', label: 'Put off', permission: 'dispatch_acknowledge', fits: isOpen },
  { code: 'task', key: 't', label: 'Task', permission: 'task_work', fits: isOpen },
  { code: 'handoff', key: 'h', label: 'Hand off', permission: 'task_work', fits: isOpen },
  { code: 'referral', key: 'v', label: 'Refer', permission: 'task_work', fits: isOpen },
  { code: 'transfer', key: 'o', label: 'Another force', permission: 'task_work', fits: isOpen },
  { code: 'link', key: 'l', label: 'Link', permission: 'incident_link', fits: isOpen },
  { code: 'crime', key: 'k', label: 'Crime', permission: 'crime_record', fits: (one) => owedCrimes(one).length > 0 },
  { code: 'pathway', key: 'p', label: 'Pathway', permission: 'incident_close', fits: isOpen },
  { code: 'authority', key: 'y', label: 'Agree to a pathway', permission: 'approval_decide', fits: isOpen },
  { code: 'appointment', key: 'i', label: 'Appointment', permission: 'task_work', fits: isOpen },
  {
    code: 'activate',
    key: 'j',
    label: 'Work on it now',
    permission: 'task_work',
    fits: (one) => isOpen(one) && one.planned?.active === false,
  },
  {
    code: 'major',
    key: 'm',
    label: 'Major incident',
    permission: 'major_incident',
    fits: (one) => isOpen(one) && one.major_incident === null,
  },
  { code: 'problem', key: 'P', label: 'Problem record', permission: 'problem_work', fits: always },
  { code: 'codes', key: 'c', label: 'Codes', permission: 'incident_close', fits: isOpen },
  { code: 'close', key: 'e', label: 'Close', permission: 'incident_close', fits: isOpen },
  {
    code: 'reopen',
    key: 'r',
    label: 'Open again',
    permission: 'incident_close',
    fits: (one) => one.status === 'closed',
  },
]

// The key as it is read: a capital letter is typed with Shift.
export function keyName(key: string): string {
  return /^[A-Z]$/.test(key) ? `Shift+${key}` : key
}

export interface OwedCrime {
  key: string
  offences: string[]
  recording: string
  due_at: string | null
  lateness: string
  crime: string | null
}

export interface DecidedCrime {
  crime: string
  key: string
  state: string
  number: string | null
  code: string
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

export function owedCrimes(record: IncidentRecord): OwedCrime[] {
  return (crimesOf(record).owed ?? []).map((one) => ({
    key: text(one.key) ?? '',
    offences: Array.isArray(one.offences) ? one.offences.map(String) : [],
    recording: text(one.recording) ?? '',
    due_at: text(one.due_at),
    lateness: text(one.lateness) ?? '',
    crime: text(one.crime),
  }))
}

export function decidedCrimes(record: IncidentRecord): DecidedCrime[] {
  return (crimesOf(record).decided ?? []).map((one) => ({
    crime: text(one.crime) ?? '',
    key: text(one.key) ?? '',
    state: text(one.state) ?? '',
    number: text(one.number),
    code: text(one.code) ?? '',
  }))
}

function crimesOf(record: IncidentRecord): { owed?: Record<string, unknown>[]; decided?: Record<string, unknown>[] } {
  return record.crimes ?? {}
}

// What ends a thing that stands open, by the pointer with which the server names it.
export function remedyFor(pointer: string): Action | null {
  const [, what, id] = pointer.split('/')
  switch (what) {
    case 'grade':
      return { code: 'grade' }
    case 'facts':
      return id === undefined ? { code: 'facts' } : { code: 'facts', about: id }
    case 'approvals':
      return id === undefined ? null : { code: 'approval', about: id }
    case 'tasks':
      return id === undefined ? { code: 'task' } : { code: 'task_complete', about: id }
    case 'handoffs':
      return id === undefined ? { code: 'handoff' } : { code: 'handoff_reply', about: id }
    case 'appointments':
      return id === undefined ? null : { code: 'appointment_result', about: id }
    case 'crimes':
      return { code: 'crime', about: pointer.slice('/crimes/'.length) }
    case 'nsir':
      return { code: 'codes' }
    case 'dispatch':
      return { code: 'acknowledge' }
    case 'contacts':
      return { code: 'call_ended' }
    case 'promise':
      return { code: 'task' }
    default:
      return null
  }
}

const remedyLabels: Partial<Record<ActionCode, string>> = {
  grade: 'Choose a grade',
  facts: 'Answer it',
  approval: 'Decide',
  task: 'Open a task',
  task_complete: 'Complete it',
  handoff: 'Ask another service',
  handoff_reply: 'Record the answer',
  appointment_result: 'Say what became of it',
  crime: 'Decide on it',
  acknowledge: 'Acknowledge',
  codes: 'Set the codes',
  call_ended: 'The call has ended',
}

export function remedyLabel(action: Action): string {
  return remedyLabels[action.code] ?? 'Do it'
}
