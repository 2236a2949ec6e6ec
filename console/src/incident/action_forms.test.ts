// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { filled, schemaOf } from '../common/contract_support.ts'
import { bodyOf, firstValues } from '../common/form.ts'
import { addressOfForm, type FormContext } from './action_form.ts'
import { actionForm } from './action_forms.ts'
import { keyName, offered, type ActionCode } from './actions.ts'
import { aRecord } from './record_support.ts'

const context: FormContext = {
  record: aRecord(),
  policy: undefined,
  pathways: undefined,
  codes: undefined,
  diary: undefined,
  me: 'user:handler',
}

const schemas: Partial<Record<ActionCode, string>> = {
  note: 'note',
  facts: 'facts',
  withdraw_facts: 'facts-withdraw',
  lower: 'grade',
  response: 'response',
  acknowledge: 'acknowledgement',
  unit: 'unit-report',
  unresourced: 'unresourced',
  defer: 'deferral',
  task: 'task',
  task_complete: 'task-complete',
  task_attempt: 'task-attempt',
  approval: 'approval',
  escalation: 'escalation-acknowledge',
  pathway: 'pathway',
  authority: 'pathway-authority',
  appointment: 'appointment',
  appointment_result: 'appointment-result',
  appointment_cancel: 'appointment-cancel',
  appointment_move: 'appointment-move',
  need: 'need',
  need_back: 'need',
  message: 'message',
  call_place: 'call-location',
  call_back: 'call-back',
  handoff: 'handoff',
  handoff_reply: 'handoff-reply',
  referral: 'referral',
  receipt: 'receipt',
  transfer: 'transfer',
  transfer_reply: 'handoff-reply',
  link: 'link',
  unlink: 'link-undo',
  crime: 'crime-decision',
  crime_reclassify: 'crime-reclassify',
  crime_cancel: 'crime-cancel',
  crime_transfer: 'crime-transfer',
  crime_officer: 'crime-officer',
  crime_told: 'crime-told',
  major: 'major-incident',
  major_update: 'major-incident-update',
  major_stand_down: 'major-incident-stand-down',
  close: 'closure',
  reopen: 'reopen',
}

describe('the forms and the contract', () => {
  it.each(Object.entries(schemas))('%s sends nothing that its request does not know', (code, name) => {
    const form = actionForm({ code: code as ActionCode, about: 'x' }, context)
    const body = form.body?.(filled(form.fields)) ?? filled(form.fields)
    const known = schemaOf(name)
    expect(Object.keys(known.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(body)))
  })

  it.each(Object.entries(schemas).filter(([code]) => code !== 'facts'))(
    '%s gives everything its request needs',
    (code, name) => {
      const form = actionForm(
        { code: code as ActionCode, about: 'x' },
        { ...context, record: aRecord({ dispatch: null }) },
      )
      const body = form.body?.(filled(form.fields)) ?? filled(form.fields)
      expect(Object.keys(body)).toEqual(expect.arrayContaining(schemaOf(name).required ?? []))
    },
  )

  it('sends under the incident, or where the form says', () => {
    expect(addressOfForm(actionForm({ code: 'note' }, context), 'one')).toBe('/v1/incidents/one/notes')
    expect(addressOfForm(actionForm({ code: 'approval', about: 'a' }, context), 'one')).toBe('/v1/approvals/a')
  })

  it('puts what nobody can say into the list that the request wants', () => {
    const form = actionForm({ code: 'not_establishable', about: 'weapon' }, context)
    const body = bodyOf(
      form.fields,
      firstValues(form.fields, { ...form.given, '/not_establishable/0/reason_code': 'caller_gone' }),
    )
    expect(form.body?.(body)).toEqual({ not_establishable: [{ fact: 'weapon', reason_code: 'caller_gone' }] })
  })

  it('tells a service’s own system what is written for it, and a service without one nothing more', () => {
    const partner = (code: string) => ({
      partner: code,
      name: code,
      kind: 'service' as const,
      answer_within: 'P1D',
    })
    const policy = {
      working: {
        partners: [
          { ...partner('council_referral'), open311: { services: [{ code: 'fly_tipping', text: 'Fly-tipping' }] } },
          partner('victim_services'),
        ],
      },
    } as unknown as NonNullable<FormContext['policy']>
    const { fields } = actionForm({ code: 'referral' }, { ...context, policy })
    const values = {
      '/reason': 'She is afraid.',
      '/open311/service_code': 'fly_tipping',
      '/open311/description': 'Mattresses.',
      '/open311/address': 'Comfrey Close',
    }
    const sent = (more: Record<string, string | boolean>) => bodyOf(fields, firstValues(fields, { ...values, ...more }))
    expect(sent({ '/service': 'council_referral' })).toEqual({
      service: 'council_referral',
      reason: 'She is afraid.',
      open311: { service_code: 'fly_tipping', description: 'Mattresses.', address: 'Comfrey Close' },
    })
    expect(sent({ '/service': 'council_referral', '/by_hand': true })).toEqual({
      service: 'council_referral',
      reason: 'She is afraid.',
      by_hand: true,
    })
    expect(sent({ '/service': 'victim_services' })).toEqual({ service: 'victim_services', reason: 'She is afraid.' })
  })

  it('says the version for what must say it', () => {
    for (const code of ['lower', 'close', 'pathway', 'link', 'unlink'] as const)
      expect(actionForm({ code, about: 'x' }, context).versioned).toBe(true)
  })
})

describe('the keys of the record', () => {
  it('are each of one action alone, and no digit, which goes to a part', () => {
    const keys = offered.map((one) => one.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => !/^[a-zA-Z]$/.test(key))).toEqual([])
    expect(keyName('T')).toBe('Shift+T')
    expect(keyName('t')).toBe('t')
  })
})
