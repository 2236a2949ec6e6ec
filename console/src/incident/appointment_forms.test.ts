// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Diary } from '../api/types.ts'
import { filled, schemaOf } from '../common/contract_support.ts'
import type { ActionForm, FormContext } from './action_form.ts'
import { appointmentCancelForm, bookingForm, moveForm, placesForm, slotForm } from './appointment_forms.ts'
import { aRecord } from './record_support.ts'

const slot = (id: string, free: number) => ({
  slot: id,
  kind: 'local_resolution',
  starts_at: '2030-03-04T10:00:00Z',
  ends_at: '2030-03-04T11:00:00Z',
  capacity: 4,
  free,
  bookings: [],
})
const diary: Diary = {
  id: 'diary',
  version: 1,
  district: 'Salford',
  day: '2030-03-04',
  slots: [slot('full', 0), slot('free', 2), slot('held', 1)],
}
const context: FormContext = {
  record: {
    ...aRecord(),
    screening: {
      appointments: [
        {
          id: 'appointment',
          state: 'booked',
          diary: 'diary',
          slot: 'held',
          kind: 'local_resolution',
          starts_at: '2030-03-04T10:00:00Z',
          ends_at: '2030-03-04T11:00:00Z',
          remind_at: '2030-03-03T10:00:00Z',
          missed_at: '2030-03-04T11:30:00Z',
        },
      ],
    },
  },
  policy: undefined,
  pathways: undefined,
  codes: undefined,
  diary,
  me: 'user:handler',
}

describe('the diary’s forms', () => {
  const forms: [string, ActionForm][] = [
    ['appointment', bookingForm(context)],
    ['appointment-move', moveForm(context, 'appointment')],
    ['appointment-cancel', appointmentCancelForm(context, 'appointment')],
    ['diary-slot', slotForm('Salford', undefined)],
    ['diary-capacity', placesForm('diary', slot('free', 2), undefined)],
  ]

  it.each(forms)('%s gives all that its request needs, and nothing that it does not know', (name, form) => {
    const given = filled(form.fields)
    const body = form.body?.(given) ?? given
    const known = schemaOf(name)
    expect(Object.keys(known.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(body)))
    expect(Object.keys(body)).toEqual(expect.arrayContaining(known.required ?? []))
  })

  it('offer slots with a free place, and not the one that it moves from', () => {
    const codes = (form: ActionForm) =>
      form.fields
        .flatMap((one) => (one.pointer === '/slot' && one.kind === 'choice' ? one.options : []))
        .map((one) => one.code)
    expect(codes(bookingForm(context))).toEqual(['free', 'held'])
    expect(codes(moveForm(context, 'appointment'))).toEqual(['free'])
  })

  it('say how many places of a slot are taken before they are changed', () => {
    const form = placesForm('diary', slot('free', 1), undefined)
    expect(form.about).toContain('3 of 4 are taken')
    expect(form.path).toBe('/v1/diary/diary/slots/free')
  })
})
