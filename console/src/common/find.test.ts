import { describe, expect, it } from 'vitest'
import { fitting, meant } from './find.ts'
import { missing, type Field } from './form.ts'

const categories = [
  { code: 'CR-BURG-R', text: 'Crime: burglary, residential (CR-BURG-R)' },
  { code: 'PSW-CFS', text: 'Concern for safety (PSW-CFS)' },
  { code: 'PSW-CIV', text: 'Civil dispute (PSW-CIV)' },
]

describe('finding one of many by typing', () => {
  it('has all of them while nothing is typed, then those whose words begin so', () => {
    expect(fitting(categories, '')).toHaveLength(3)
    expect(fitting(categories, 'con saf').map((one) => one.code)).toEqual(['PSW-CFS'])
    expect(fitting(categories, 'psw').map((one) => one.code)).toEqual(['PSW-CFS', 'PSW-CIV'])
    expect(fitting(categories, 'safety burglary')).toEqual([])
  })

  it('has the one whose code is typed first', () => {
    expect(fitting(categories, 'psw-civ')[0]?.code).toBe('PSW-CIV')
    const languages = [
      { code: 'ay', text: 'So and so' },
      { code: 'so', text: 'Somali' },
    ]
    expect(fitting(languages, 'so').map((one) => one.code)).toEqual(['so', 'ay'])
  })

  it('takes a code or the whole words for the choice, and keeps other words as they were typed', () => {
    expect(meant(categories, 'psw-cfs')).toBe('PSW-CFS')
    expect(meant(categories, 'Civil dispute (PSW-CIV)')).toBe('PSW-CIV')
    expect(meant(categories, ' burg ')).toBe('burg')
  })

  it('is not sent with words that name none of those listed, where the field does not say so', () => {
    const field: Field = { pointer: '/closing', label: 'Closing category', kind: 'find', options: categories }
    expect(missing([field], { '/closing': 'burg' })).toEqual([
      { pointer: '/closing', text: 'Closing category: choose one of those listed.' },
    ])
    expect(missing([field], { '/closing': 'PSW-CFS' })).toEqual([])
    expect(missing([field], { '/closing': '' })).toEqual([])
    expect(missing([{ ...field, required: true }], { '/closing': '' })).toHaveLength(1)
    expect(missing([{ ...field, free: true }], { '/closing': 'ckb' })).toEqual([])
  })
})
