// The log's events as sentences. Pure; what is not known to this console is shown by its type, never left out.
import type { LogEvent, Policy } from '../api/types.ts'
import { dayAndTime } from '../common/time.ts'
import { channelLabel, plain, valueInWords } from '../common/words.ts'

type Data = Record<string, unknown>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const list = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])
const part = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {})

// The code's own words in the policy; the code itself, made readable, where it has none.
function worded(code: unknown, known: readonly { code: string; text: string }[] | undefined): string {
  const given = text(code)
  if (given === null) return 'no reason given'
  return known?.find((one) => one.code === given)?.text ?? plain(given)
}

export function personIn(actor: string): string {
  if (actor === 'system:timer') return 'the server, at its time'
  if (actor.startsWith('system:')) return `the server (${actor.slice('system:'.length)})`
  return actor.replace(/^(user|key):/, '')
}

export function ownerName(owner: string, policy: Policy | undefined): string {
  return policy?.working?.posts.find((one) => one.post === owner)?.name ?? plain(owner)
}

export function taskText(kind: string, policy: Policy | undefined): string {
  return policy?.working?.tasks.find((one) => one.kind === kind)?.text ?? plain(kind)
}

export function partnerName(partner: string, policy: Policy | undefined): string {
  return policy?.working?.partners.find((one) => one.partner === partner)?.name ?? plain(partner)
}

export function pathwayText(pathway: string | null, policy: Policy | undefined): string {
  if (pathway === null) return 'none'
  return policy?.pathways.find((one) => one.pathway === pathway)?.text ?? plain(pathway)
}

export function outcomeText(outcome: string, policy: Policy | undefined): string {
  return policy?.working?.outcomes.find((one) => one.code === outcome)?.text ?? plain(outcome)
}

function graded(data: Data): string {
  const grade = text(data.grade)
  const previous = text(data.previous)
  if (grade === null) return 'Ungraded: a person chooses'
  if (previous === null) return `Grade ${grade} chosen`
  return previous === grade ? `Grade ${grade} confirmed` : `Grade ${grade} set, was ${previous}`
}

function gradeIn(value: unknown): string {
  return text(part(value).grade) ?? '?'
}

function when(value: unknown): string {
  const at = Date.parse(text(value) ?? '')
  return Number.isNaN(at) ? '' : dayAndTime(at, at)
}

function by(value: unknown, before: string): string {
  const at = when(value)
  return at === '' ? '' : `${before} ${at}`
}

function factsIn(value: unknown): string {
  const entries = Object.entries(part(value))
  return entries.map(([fact, said]) => `${plain(fact).toLowerCase()}: ${valueInWords(said)}`).join('; ')
}

function assessed(data: Data): string {
  const proposed = text(data.proposed_grade) ?? text(part(data.assessment).proposed_grade)
  return proposed === null ? 'Assessed: no grade proposed' : `Assessed: grade ${proposed} proposed`
}

// What each kind of task is called stands in the event that opened it; later ones name only its id.
export type TaskNames = ReadonlyMap<string, string>

export function taskNames(events: readonly LogEvent[], policy: Policy | undefined): TaskNames {
  return new Map(
    events.flatMap(({ type, data }) => {
      const task = text(data.task)
      return type === 'task.opened' && task !== null ? [[task, taskText(text(data.kind) ?? '', policy)] as const] : []
    }),
  )
}

const unitStates: Record<string, string> = {
  assigned: 'is assigned',
  accepted: 'has accepted it',
  refused: 'refuses it',
  en_route: 'is on its way',
  at_scene: 'is at the scene',
  resulted: 'has resulted it',
  released: 'is taken off it',
}

const answers: Record<string, string> = {
  accepted: 'accepts',
  declined: 'declines',
  attending: 'is on its way',
  arrived: 'has arrived',
  could_not_locate: 'could not find it',
  completed: 'has finished',
  taken_back: 'Taken back by police',
}

function answered(data: Data): string {
  const answer = text(data.answer) ?? ''
  const back = data.returned === true ? '; it comes back to police' : ''
  const step = data.police_attending === false ? '; police step back' : ''
  if (answer === 'taken_back') return `Taken back by police${back}`
  return `The partner ${answers[answer] ?? plain(answer).toLowerCase()}${by(data.eta, ', expected at')}${step}${back}`
}

export function sentenceOf(event: LogEvent, policy?: Policy, tasks?: TaskNames): string {
  const { data } = event
  const working = policy?.working
  const screening = working?.screening
  const channel = text(data.channel)
  const task = tasks?.get(text(data.task) ?? '') ?? 'Task'
  switch (event.type) {
    case 'contact.received':
      return `Contact received${channel === null ? '' : ` by ${channelLabel(channel)}`}`
    case 'contact.demand_tagged':
      return `Demand: ${plain(text(data.tag) ?? '')}`
    case 'incident.opened':
      return `Incident opened${channel === null ? '' : ` by ${channelLabel(channel)}`}`
    case 'incident.contact_joined':
      return `Contact joined${channel === null ? '' : ` (${channelLabel(channel)})`}`
    case 'incident.assessed':
      return assessed(data)
    case 'incident.grade_set':
      return graded(data)
    case 'incident.note_added':
      return 'Note added'
    case 'incident.facts_added':
      return `Facts added by ${plain(text(data.kind) ?? 'somebody').toLowerCase()} (${plain(text(data.confidence) ?? 'stated').toLowerCase()}): ${factsIn(data.facts)}`
    case 'incident.facts_withdrawn':
      return `Facts taken back, entered in error: ${list(data.facts).map(plain).join(', ')}`
    case 'incident.fact_set_aside':
      return `${plain(text(data.fact) ?? '')} cannot be established: ${worded(data.reason_code, working?.not_establishable)}`
    case 'incident.call_ended':
      return 'The call ended'
    case 'incident.lowering_requested':
      return `Grade ${gradeIn(data.to)} asked for, in place of ${gradeIn(data.from)}: ${worded(data.reason_code, working?.lowering_reasons)}`
    case 'incident.approval_decided':
      return `The lower grade is ${data.approved === true ? 'approved' : 'refused'} as ${ownerName(text(data.post) ?? '', policy)}${text(data.means) === null ? '' : `, heard by ${text(data.means)}`}`
    case 'incident.approval_lapsed':
      return `The question of a lower grade is void: ${plain(text(data.reason_code) ?? '').toLowerCase()}`
    case 'incident.grade_lowered':
      return `Grade lowered to ${gradeIn(data.target)}, was ${gradeIn(data.previous)}: ${worded(data.reason_code, working?.lowering_reasons)}${by(data.check_by, '; to be confirmed by')}`
    case 'incident.grade_restored':
      return `Grade ${gradeIn(data.target)} is back, was ${text(data.previous) ?? '?'}: ${plain(text(data.reason_code) ?? '').toLowerCase()}`
    case 'incident.response_changed':
      return data.reduced === true
        ? 'Those sent go without haste while a lower grade waits'
        : 'Those sent go as the grade says again'
    case 'incident.sender_grade_kept':
      return `${partnerName(text(data.partner) ?? '', policy)} sent it as grade ${gradeIn(data.sent)}${data.raised === true ? '; raised to it' : ''}`
    case 'incident.deferred':
      return `Put off: ${worded(data.reason_code, working?.deferral_reasons)}${by(data.review_at, '; looked at again at')}`
    case 'incident.closed':
      return `Closed: ${outcomeText(text(data.outcome) ?? '', policy)}`
    case 'incident.reopened':
      return `Opened again: ${worded(data.reason_code, working?.reopening_reasons)}`
    case 'incident.coded':
      return `Coded ${text(data.closing) ?? text(data.opening) ?? ''}`.trimEnd()
    case 'incident.crime_decision_owed':
      return `A crime decision is owed${by(part(data.duty).due_at, 'by')}: ${list(part(data.duty).offences).join(', ')}`
    case 'incident.crime_decision_late':
      return 'The crime decision is late'
    case 'incident.crime_decided': {
      const crime = part(data.crime)
      return `Crime decided: ${plain(text(crime.state) ?? '').toLowerCase()}${text(crime.number) === null ? '' : ` ${text(crime.number)}`}`
    }
    case 'incident.unresourced':
      return `Nobody can be sent: ${worded(data.reason_code, working?.unresourced_reasons)}`
    case 'incident.target_warning':
      return 'The time to attend is nearly up'
    case 'incident.target_breached':
      return 'The time to attend has passed'
    case 'incident.escalated':
      return `${ownerName(text(data.to) ?? '', policy)} told: ${plain(text(data.condition) ?? '').toLowerCase()}`
    case 'incident.ladder_planned':
      return `The next step of escalation is planned${by(data.next_at, 'for')}`
    case 'escalation.acknowledged':
      return `What the post was told is acknowledged${by(data.review_at, '; it comes back at')}`
    case 'escalation.ended':
      return `What the post was told no longer holds: ${plain(text(data.reason_code) ?? '').toLowerCase()}`
    case 'incident.linked':
      return data.kind === 'duplicate'
        ? 'Joined as the same to another incident, which survives'
        : 'Related to another incident'
    case 'incident.absorbed':
      return 'Took over an incident that is the same'
    case 'incident.link_undone':
      return 'A link was undone'
    case 'incident.released':
      return 'A duplicate stands on its own again'
    case 'incident.major_incident_changed':
      return data.major === null ? 'The major incident is stood down' : 'A major incident is declared'
    case 'incident.problem_linked':
      return 'Put into a problem record'
    case 'incident.job_planned':
      return `Planned job${by(data.active_from, 'for')}: ${plain(text(data.kind) ?? '')}`
    case 'incident.job_activated':
      return 'The planned job is work now'
    case 'incident.need_recorded':
      return `Need recorded: ${plain(text(data.need) ?? '')}`
    case 'incident.need_withdrawn':
      return `Need taken back: ${plain(text(data.need) ?? '')}`
    case 'incident.test_line_recognised':
      return 'The number is a test line'
    case 'dispatch.requested':
      return `Pushed to the consoles${text(data.grade) === null ? '' : ` at grade ${text(data.grade)}`}`
    case 'dispatch.acknowledged':
      return 'Dispatch acknowledged'
    case 'dispatch.overdue':
      return 'Dispatch not acknowledged in time'
    case 'dispatch.stood_down':
      return `Dispatch stood down: ${plain(text(data.reason_code) ?? '').toLowerCase()}`
    case 'dispatch.unit_reported':
      return `Unit ${text(data.unit) ?? '?'} ${unitStates[text(data.state) ?? ''] ?? plain(text(data.state) ?? '')}${text(data.reason_code) === null ? '' : `: ${worded(data.reason_code, working?.unit_reasons)}`}`
    case 'dispatch.voiced':
      return `Spoken word given by ${text(data.means) ?? 'voice'}`
    case 'dispatch.returned':
      return `Back at the desk: ${plain(text(data.reason_code) ?? '').toLowerCase()}`
    case 'task.opened':
      return `Task for ${ownerName(text(data.owner) ?? '', policy)}: ${taskText(text(data.kind) ?? '', policy)}${by(data.due_at, '; due')}`
    case 'task.attempted':
      return `${task}: tried (${plain(text(data.code) ?? '').toLowerCase()})`
    case 'task.completed':
      return `${task}: done (${plain(text(data.outcome) ?? '').toLowerCase()})`
    case 'task.overdue':
      return `${task}: overdue`
    case 'task.lapsed':
      return `${task}: no longer owed (${plain(text(data.reason_code) ?? '').toLowerCase()})`
    case 'handoff.requested':
      return `${partnerName(text(data.partner) ?? '', policy)} asked${by(data.answer_by, '; answer by')}`
    case 'handoff.answered':
      return answered(data)
    case 'handoff.silent':
      return 'The partner has not answered in time; it comes back to police'
    case 'referral.queued':
      return 'The referral is to be sent to the service’s system'
    case 'referral.attempted':
      return data.for_token === true
        ? 'The service’s system is asked for its number'
        : 'The referral is being sent to the service’s system'
    case 'referral.sent':
      return text(data.ask_at) === null
        ? 'The service’s system has taken the referral'
        : `The service’s system has the referral${by(data.ask_at, '; its number is asked for')}`
    case 'referral.failed':
      return `The service’s system was not told: ${plain(text(data.reason_code) ?? '').toLowerCase()}${by(data.next_at, '; again')}`
    case 'pathway.agreed':
      return `${ownerName(text(data.post) ?? '', policy)} ${data.agreed === true ? 'agrees' : 'does not agree'}: ${pathwayText(text(data.subject), policy)}`
    case 'pathway.resolved':
      return `Resolved by: ${pathwayText(text(data.pathway), policy)}`
    case 'pathway.returned':
      return `Came back after an early resolution, within ${String(data.within_days)} days`
    case 'appointment.booked':
      return `Appointment booked${by(data.starts_at, 'for')}`
    case 'appointment.moved':
      return `Appointment moved: ${worded(data.reason_code, screening?.appointment_reasons)}`
    case 'appointment.cancelled':
      return `Appointment cancelled: ${worded(data.reason_code, screening?.appointment_reasons)}`
    case 'appointment.reminder_due':
      return 'A reminder of the appointment is due'
    case 'appointment.ended':
      return data.kept === true ? 'The appointment was kept' : 'The appointment was not kept'
    case 'message.requested':
      return 'A text to the caller is to be sent'
    case 'message.attempted':
      return 'The text to the caller is being sent'
    case 'message.sent':
      return 'The text to the caller was sent'
    case 'message.failed':
      return `The text to the caller could not be sent: ${plain(text(data.reason_code) ?? '').toLowerCase()}`
    default:
      return plain(String(event.type).replaceAll('.', ' '))
  }
}

const wordKeys = [
  'text',
  'narrative',
  'rationale',
  'request',
  'condition',
  'safety_net',
  'note',
  'officer',
  'reference',
  'description',
  'address',
] as const

// The words that belong to an event, for those who may read them.
export function wordsOf(event: LogEvent): string | null {
  const personal = event.personal ?? {}
  const said = wordKeys.flatMap((key) => text(personal[key]) ?? [])
  if (said.length > 0) return said.join('\n')
  return text(event.data.rationale)
}
