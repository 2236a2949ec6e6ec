import type { Review, ReviewForm } from '../api/types.ts'
import { plain } from '../common/words.ts'
import { personIn } from '../incident/timeline.ts'

interface Props {
  review: Review
  form: ReviewForm | undefined
}

type Words = Record<string, unknown>
const part = (value: unknown): Words => (typeof value === 'object' && value !== null ? (value as Words) : {})

// A review with its answers, its words, and what was disputed.
export function ReviewAnswers({ review, form }: Props) {
  const personal = part(review.personal)
  const scoring = part(personal.scoring)
  const comments = part(scoring.comments)
  const words = [
    scoring.text,
    part(personal.dispute).text ?? part(personal.dispute).reason,
    part(personal.decision).text ?? part(personal.decision).rationale,
  ]
  const labels = ['What the person is told', 'Disputed because', 'Decided because']
  const disputed = new Set(review.dispute?.items ?? [])
  return (
    <>
      <table className="table" aria-label="Answers">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {review.answers.map((answer) => {
            const item = form?.items.find((one) => one.item === answer.item)
            const first = review.first?.answers.find((one) => one.item === answer.item)
            const text = (code: string) => item?.answers.find((one) => one.code === code)?.text ?? plain(code)
            const comment = comments[answer.item]
            return (
              <tr key={answer.item}>
                <th scope="row">
                  {item?.text ?? plain(answer.item)}
                  {disputed.has(answer.item) && <strong> (disputed)</strong>}
                </th>
                <td>
                  {text(answer.answer)}
                  {first !== undefined && first.answer !== answer.answer && `, first ${text(first.answer)}`}
                  {review.result.failed.includes(answer.item) && <strong> fails the review</strong>}
                  {typeof comment === 'string' && <p className="timeline-words">{comment}</p>}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {words.map((said, index) =>
        typeof said === 'string' ? (
          <p key={labels[index]}>
            <strong>{labels[index]}:</strong> {said}
          </p>
        ) : null,
      )}
      {review.dispute?.decided_by != null && <p className="quiet">Decided by {personIn(review.dispute.decided_by)}.</p>}
    </>
  )
}
