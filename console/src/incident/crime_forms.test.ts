// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CrimeCodes } from '../api/types.ts'
import { bodyOf, firstValues, missing, shownFields, type Value } from '../common/form.ts'
import type { ActionForm, FormContext } from './action_form.ts'
import { crimeCancelForm, crimeForm } from './crime_forms.ts'
import { aRecord } from './record_support.ts'

const reason = (code: string, part: { supervisor?: boolean; reference?: boolean } = {}) => ({
  code,
  text: `Because ${code}`,
  supervisor: false,
  reference: false,
  ...part,
})
const codes: CrimeCodes = {
  source: 'test',
  version: '1',
  codes: [],
  reasons: {
    crime_related: [reason('victim_not_found')],
    not_crime: [reason('no_offence_in_law'), reason('already_recorded', { reference: true, supervisor: true })],
    n100: [reason('N100/1')],
  },
  cancellations: [
    { code: 'C1', text: 'Another force has it', needs: ['force', 'reference'] },
    { code: 'C2', text: 'Verified', needs: ['account', 'verified_by', 'verified_how'] },
    { code: 'C3', text: 'The same', needs: ['reference'] },
  ],
}
const context: FormContext = {
  record: aRecord(),
  policy: undefined,
  pathways: undefined,
  codes,
  diary: undefined,
  me: 'user:handler',
}

const lacking = (form: ActionForm, given: Record<string, Value>) =>
  missing(form.fields, { ...firstValues(form.fields), ...given }).map((one) => one.pointer)

describe('deciding on a crime', () => {
  it('offers the reasons of the decision that is chosen, and none where it is recorded', () => {
    const form = crimeForm(context, '')
    const offeredFor = (decision: string) =>
      shownFields(form.fields, { ...firstValues(form.fields), '/decision': decision }).flatMap((one) =>
        one.pointer === '/reason_code' && one.kind === 'choice' ? one.options.map((each) => each.code) : [],
      )
    expect(offeredFor('recorded')).toEqual([])
    expect(offeredFor('n100')).toEqual(['N100/1'])
    expect(offeredFor('not_crime')).toEqual(['no_offence_in_law', 'already_recorded'])
  })

  it('does not send the reason of another decision that was chosen before', () => {
    const form = crimeForm(context, '')
    expect(lacking(form, { '/decision': 'crime_related', '/reason_code': 'N100/1' })).toEqual(['/reason_code'])
    expect(lacking(form, { '/decision': 'crime_related', '/reason_code': 'victim_not_found' })).toEqual([])
  })

  it('asks for words where it is no crime, and for the other record where the reason names one', () => {
    const form = crimeForm(context, '')
    const already = { '/decision': 'not_crime', '/reason_code': 'already_recorded' }
    expect(lacking(form, already)).toEqual(['/account', '/reference'])
    expect(lacking(form, { ...already, '/reason_code': 'no_offence_in_law', '/account': 'Own words' })).toEqual([])
    const values = { ...firstValues(form.fields), ...already, '/account': 'Own words', '/reference': 'CR/1' }
    expect(bodyOf(form.fields, values)).toEqual({
      decision: 'not_crime',
      reason_code: 'already_recorded',
      account: 'Own words',
      reference: 'CR/1',
    })
  })
})

describe('taking a crime off', () => {
  it('asks for what its ground needs', () => {
    const form = crimeCancelForm(context, 'crime')
    expect(lacking(form, { '/code': 'C1' })).toEqual(['/force', '/reference'])
    expect(lacking(form, { '/code': 'C2' })).toEqual(['/verified_by', '/verified_how', '/account'])
    expect(lacking(form, { '/code': 'C3' })).toEqual(['/reference'])
  })
})
