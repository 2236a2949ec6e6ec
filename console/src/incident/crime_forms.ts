// Forms of deciding on a crime. Reasons and grounds are the server's list, never typed from memory. Pure.
import type { CrimeCodes } from '../api/types.ts'
import type { Choice, Field, Values } from '../common/form.ts'
import { plain } from '../common/words.ts'
import type { ActionForm, FormContext } from './action_form.ts'
import { decidedCrimes, owedCrimes } from './actions.ts'

function crimeChoices(codes: CrimeCodes | undefined): readonly Choice[] {
  return (codes?.codes ?? []).map((one) => ({ code: one.code, text: `${one.code} ${one.title}` }))
}

type Decision = keyof CrimeCodes['reasons']
const decisions: readonly Decision[] = ['crime_related', 'n100', 'not_crime']

const reasonOf = (codes: CrimeCodes | undefined, values: Values) =>
  decisions
    .filter((decision) => decision === values['/decision'])
    .flatMap((decision) => codes?.reasons[decision] ?? [])
    .find((one) => one.code === values['/reason_code'])

// One list for each decision that records no crime; only that of the decision is shown.
function reasonFields(codes: CrimeCodes | undefined): Field[] {
  return decisions.map((decision) => ({
    pointer: '/reason_code',
    label: 'Why it is not recorded',
    kind: 'choice',
    required: true,
    options: (codes?.reasons[decision] ?? []).map((one) => ({
      code: one.code,
      text: one.supervisor ? `${one.text} (a supervisor signs it off)` : one.text,
    })),
    when: (values) => values['/decision'] === decision,
  }))
}

export function crimeForm({ record, codes }: FormContext, about: string): ActionForm {
  const held = decidedCrimes(record).find((one) => one.crime === about)
  const owed = owedCrimes(record).find((one) => one.key === about) ?? (about === '' ? owedCrimes(record)[0] : undefined)
  const other = (values: Values) => values['/decision'] !== '' && values['/decision'] !== 'recorded'
  const explained = (values: Values) => values['/decision'] === 'not_crime'
  const account: Field = { pointer: '/account', label: 'Why, in your own words', kind: 'words', max: 10000 }
  const reference: Field = { pointer: '/reference', label: 'Number of the other record', kind: 'line', max: 64 }
  return {
    title: `A crime of ${record.number}`,
    send: 'Decide',
    path: 'crimes',
    ...(owed
      ? { about: `Told of: ${owed.offences.join(', ')}. Proposed: ${plain(owed.recording).toLowerCase()}.` }
      : {}),
    fields: [
      {
        pointer: '/decision',
        label: 'Decision',
        kind: 'choice',
        required: true,
        options: [
          { code: 'recorded', text: 'A crime, with a number' },
          { code: 'crime_related', text: 'Looks like a crime; the victim has not confirmed it' },
          { code: 'n100', text: 'A reported incident of rape (N100)' },
          { code: 'not_crime', text: 'No crime' },
        ],
      },
      ...reasonFields(codes),
      { ...account, required: true, when: explained },
      { ...account, when: (values) => other(values) && !explained(values) },
      { ...reference, required: true, when: (values) => reasonOf(codes, values)?.reference === true },
      { ...reference, when: (values) => other(values) && reasonOf(codes, values)?.reference !== true },
      {
        pointer: '/code',
        label: 'Principal crime',
        kind: 'find',
        options: crimeChoices(codes),
        hint: 'Type words of its title, or its code. Left empty: as proposed.',
      },
      { pointer: '/officer', label: 'Officer’s account name', kind: 'line', max: 64 },
      { pointer: '/victim_name', label: 'Victim’s name', kind: 'line' },
      { pointer: '/victim_wishes', label: 'What the victim wants done', kind: 'words', rows: 2 },
      {
        pointer: '/victim_told',
        label: 'The victim has been told, with the number where there is one',
        kind: 'check',
      },
    ],
    body: (body) => ({ ...body, ...(held ? { crime: held.crime } : owed ? { key: owed.key } : {}) }),
  }
}

export function reclassifyForm({ record, codes }: FormContext, about: string): ActionForm {
  return {
    title: `Another classification of a crime of ${record.number}`,
    send: 'Reclassify',
    path: `/v1/crimes/${about}/reclassify`,
    about: 'Every offence ever alleged stays in the record.',
    fields: [
      {
        pointer: '/code',
        label: 'Principal crime from now on',
        kind: 'find',
        required: true,
        options: crimeChoices(codes),
        hint: 'Type words of its title, or its code.',
      },
      { pointer: '/account', label: 'Why, in your own words', kind: 'words', max: 10000, required: true },
    ],
  }
}

export function crimeCancelForm({ record, codes }: FormContext, about: string): ActionForm {
  const needs = (member: string) => (values: Values) =>
    codes?.cancellations.find((one) => one.code === values['/code'])?.needs.includes(member) === true
  const account: Field = { pointer: '/account', label: 'Why, in your own words', kind: 'words', max: 10000 }
  return {
    title: `Take a crime of ${record.number} off`,
    send: 'Cancel the crime',
    path: `/v1/crimes/${about}/cancel`,
    fields: [
      {
        pointer: '/code',
        label: 'On what ground',
        kind: 'choice',
        required: true,
        options: (codes?.cancellations ?? []).map((one) => ({ code: one.code, text: `${one.code}: ${one.text}` })),
      },
      { pointer: '/force', label: 'The force that has it', kind: 'line', required: true, when: needs('force') },
      {
        pointer: '/reference',
        label: 'Its reference, or the other crime’s number',
        kind: 'line',
        max: 64,
        required: true,
        when: needs('reference'),
      },
      { pointer: '/verified_by', label: 'Who verified it', kind: 'line', required: true, when: needs('verified_by') },
      {
        pointer: '/verified_how',
        label: 'How it was verified',
        kind: 'words',
        required: true,
        when: needs('verified_how'),
      },
      {
        pointer: '/retraction',
        label: 'It is only that the report was taken back, which is not enough',
        kind: 'check',
        when: needs('verified_how'),
      },
      { ...account, required: true, when: needs('account') },
      { ...account, when: (values) => !needs('account')(values) },
    ],
  }
}
