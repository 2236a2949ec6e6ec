// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Call, Policy } from '../api/types.ts'
import { filled, schemaOf } from '../common/contract_support.ts'
import { bodyOf, firstValues, missing, shownFields } from '../common/form.ts'
import type { FormContext } from './action_form.ts'
import {
  closingCodeFields,
  codesForm,
  messageForm,
  needBackForm,
  needForm,
  needKey,
  needText,
  placeForm,
} from './day_one_forms.ts'
import { languages } from './languages.ts'
import { addressee, messageState } from './message_words.ts'
import { aRecord } from './record_support.ts'

const policy = {
  day_one: {
    job_kinds: [],
    needs: [
      { need: 'interpreter', text: 'Interpreter', names_language: true },
      { need: 'bsl_interpreter', text: 'British Sign Language interpreter', names_language: false },
    ],
    message_characters_max: 612,
  },
  nsir: {
    version: '1',
    categories: [
      { code: 'PSW-CFS', name: 'Concern for safety', theme: 'Public safety', crime: false },
      { code: 'CR-VAP', name: 'Crime: violence', theme: 'Crime', crime: true },
    ],
    qualifiers: [{ code: 'mental_health', text: 'Mental health' }],
    disposals: [{ code: 'attended', text: 'Attended and dealt with' }],
  },
} as unknown as Policy

const caller = (phone?: string) => ({ personal: { caller: { name: 'A Caller', ...(phone ? { phone } : {}) } } })
const aContact = (id: string, phone?: string) => ({
  id,
  channel: '999' as const,
  received_at: '2026-03-01T21:04:00Z',
  ...caller(phone),
})

const context = (part: Parameters<typeof aRecord>[0] = {}): FormContext => ({
  record: aRecord(part),
  policy,
  pathways: undefined,
  codes: undefined,
  diary: undefined,
  me: 'user:handler',
})

describe('what somebody needs to be understood', () => {
  it('asks for the language where the need is for one, and only there', () => {
    const { fields } = needForm(context())
    const shown = (need: string) => shownFields(fields, { '/need': need }).map((one) => one.pointer)
    expect(shown('interpreter')).toEqual(['/need', '/language'])
    expect(shown('bsl_interpreter')).toEqual(['/need'])
    expect(missing(fields, { '/need': 'interpreter', '/language': '' })).toHaveLength(1)
    expect(bodyOf(fields, { '/need': 'interpreter', '/language': 'pl' })).toEqual({
      need: 'interpreter',
      language: 'pl',
    })
  })

  it('names languages in words, those nobody knows too', () => {
    expect(needText({ need: 'interpreter', language: 'pl' }, policy)).toBe('Interpreter: Polish')
    expect(needText({ need: 'interpreter', language: 'und' }, policy)).toContain('not known yet')
    expect(needText({ need: 'bsl_interpreter', language: null }, policy)).toBe('British Sign Language interpreter')
    expect(languages()[0]?.code).toBe('und')
    expect(languages().filter((one) => one.code === one.text)).toEqual([])
  })

  it('takes back the very need that was stated', () => {
    const stated = { need: 'interpreter', language: 'pl' }
    const form = needBackForm(context({ needs: [stated] }), needKey(stated))
    expect(form.body?.({})).toEqual({ ...stated, withdrawn: true })
    const other = { need: 'bsl_interpreter', language: null }
    expect(needBackForm(context({ needs: [other] }), needKey(other)).body?.({})).toEqual({
      need: 'bsl_interpreter',
      withdrawn: true,
    })
  })
})

describe('a text to a caller', () => {
  it('goes to a contact that has a number, the only one being chosen already', () => {
    const form = messageForm(context({ contacts: [aContact('one', '+447700900123'), aContact('two')] }), '')
    expect(form.given?.['/contact']).toBe('one')
    expect(form.fields[0]).toMatchObject({ options: [{ code: 'one' }] })
    expect(form.fields[1]).toMatchObject({ max: 612 })
    const [known, body] = [schemaOf('message'), filled(form.fields)]
    expect(Object.keys(known.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(body)))
    expect(Object.keys(body)).toEqual(expect.arrayContaining(known.required ?? []))
  })

  it('says so where no caller has a number', () => {
    expect(messageForm(context({ contacts: [aContact('two')] }), '').about).toContain('another way')
  })

  it('is told of in plain words in each of its states', () => {
    expect(messageState({ state: 'waiting', attempts: 0, reason_code: null })).toBe('Waits to be sent')
    expect(messageState({ state: 'waiting', attempts: 2, reason_code: 'no_answer' })).toBe(
      'Has not gone yet, tried 2 times: the provider did not answer',
    )
    expect(messageState({ state: 'sending', attempts: 1, reason_code: null })).toBe('Is being sent')
    expect(messageState({ state: 'sent', attempts: 1, reason_code: null })).toBe('Sent')
    expect(messageState({ state: 'given_up', attempts: 4, reason_code: 'unavailable' })).toContain(
      'Somebody has to tell the caller',
    )
    const record = aRecord({ contacts: [aContact('one', '0161'), { ...aContact('two'), personal: {} }] })
    expect(addressee('one', record)).toBe('A Caller, 0161')
    expect(addressee('two', record)).toBe('the caller by 999')
  })
})

describe('the codes of an incident', () => {
  it('send what the request knows, and nothing for what is left empty', () => {
    const form = codesForm(context())
    const body = filled(form.fields)
    expect(Object.keys(schemaOf('nsir').properties ?? {})).toEqual(expect.arrayContaining(Object.keys(body)))
    expect(Object.keys(body)).toHaveLength(4)
    expect(bodyOf(form.fields, firstValues(form.fields, { '/opening': 'PSW-CFS' }))).toEqual({ opening: 'PSW-CFS' })
    const nsir = schemaOf('closure').properties?.nsir
    expect(Object.keys(nsir?.properties ?? {})).toEqual(
      expect.arrayContaining(Object.keys((filled(closingCodeFields(policy)) as { nsir: object }).nsir)),
    )
  })

  it('offer no opening category once one is set, and say what it is', () => {
    const held = { opening: 'PSW-CFS', closing: null, qualifiers: ['mental_health'], disposal: null }
    const form = codesForm(context({ nsir: { ...held, by: 'user:handler', at: '2026-03-01T21:30:00Z' } }))
    expect(form.fields.map((one) => one.pointer)).not.toContain('/opening')
    expect(form.about).toContain('Public safety: Concern for safety (PSW-CFS)')
    // None chosen any more is said; left out they would stay.
    expect(form.body?.({ disposal: 'attended' })).toEqual({ disposal: 'attended', qualifiers: [] })
    expect(form.body?.({ qualifiers: ['mental_health'] })).toEqual({ qualifiers: ['mental_health'] })
  })
})

describe('a place of a call', () => {
  it('is taken by its number in the call’s own list, whatever the order it is shown in', () => {
    const call = {
      personal: {
        line: 'bt-1',
        locations: [
          { source: 'network', text: 'Cell 4711', radius_m: 4000 },
          { source: 'aml', lat: 53.4, lon: -2.1 },
        ],
      },
    } as unknown as Call
    const form = placeForm(call, 'call', 'GMP-1')
    expect(form.path).toBe('/v1/calls/call/location')
    expect(form.fields[0]).toMatchObject({ options: [{ code: '1' }, { code: '0' }] })
    expect(form.body?.({ candidate: '1' })).toEqual({ candidate: 1 })
  })
})
