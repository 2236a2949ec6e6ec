import { useState } from 'react'
import type { Review } from '../api/types.ts'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { personIn } from '../incident/timeline.ts'
import { useForms } from '../supervisor/supervisor_api.ts'
import { formOf, disputeForm } from '../supervisor/scoring.ts'
import { ReviewAnswers } from '../supervisor/review_answers.tsx'
import { SendForm } from './send_form.tsx'
import { useOwnReviews } from './work_api.ts'

// What others have said of this person's work, and the way to dispute it.
export function OwnReviews({ onDone }: { onDone: (answer: unknown) => void }) {
  const reviews = useOwnReviews(true)
  const forms = useForms()
  const [open, setOpen] = useState<Review | null>(null)
  const items = reviews.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="record-section" aria-labelledby="own_reviews">
      <h2 id="own_reviews">Reviews of your work</h2>
      <ul className="plain-list">
        {items.map((review) => (
          <li key={review.id}>
            <details>
              <summary>
                {formOf(forms.data, review)?.title ?? plain(review.form)}:{' '}
                {review.result.passed ? 'passed' : 'not passed'}
                {review.result.percent !== null && `, ${review.result.percent} %`}, {plain(review.state).toLowerCase()}{' '}
                <span className="quiet">
                  {personIn(review.reviewer)} <Stamp at={review.scored_at} />
                </span>
              </summary>
              <ReviewAnswers review={review} form={formOf(forms.data, review)} />
              {review.state === 'scored' && (
                <button type="button" className="button-quiet" onClick={() => setOpen(review)}>
                  Dispute it
                </button>
              )}
            </details>
          </li>
        ))}
      </ul>
      {open !== null && (
        <SendForm
          form={disputeForm(open, formOf(forms.data, open))}
          onDone={(answer) => {
            setOpen(null)
            onDone(answer)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}
