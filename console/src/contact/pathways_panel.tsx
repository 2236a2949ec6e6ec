import { useQuery } from '@tanstack/react-query'
import type { Card, Policy } from '../api/types.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { contactApi, type Pathway, type Pathways } from './contact_api.ts'

export function usePathways(card: Card | null) {
  return useQuery({
    queryKey: ['pathways', card?.id, card?.version],
    queryFn: () => contactApi.pathways(card?.id ?? ''),
    enabled: card !== null && card.status === 'open',
    placeholderData: (before) => before,
  })
}

const because = (pathway: Pathway) =>
  pathway.because.map((one) => {
    const fault = one as { detail?: string; remedy?: string }
    return `${fault.detail ?? ''} ${fault.remedy ?? ''}`.trim()
  })

interface Props {
  pathways: Pathways | undefined
  error: unknown
  policy: Policy | undefined
  mayResolve: boolean
  onTake: (pathway: Pathway) => void
}

// Each way of resolving it with nobody going: offered, barred with why, or open to those who may agree to it.
export function PathwaysPanel({ pathways, error, policy, mayResolve, onTake }: Props) {
  const postName = (post: string) => policy?.working?.posts.find((one) => one.post === post)?.name ?? post
  const offered = pathways?.pathways.filter((one) => one.standing === 'offered') ?? []
  const others = pathways?.pathways.filter((one) => one.standing !== 'offered') ?? []
  const proposed = policy?.pathways.find((one) => one.pathway === pathways?.proposed)?.text ?? null
  return (
    <section aria-labelledby="pathways_title">
      <h2 id="pathways_title">Pathway</h2>
      {error !== null && error !== undefined && <ProblemBox error={error} />}
      {proposed !== null && <p>The rules propose: {proposed}</p>}
      {pathways !== undefined && offered.length === 0 && (
        <p className="quiet">No pathway without sending somebody is offered.</p>
      )}
      <ul className="plain-list">
        {offered.map((pathway, index) => (
          <li key={pathway.pathway} className="join-line" data-pathway={pathway.pathway}>
            <span>
              {pathway.text}
              {pathway.grades.length > 0 && <span className="quiet"> grade {pathway.grades.join(', ')}</span>}
            </span>
            {mayResolve && (
              <button type="button" className="button" onClick={() => onTake(pathway)}>
                Record {index === 0 && <kbd>p</kbd>}
              </button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <details>
          <summary>{others.length} not open, and why</summary>
          <ul className="plain-list">
            {others.map((pathway) => (
              <li key={pathway.pathway}>
                <strong>{pathway.text}</strong>:{' '}
                {pathway.standing === 'needs_authority'
                  ? `needs ${pathway.authorities.map(postName).join(' or ')}`
                  : 'barred'}
                . <span className="quiet">{because(pathway).join(' ')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
