// The form by which a lower grade is asked for. Pure.
import type { Field } from '../common/form.ts'
import { rankOf, scaleOf } from '../common/grades.ts'
import { plain } from '../common/words.ts'
import { type FormContext, type ActionForm, coded, rationale } from './action_form.ts'

export const thriveHeadings = ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'] as const

export function lowering({ record, policy }: FormContext): ActionForm {
  const scale = scaleOf(policy)
  const less = scale.filter(
    (entry) => record.grade !== null && rankOf(scale, entry.grade) > rankOf(scale, record.grade),
  )
  const machine = record.assessment?.thrive
  return {
    title: `Ask for a less urgent grade of ${record.number}`,
    send: 'Ask for it',
    path: 'grade',
    versioned: true,
    about:
      'Nothing changes until somebody else has approved it as the policy says. The clock goes on from the first contact.',
    fields: [
      {
        pointer: '/grade',
        label: `Grade in place of ${record.grade ?? 'none'}`,
        kind: 'choice',
        required: true,
        options: less.map((entry) => ({ code: entry.grade, text: `${entry.grade}, ${entry.name}` })),
      },
      {
        pointer: '/reason_code',
        label: 'What about the risk has changed',
        kind: 'choice',
        required: true,
        options: policy?.working?.lowering_reasons ?? [],
        hint: 'Demand, lateness and having nobody to send are no reasons.',
      },
      rationale(),
      ...thriveHeadings.flatMap((heading): Field[] => [
        {
          pointer: `/thrive/${heading}/level`,
          label: `${plain(heading)}: how much`,
          kind: 'choice',
          required: true,
          options: coded(['none', 'low', 'medium', 'high']),
          ...(machine ? { hint: `On the facts as they stand: ${machine[heading]}.` } : {}),
        },
        {
          pointer: `/thrive/${heading}/text`,
          label: `${plain(heading)}: why, in your own words`,
          kind: 'words',
          rows: 2,
          required: true,
        },
      ]),
      {
        pointer: '/condition/text',
        label: 'Only while this holds',
        kind: 'words',
        rows: 2,
        hint: 'Not confirmed in time, the grade before comes back.',
      },
      {
        pointer: '/condition/check_by',
        label: 'To be confirmed by',
        kind: 'when',
        required: true,
        when: (values) => values['/condition/text'] !== '',
      },
    ],
  }
}
