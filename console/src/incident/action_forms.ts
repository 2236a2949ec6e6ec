// Each action as a form: its fields, where it is sent, and how its body is made. Pure, so that every field and pointer
// is tested against the contract without a browser.
import { callBackForm } from '../calls/call_back_form.ts'
import { span } from '../common/time.ts'
import { plain, valueInWords } from '../common/words.ts'
import { problemForm } from '../problems/problem_forms.ts'
import { type FormContext, type ActionForm, coded, rationale, officerFields, officerPosts } from './action_form.ts'
import type { Action } from './actions.ts'
import { appointmentCancelForm, bookingForm, moveForm } from './appointment_forms.ts'
import { crimeCancelForm, crimeForm, reclassifyForm } from './crime_forms.ts'
import { closingCodeFields, codesForm, messageForm, needBackForm, needForm, placeForm } from './day_one_forms.ts'
import { lowering } from './lowering_form.ts'
import { majorForm } from './major_form.ts'
import {
  answersOfTask,
  appointmentResult,
  approvalForm,
  escalationForm,
  taskAttempt,
  taskCompletion,
} from './owed_forms.ts'
import { handoffAnswer, partners, referralFields } from './partner_forms.ts'
import { pathwayFields } from './pathway_form.ts'
import { ownerName, partnerName, taskText } from './timeline.ts'
import { slips } from './undo.ts'

export function actionForm(action: Action, context: FormContext): ActionForm {
  const { record, policy } = context
  const working = policy?.working
  const about = action.about ?? ''
  const { number } = record
  switch (action.code) {
    case 'note':
      return {
        title: `Note on ${number}`,
        send: 'Add the note',
        path: 'notes',
        fields: [{ pointer: '/text', label: 'Note', kind: 'words', rows: 4, max: 10000, required: true }],
      }
    case 'facts':
      return {
        title: `Facts of ${number}`,
        send: 'Add them',
        path: 'facts',
        fields: [
          {
            pointer: '/source/kind',
            label: 'Who says so',
            kind: 'choice',
            none: 'I do',
            options: coded(['caller', 'officer', 'unit', 'partner']),
          },
          {
            pointer: '/confidence',
            label: 'How sure it is',
            kind: 'choice',
            none: 'Stated',
            options: coded(['observed', 'confirmed', 'inferred']),
          },
          { pointer: '/note', label: 'A note with it', kind: 'words', max: 10000 },
        ],
      }
    case 'not_establishable':
      return {
        title: `What nobody can say, on ${number}`,
        send: 'Record it',
        path: 'facts',
        given: { '/not_establishable/0/fact': about },
        fields: [
          {
            pointer: '/not_establishable/0/fact',
            label: 'Fact',
            kind: 'choice',
            required: true,
            options: (policy?.vocabulary ?? [])
              .filter((one) => !(one.fact in record.facts))
              .toSorted((a, b) => Number(b.starred) - Number(a.starred))
              .map((one) => ({ code: one.fact, text: one.text === '' ? plain(one.fact) : one.text })),
          },
          {
            pointer: '/not_establishable/0/reason_code',
            label: 'Why it cannot be established',
            kind: 'choice',
            required: true,
            options: working?.not_establishable ?? [],
          },
          { pointer: '/not_establishable/0/words', label: 'In your own words', kind: 'words', rows: 2 },
        ],
        body: (body) => ({ not_establishable: Object.values(body.not_establishable ?? {}) }),
      }
    case 'withdraw_facts': {
      const open = slips(record, context.me, policy, context.now ?? 0)
      return {
        title: `Take back facts of ${number}`,
        send: 'Take them back',
        path: 'facts/withdraw',
        given: { '/facts': about === '' ? [] : [about] },
        about:
          open.length === 0
            ? 'You have entered nothing so lately that it could be taken back. A story that has changed is a new fact instead.'
            : 'For what you entered in error just now. A story that has changed is a new fact instead.',
        fields: [
          {
            pointer: '/facts',
            label: 'Your own facts',
            kind: 'several',
            required: true,
            options: open.map((one) => ({
              code: one.fact,
              text: `${plain(one.fact)}: ${valueInWords(one.value)} (${span(one.until - (context.now ?? 0))} left)`,
            })),
          },
        ],
      }
    }
    case 'call_ended':
      return {
        title: `The call has ended, ${number}`,
        send: 'Record it',
        path: 'call-ended',
        fields: [],
        about: 'Of every caller who is on the line.',
      }
    case 'grade':
    case 'lower':
      return lowering(context)
    case 'response':
      return {
        title: `Response to ${number}`,
        send: 'Change it',
        path: 'response',
        given: { '/response': record.response_reduced ? 'normal' : 'reduced' },
        fields: [
          {
            pointer: '/response',
            label: 'Those sent go',
            kind: 'choice',
            required: true,
            options: [
              { code: 'reduced', text: 'without haste, while a lower grade waits' },
              { code: 'normal', text: 'as the grade says' },
            ],
          },
        ],
      }
    case 'acknowledge':
      return {
        title: `Acknowledge the dispatch of ${number}`,
        send: 'Acknowledge',
        path: 'acknowledgement',
        fields: officerFields(null),
        body: (body) => ({ ...body, dispatch: record.dispatch?.id }),
        ...(record.dispatch?.voice === 'owed'
          ? { about: 'The spoken word beside it is owed: give the officer who was told.' }
          : {}),
      }
    case 'unit':
      return {
        title: `Unit on ${number}`,
        send: 'Record it',
        path: 'units',
        given: { '/unit': about },
        fields: [
          {
            pointer: '/unit',
            label: 'Call sign',
            kind: 'line',
            max: 32,
            required: true,
            suggestions: record.units.map((one) => ({ code: one.unit, text: one.unit })),
          },
          {
            pointer: '/state',
            label: 'What it does now',
            kind: 'choice',
            required: true,
            options: [
              { code: 'assigned', text: 'Assigned' },
              { code: 'accepted', text: 'Accepts' },
              { code: 'refused', text: 'Refuses' },
              { code: 'en_route', text: 'On its way' },
              { code: 'at_scene', text: 'At the scene' },
              { code: 'resulted', text: 'Resulted' },
              { code: 'released', text: 'Taken off' },
            ],
          },
          {
            pointer: '/reason_code',
            label: 'Why',
            kind: 'choice',
            required: true,
            options: working?.unit_reasons ?? [],
            when: (values) => values['/state'] === 'refused' || values['/state'] === 'released',
          },
          ...officerFields(null),
        ],
      }
    case 'unresourced':
      return {
        title: `Nobody can be sent to ${number}`,
        send: 'Tell the first post now',
        path: 'unresourced',
        fields: [
          {
            pointer: '/reason_code',
            label: 'Why',
            kind: 'choice',
            required: true,
            options: working?.unresourced_reasons ?? [],
          },
        ],
      }
    case 'defer':
      return {
        title: `Put off ${number}`,
        send: 'Put it off',
        path: 'deferral',
        about: `Grade and clock stay. Put off ${record.deferrals.count} times so far.`,
        fields: [
          {
            pointer: '/reason_code',
            label: 'Why',
            kind: 'choice',
            required: true,
            options: working?.deferral_reasons ?? [],
          },
          { pointer: '/review_at', label: 'Looked at again at', kind: 'when', required: true },
        ],
      }
    case 'task':
      return {
        title: `A task on ${number}`,
        send: 'Open it',
        path: 'tasks',
        fields: [
          {
            pointer: '/kind',
            label: 'What is owed',
            kind: 'choice',
            required: true,
            options: (working?.tasks ?? [])
              .filter((one) => one.opened_by_people)
              .map((one) => ({ code: one.kind, text: `${one.text} (${ownerName(one.owner, policy)})` })),
          },
          { pointer: '/note', label: 'Words that go with it', kind: 'words' },
          { pointer: '/due_at', label: 'Sooner than the policy’s own time', kind: 'when' },
        ],
      }
    case 'task_complete': {
      const { task, rule } = answersOfTask(context, about)
      return taskCompletion(about, taskText(task?.kind ?? '', policy), rule, number)
    }
    case 'task_attempt': {
      const { task, rule } = answersOfTask(context, about)
      return taskAttempt(about, taskText(task?.kind ?? '', policy), rule, number)
    }
    case 'approval':
      return approvalForm(about, number, policy)
    case 'escalation':
      return escalationForm(record.id, about, number)
    case 'pathway':
      return {
        title: `Resolve ${number} by a pathway`,
        send: 'Record it',
        path: 'pathway',
        versioned: true,
        given: { '/pathway': about === '' ? (context.pathways?.proposed ?? '') : about },
        fields: pathwayFields(context),
      }
    case 'authority':
      return {
        title: `Agree to a pathway for ${number}`,
        send: 'Record the decision',
        path: 'pathway/authority',
        given: { '/pathway': about },
        fields: [
          {
            pointer: '/pathway',
            label: 'Pathway',
            kind: 'choice',
            required: true,
            options: (context.pathways?.pathways ?? [])
              .filter((one) => one.standing === 'needs_authority')
              .map((one) => ({
                code: one.pathway,
                text: `${one.text} (${one.authorities.map((post) => ownerName(post, policy)).join(', ')})`,
              })),
          },
          {
            pointer: '/decision',
            label: 'Decision',
            kind: 'choice',
            required: true,
            options: [
              { code: 'agree', text: 'Agrees that it goes this way' },
              { code: 'refuse', text: 'Does not agree' },
            ],
          },
          rationale(),
          ...officerFields(officerPosts(policy)),
        ],
      }
    case 'appointment':
      return bookingForm(context)
    case 'appointment_move':
      return moveForm(context, about)
    case 'appointment_result':
      return appointmentResult(about, number)
    case 'appointment_cancel':
      return appointmentCancelForm(context, about)
    case 'handoff':
      return {
        title: `Ask another agency about ${number}`,
        send: 'Ask it',
        path: 'handoffs',
        about: 'Police hold it and watch for the answer. Silence brings it back.',
        fields: [
          { pointer: '/agency', label: 'Agency', kind: 'choice', required: true, options: partners(context, 'agency') },
          { pointer: '/request', label: 'What it is asked to do', kind: 'words', required: true },
          { pointer: '/reference', label: 'Its own reference', kind: 'line', max: 100 },
        ],
      }
    case 'handoff_reply': {
      const partner = record.handoffs.find((one) => one.id === about)?.partner ?? ''
      return handoffAnswer(context, `${partnerName(partner, policy)} answers`, `handoffs/${about}/reply`)
    }
    case 'referral':
      return {
        title: `Refer ${number} to a service`,
        send: 'Refer it',
        path: 'referrals',
        fields: referralFields(context),
      }
    case 'receipt':
      return {
        title: `Receipt of the referral of ${number}`,
        send: 'Record it',
        path: `referrals/${about}/receipt`,
        fields: [
          { pointer: '/accepted', label: 'The service takes it', kind: 'yes_no', required: true },
          { pointer: '/reference', label: 'Its reference', kind: 'line', max: 100 },
        ],
      }
    case 'transfer':
      return {
        title: `Transfer ${number} to another force`,
        send: 'Ask it',
        path: 'transfer',
        about: 'This force owns it until the other has accepted it.',
        fields: [
          { pointer: '/force', label: 'Force', kind: 'choice', required: true, options: partners(context, 'force') },
          { pointer: '/request', label: 'What it is asked to do', kind: 'words' },
        ],
      }
    case 'transfer_reply':
      return handoffAnswer(context, `The other force answers about ${number}`, 'transfer/reply')
    case 'link':
      return {
        title: `Link ${number}`,
        send: 'Link it',
        path: 'links',
        versioned: true,
        given: { '/other': about, '/kind': about === '' ? '' : 'duplicate' },
        fields: [
          {
            pointer: '/kind',
            label: 'How they belong together',
            kind: 'choice',
            required: true,
            options: [
              { code: 'duplicate', text: 'The same: the other survives, this one is joined to it' },
              { code: 'related', text: 'Related: both stay as they are' },
            ],
          },
          { pointer: '/other', label: 'Number of the other incident', kind: 'line', max: 100, required: true },
          { pointer: '/rationale', label: 'Why, in your own words', kind: 'words' },
        ],
      }
    case 'unlink':
      return {
        title: `Undo a link of ${number}`,
        send: 'Undo it',
        path: `links/${about}/undo`,
        versioned: true,
        about: 'A duplicate is open again at its own grade and clock; the survivor keeps its grade, crimes and units.',
        fields: [{ pointer: '/rationale', label: 'Why, in your own words', kind: 'words' }],
      }
    case 'crime':
      return crimeForm(context, about)
    case 'crime_reclassify':
      return reclassifyForm(context, about)
    case 'crime_cancel':
      return crimeCancelForm(context, about)
    case 'crime_transfer':
      return {
        title: `Pass a crime of ${number} to another force`,
        send: 'Pass it on',
        path: `/v1/crimes/${about}/transfer`,
        fields: [
          { pointer: '/force', label: 'Force', kind: 'line', max: 100, required: true },
          { pointer: '/reference', label: 'Its reference, the receipt', kind: 'line', max: 64, required: true },
        ],
      }
    case 'crime_officer':
      return {
        title: `Who investigates a crime of ${number}`,
        send: 'Record it',
        path: `/v1/crimes/${about}/officer`,
        fields: [{ pointer: '/officer', label: 'Officer’s account name', kind: 'line', max: 64, required: true }],
      }
    case 'crime_told':
      return {
        title: `Telling the victim of a crime of ${number}`,
        send: 'Record it',
        path: `/v1/crimes/${about}/told`,
        fields: [
          {
            pointer: '/how',
            label: 'The victim',
            kind: 'choice',
            required: true,
            options: [
              { code: 'told', text: 'has been told' },
              { code: 'no_safe_contact', text: 'cannot be told safely, or nobody can be told' },
            ],
          },
        ],
      }
    case 'activate':
      return {
        title: `Work on ${number} now`,
        send: 'Bring it forward',
        path: 'activation',
        fields: [],
        about: 'The planned job is work from now on, and dispatched where its grade says so.',
      }
    case 'need':
      return needForm(context)
    case 'need_back':
      return needBackForm(context, about)
    case 'message':
      return messageForm(context, about)
    case 'codes':
      return codesForm(context)
    case 'call_place':
      return placeForm(
        context.calls?.find((one) => one.id === about),
        about,
        number,
      )
    case 'call_back':
      return callBackForm(
        about,
        context.calls?.find((one) => one.id === about),
      )
    case 'problem':
      return problemForm(context, about)
    case 'major':
      return majorForm(record)
    case 'major_update':
      return {
        title: 'What callers are told of the major incident',
        send: 'Record it',
        path: `/v1/major-incidents/${about}/update`,
        fields: [{ pointer: '/text', label: 'What callers were told', kind: 'words', required: true }],
      }
    case 'major_stand_down':
      return {
        title: 'Stand the major incident down',
        send: 'Stand it down',
        path: `/v1/major-incidents/${about}/stand-down`,
        fields: [{ pointer: '/text', label: 'Why, in your own words', kind: 'words', required: true }],
      }
    case 'close':
      return {
        title: `Close ${number}`,
        send: 'Close it',
        path: 'closure',
        versioned: true,
        fields: [
          {
            pointer: '/outcome',
            label: 'How it ended',
            kind: 'choice',
            required: true,
            options: (working?.outcomes ?? []).map((one) => ({
              code: one.code,
              text: one.resolves_risk ? `${one.text} (enough while a risk is open)` : one.text,
            })),
          },
          rationale(),
          ...closingCodeFields(policy),
        ],
      }
    case 'reopen':
      return {
        title: `Open ${number} again`,
        send: 'Open it again',
        path: 'reopen',
        about: 'A new attendance clock starts; the old one is kept.',
        fields: [
          {
            pointer: '/reason_code',
            label: 'Why',
            kind: 'choice',
            required: true,
            options: working?.reopening_reasons ?? [],
          },
          rationale('In your own words'),
        ],
      }
  }
}
