import { useState } from 'react'
import type { Review } from '../api/types.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { personIn } from '../incident/timeline.ts'
import { useDone } from '../incident/use_done.ts'
import { addressOf } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { SendForm } from '../my_work/send_form.tsx'
import { ReviewAnswers } from './review_answers.tsx'
import { disputeDecision, formOf } from './scoring.ts'
import { useAgreement, useForms, useReviews } from './supervisor_api.ts'

function share(value: number | null): string {
  return value === null ? 'none' : `${Math.round(100 * value)} %`
}

function Calibration() {
  const forms = useForms()
  const current = (forms.data?.forms ?? []).filter((one) => one.in_force)
  const [chosen, setChosen] = useState<string | null>(null)
  const form = chosen ?? current[0]?.form ?? null
  const agreement = useAgreement(form)
  const items = current.find((one) => one.form === form)?.items ?? []
  const lines = agreement.data
    ? [
        { name: 'Passed or not', ...agreement.data.verdict },
        { name: 'All items', ...agreement.data.all_items },
        ...agreement.data.items.map((one) => ({
          ...one,
          name: items.find((item) => item.item === one.item)?.text ?? plain(one.item),
        })),
      ]
    : []
  return (
    <section className="record-section" aria-labelledby="calibration">
      <h2 id="calibration">How far reviewers agree</h2>
      <label className="page-head">
        Form{' '}
        <select value={form ?? ''} onChange={(event) => setChosen(event.target.value)}>
          {current.map((one) => (
            <option key={one.form} value={one.form}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      {agreement.isError && <ProblemBox error={agreement.error} />}
      {agreement.data && (
        <>
          <p>
            {agreement.data.reviews} reviews were scored twice, from <Stamp at={agreement.data.from} /> to{' '}
            <Stamp at={agreement.data.to} />.{agreement.data.reviews === 0 && ' There is nothing to compare yet.'}
          </p>
          {agreement.data.reviews > 0 && (
            <table className="table" aria-label="Agreement">
              <thead>
                <tr>
                  <th scope="col">Item</th>
                  <th scope="col" className="number">
                    Scored twice
                  </th>
                  <th scope="col" className="number">
                    Equal
                  </th>
                  <th scope="col" className="number">
                    Beyond chance (kappa)
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={line.name}>
                    <th scope="row">{line.name}</th>
                    <td className="number">{line.pairs}</td>
                    <td className="number">{share(line.raw)}</td>
                    <td className="number">
                      {line.kappa === null ? 'chance alone would agree as well' : line.kappa.toFixed(2)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </section>
  )
}

// Reviews that the person reviewed does not accept, and how far reviewers agree among themselves.
export function Disputes() {
  const session = useSession()
  const reviews = useReviews('disputed')
  const forms = useForms()
  const [open, setOpen] = useState<Review | null>(null)
  const learn = useDone()
  const items = reviews.data ?? []
  return (
    <>
      <section className="record-section" aria-labelledby="disputes">
        <h2 id="disputes">Disputed</h2>
        {reviews.isError && <ProblemBox error={reviews.error} />}
        {reviews.data && items.length === 0 && <p className="quiet">No review is disputed.</p>}
        <ul className="plain-list">
          {items.map((review) => (
            <li key={review.id}>
              <details>
                <summary>
                  {formOf(forms.data, review)?.title ?? plain(review.form)}: work of {personIn(review.subject)},
                  reviewed by {personIn(review.reviewer)} <Stamp at={review.scored_at} />
                </summary>
                <ReviewAnswers review={review} form={formOf(forms.data, review)} />
                <p>
                  <a href={addressOf({ screen: 'audit', incident: review.incident, queue: null, review: null })}>
                    Audit page
                  </a>{' '}
                  {may(session, 'review_score') && (
                    <button type="button" className="button-quiet" onClick={() => setOpen(review)}>
                      Decide on it
                    </button>
                  )}
                </p>
              </details>
            </li>
          ))}
        </ul>
      </section>
      <Calibration />
      {open !== null && (
        <SendForm
          form={disputeDecision(open, formOf(forms.data, open))}
          onDone={(answer) => {
            learn(answer)
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
