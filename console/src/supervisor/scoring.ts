// Scoring as a form: every item of the force's form answered, with a comment where an answer fails the review. Pure.
import type { Review, ReviewForm, ReviewForms } from '../api/types.ts'
import type { Field, Values } from '../common/form.ts'
import { plain } from '../common/words.ts'
import type { ActionForm } from '../incident/action_form.ts'
import { personIn } from '../incident/timeline.ts'

// The version of the form that the review was made with.
export function formOf(
  forms: ReviewForms | undefined,
  review: Pick<Review, 'form' | 'form_version'>,
): ReviewForm | undefined {
  return forms?.forms.find((one) => one.form === review.form && one.version === review.form_version)
}

export function inForce(forms: ReviewForms | undefined, form: string): ReviewForm | undefined {
  return forms?.forms.find((one) => one.form === form && one.in_force)
}

function fails(form: ReviewForm, item: string, answer: unknown): boolean {
  return form.items.find((one) => one.item === item)?.answers.find((one) => one.code === answer)?.fails === true
}

export interface Scoring {
  form: ReviewForm
  // Whose work can be reviewed: those who decided something on it.
  subjects: readonly string[]
  subject: string | null
  queue: string | null
  calibrates: string | null
}

export function scoringFields({ form, subjects }: Scoring): Field[] {
  return [
    {
      pointer: '/subject',
      label: 'Whose work',
      kind: 'choice',
      required: true,
      options: subjects.map((code) => ({ code, text: personIn(code) })),
    },
    ...form.items.flatMap((item, index): Field[] => [
      {
        pointer: `/answers/${index}/answer`,
        label: item.text,
        kind: 'choice',
        required: true,
        options: item.answers.map((answer) => ({
          code: answer.code,
          text: answer.fails ? `${answer.text} (fails the whole review)` : answer.text,
        })),
        hint: item.source,
      },
      {
        pointer: `/answers/${index}/comment`,
        label: `Comment: ${item.text}`,
        kind: 'words',
        rows: 2,
        required: true,
        when: (values) => fails(form, item.item, values[`/answers/${index}/answer`]),
      },
    ]),
    { pointer: '/feedback', label: 'What the person is told', kind: 'words', required: true, max: 10000 },
  ]
}

// The answers as the request wants them: a list in the form's order, each with its item.
export function scoringBody(
  body: Record<string, unknown>,
  { form, queue, calibrates }: Scoring,
): Record<string, unknown> {
  const answers = (body.answers ?? {}) as Record<string, Record<string, unknown>>
  return {
    ...body,
    form: form.form,
    ...(queue === null ? {} : { queue }),
    ...(calibrates === null ? {} : { calibrates }),
    answers: form.items.flatMap((item, index) => {
      const given = answers[String(index)]
      return given === undefined ? [] : [{ item: item.item, ...given }]
    }),
  }
}

export function disputeForm(review: Review, form: ReviewForm | undefined): ActionForm {
  return {
    title: 'Dispute a review of your work',
    send: 'Dispute it',
    path: `/v1/reviews/${review.id}/dispute`,
    about: 'Once, within the time the force has set. Another than the reviewer decides on it.',
    fields: [
      {
        pointer: '/items',
        label: 'What you dispute',
        kind: 'several',
        required: true,
        options: review.answers.map((answer) => ({
          code: answer.item,
          text: form?.items.find((one) => one.item === answer.item)?.text ?? plain(answer.item),
        })),
      },
      { pointer: '/reason', label: 'Why, in your own words', kind: 'words', required: true, max: 10000 },
    ],
  }
}

export function disputeDecision(review: Review, form: ReviewForm | undefined): ActionForm {
  const changed = (values: Values) => values['/decision'] === 'changed'
  const disputed = review.dispute?.items ?? []
  return {
    title: 'Decide on a dispute',
    send: 'Decide',
    path: `/v1/reviews/${review.id}/dispute/decision`,
    fields: [
      {
        pointer: '/decision',
        label: 'Decision',
        kind: 'choice',
        required: true,
        options: [
          { code: 'stands', text: 'The review stands' },
          { code: 'changed', text: 'It is answered otherwise' },
        ],
      },
      ...disputed.map((item, index): Field => ({
        pointer: `/answers/${index}/answer`,
        label: form?.items.find((one) => one.item === item)?.text ?? plain(item),
        kind: 'choice',
        none: 'As it was',
        options: (form?.items.find((one) => one.item === item)?.answers ?? []).map((answer) => ({
          code: answer.code,
          text: answer.text,
        })),
        when: changed,
      })),
      { pointer: '/rationale', label: 'Why, in your own words', kind: 'words', required: true, max: 10000 },
    ],
    body: (body) => {
      const answers = (body.answers ?? {}) as Record<string, Record<string, unknown>>
      const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'answers'))
      const given = Object.entries(answers).map(([index, answer]) => ({
        item: disputed[Number(index)] ?? '',
        ...answer,
      }))
      return given.length === 0 ? rest : { ...rest, answers: given }
    },
  }
}
