import { describe, expect, it } from 'vitest'
import { bodyOf, firstValues, missing, place, remedyInWords, type Field } from './form.ts'

const fields: Field[] = [
  { pointer: '/grade', label: 'Grade', kind: 'choice', options: [], required: true },
  { pointer: '/thrive/threat/level', label: 'Threat', kind: 'choice', options: [] },
  { pointer: '/thrive/threat/text', label: 'Threat, why', kind: 'words' },
  { pointer: '/kept', label: 'Kept', kind: 'yes_no' },
  { pointer: '/loss', label: 'Loss', kind: 'number' },
  { pointer: '/told', label: 'Told', kind: 'check' },
  { pointer: '/items', label: 'Items', kind: 'several', options: [] },
  { pointer: '/officer/name', label: 'Officer', kind: 'line' },
  {
    pointer: '/officer/means',
    label: 'Heard',
    kind: 'choice',
    options: [],
    required: true,
    when: (values) => values['/officer/name'] !== '',
  },
]

describe('a form’s body', () => {
  it('leaves out what is empty, so that unknown is not sent as no', () => {
    expect(bodyOf(fields, firstValues(fields))).toEqual({})
  })

  it('puts each value where its pointer says, in the type it has', () => {
    const values = firstValues(fields, {
      '/grade': '3',
      '/thrive/threat/level': 'low',
      '/thrive/threat/text': ' He has left. ',
      '/kept': 'no',
      '/loss': '40',
      '/told': true,
      '/items': ['one'],
      '/officer/name': 'PC Example',
      '/officer/means': 'radio',
    })
    expect(bodyOf(fields, values)).toEqual({
      grade: '3',
      thrive: { threat: { level: 'low', text: 'He has left.' } },
      kept: false,
      loss: 40,
      told: true,
      items: ['one'],
      officer: { name: 'PC Example', means: 'radio' },
    })
  })

  it('leaves out what is not shown, whatever was written there before', () => {
    const values = firstValues(fields, { '/officer/means': 'radio' })
    expect(bodyOf(fields, values)).toEqual({})
  })

  it('sends what is no number as it was written, for the server to say so', () => {
    expect(bodyOf(fields, firstValues(fields, { '/loss': 'much' }))).toEqual({ loss: 'much' })
  })
})

describe('what is missing', () => {
  it('is named for each field that is needed and shown', () => {
    expect(missing(fields, firstValues(fields)).map((one) => one.pointer)).toEqual(['/grade'])
    const heard = firstValues(fields, { '/grade': '3', '/officer/name': 'PC Example' })
    expect(missing(fields, heard)).toEqual([{ pointer: '/officer/means', text: 'Heard is missing.' }])
  })
})

describe('the server’s faults', () => {
  it('stand beside the nearest field, and those about nothing in the form apart', () => {
    const placed = place(
      [
        { pointer: '/thrive/threat/text', code: 'stock_phrase', detail: 'A stock phrase.' },
        { pointer: '/thrive', code: 'missing', detail: 'missing' },
        { pointer: '/crimes/1/1/1', code: 'crime_undecided', detail: 'Not decided on.' },
      ],
      fields,
    )
    expect([...placed.beside.keys()]).toEqual(['/thrive/threat/text'])
    expect(placed.elsewhere.map((fault) => fault.code)).toEqual(['missing', 'crime_undecided'])
  })

  it('have remedies without requests in them', () => {
    expect(remedyInWords('Record it, or decide that it is none, with POST /v1/incidents/{id}/crimes.')).toBe(
      'Record it, or decide that it is none.',
    )
    expect(remedyInWords('Give one with the closing: {"nsir": {"closing": "ADM-CONTACT"}}.')).toBe(
      'Give one with the closing.',
    )
    expect(remedyInWords('Acknowledge it.')).toBe('Acknowledge it.')
  })
})
