// Forms of the appointment diary: booking, moving, cancelling, and what a supervisor does with slots. Pure.
import type { Diary, Policy } from '../api/types.ts'
import type { Field } from '../common/form.ts'
import { dayAndTime } from '../common/time.ts'
import { plain } from '../common/words.ts'
import type { ActionForm, FormContext } from './action_form.ts'

export type Slot = Diary['slots'][number]

export function appointmentKind(kind: string, policy: Policy | undefined): string {
  return policy?.working?.screening.appointment_kinds.find((one) => one.code === kind)?.text ?? plain(kind)
}

function slotField({ diary, policy }: FormContext, besides: string | null): Field {
  const free = (diary?.slots ?? []).filter((slot) => slot.free > 0 && slot.slot !== besides)
  return {
    pointer: '/slot',
    label: 'Slot',
    kind: 'choice',
    required: true,
    options: free.map((slot) => ({
      code: slot.slot,
      text: `${dayAndTime(Date.parse(slot.starts_at), 0)} to ${dayAndTime(Date.parse(slot.ends_at), Date.parse(slot.starts_at))}, ${appointmentKind(slot.kind, policy).toLowerCase()} (${slot.free} of ${slot.capacity} free)`,
    })),
  }
}

export function bookingForm(context: FormContext): ActionForm {
  return {
    title: `Book an appointment for ${context.record.number}`,
    send: 'Book it',
    path: 'appointments',
    fields: [slotField(context, null), { pointer: '/note', label: 'What the officer should know', kind: 'words' }],
    body: (body) => ({ ...body, diary: context.diary?.id }),
  }
}

const reasonField = (policy: Policy | undefined): Field => ({
  pointer: '/reason_code',
  label: 'Why',
  kind: 'choice',
  required: true,
  options: policy?.working?.screening.appointment_reasons ?? [],
})

export function moveForm(context: FormContext, appointment: string): ActionForm {
  const { record, policy } = context
  const held = record.screening?.appointments?.find((one) => one.id === appointment)
  return {
    title: `Move the appointment of ${record.number}`,
    send: 'Move it',
    path: `appointments/${appointment}/move`,
    ...(held === undefined ? {} : { about: `It is booked for ${dayAndTime(Date.parse(held.starts_at), 0)}.` }),
    fields: [
      slotField(context, held?.slot ?? null),
      reasonField(policy),
      { pointer: '/note', label: 'More of it', kind: 'words' },
    ],
    body: (body) => ({ ...body, diary: context.diary?.id }),
  }
}

export function appointmentCancelForm({ record, policy }: FormContext, appointment: string): ActionForm {
  return {
    title: `Cancel the appointment of ${record.number}`,
    send: 'Cancel it',
    path: `appointments/${appointment}/cancel`,
    about: 'Its place is free again, and the caller is to be told.',
    fields: [reasonField(policy), { pointer: '/note', label: 'More of it', kind: 'words' }],
  }
}

export function slotForm(district: string, policy: Policy | undefined): ActionForm {
  return {
    title: 'Offer a slot',
    send: 'Offer it',
    path: '/v1/diary/slots',
    about: 'In the diary of the day on which it begins. Times are London’s.',
    given: { '/district': district },
    fields: [
      { pointer: '/district', label: 'District', kind: 'line', max: 64, required: true },
      {
        pointer: '/kind',
        label: 'For what',
        kind: 'choice',
        required: true,
        options: policy?.working?.screening.appointment_kinds ?? [],
      },
      { pointer: '/starts_at', label: 'Begins', kind: 'when', required: true },
      { pointer: '/ends_at', label: 'Ends', kind: 'when', required: true },
      {
        pointer: '/capacity',
        label: 'How many appointments fit in',
        kind: 'number',
        minimum: 1,
        maximum: 1000,
        required: true,
      },
    ],
  }
}

export function placesForm(diary: string, slot: Slot, policy: Policy | undefined): ActionForm {
  const taken = slot.capacity - slot.free
  return {
    title: `Places of the slot at ${dayAndTime(Date.parse(slot.starts_at), 0)}`,
    send: 'Change it',
    path: `/v1/diary/${diary}/slots/${slot.slot}`,
    about: `${appointmentKind(slot.kind, policy)}: ${taken} of ${slot.capacity} are taken. Never fewer than those; 0 where none is taken, and nobody can book it any more.`,
    given: { '/capacity': String(slot.capacity) },
    fields: [
      {
        pointer: '/capacity',
        label: 'How many appointments fit in',
        kind: 'number',
        minimum: 0,
        maximum: 1000,
        required: true,
      },
    ],
  }
}
