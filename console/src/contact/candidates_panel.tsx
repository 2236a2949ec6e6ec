import { useQuery } from '@tanstack/react-query'
import type { RequestProblem } from '../api/problem.ts'
import type { Card } from '../api/types.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import type { Scale } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { contactApi, type Candidate } from './contact_api.ts'

export function useCandidates(card: Card | null) {
  return useQuery({
    queryKey: ['candidates', card?.id],
    queryFn: () => contactApi.candidates(card?.id ?? ''),
    enabled: card !== null,
    staleTime: 30_000,
  })
}

interface Props {
  card: Card
  candidates: readonly Candidate[] | undefined
  loading: boolean
  error: unknown
  scale: Scale
  joining: boolean
  problem: RequestProblem | null
  mayLink: boolean
  joinedNumber: string | null
  onJoin: (candidate: Candidate) => void
  onPart: () => void
}

// What may be the same event, with why. Nothing is joined by itself; one key joins the likeliest, one parts them again.
export function CandidatesPanel(props: Props) {
  const { card, candidates, loading, error, scale, joining, problem, mayLink, joinedNumber, onJoin, onPart } = props
  return (
    <section aria-labelledby="candidates_title" aria-busy={loading}>
      <h2 id="candidates_title">May be the same</h2>
      {card.status === 'linked' ? (
        <div className="actions">
          <p>{joinedNumber === null ? 'Joined to another incident.' : `Joined to ${joinedNumber}.`}</p>
          {mayLink && (
            <button type="button" className="button" aria-disabled={joining} onClick={onPart}>
              Part them again <kbd>j</kbd>
            </button>
          )}
        </div>
      ) : (
        <>
          {loading && <p className="quiet">Looking…</p>}
          {error !== null && error !== undefined && <ProblemBox error={error} />}
          {candidates?.length === 0 && <p className="quiet">Nothing on the board is like it.</p>}
          <ul className="plain-list">
            {candidates?.slice(0, 4).map((candidate, index) => (
              <li key={candidate.incident.id} className="join-line">
                <GradeBadge grade={candidate.incident.grade} scale={scale} />
                <span>
                  <strong>{candidate.incident.number}</strong> <Stamp at={candidate.incident.received_at} />
                  {candidate.kind === 'related' && ', of another kind'}
                  {candidate.incident.status !== 'open' && `, ${candidate.incident.status}`}
                  <br />
                  <span className="quiet">{candidate.reasons.map((reason) => reason.text).join(', ')}</span>
                </span>
                {mayLink && candidate.incident.status === 'open' && (
                  <button type="button" className="button" aria-disabled={joining} onClick={() => onJoin(candidate)}>
                    {candidate.kind === 'duplicate' ? 'Join' : 'Relate'} {index === 0 && <kbd>j</kbd>}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {problem && <ProblemBox error={problem} />}
    </section>
  )
}
