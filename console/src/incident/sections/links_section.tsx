import { useQueries } from '@tanstack/react-query'
import type { Link, Policy } from '../../api/types.ts'
import { ProblemBox } from '../../common/problem_box.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { plain } from '../../common/words.ts'
import { problemKind, problemOwner } from '../../problems/problem_forms.ts'
import { addressOf } from '../../shell/route.ts'
import type { Action } from '../actions.ts'
import type { Neighbour } from '../graph.ts'
import { LinksGraph } from '../links_graph.tsx'
import { incidentQuery, problemQuery, useCandidates } from '../record_api.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { personIn } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  policy: Policy | undefined
  mayLink: boolean
  seesProblems: boolean
  onAct: (action: Action) => void
}

function relationOf(link: Link): Neighbour['relation'] {
  if (link.kind === 'related') return 'related'
  return link.role === 'duplicate' ? 'survivor' : 'duplicate'
}

const relations: Record<Neighbour['relation'], string> = {
  survivor: 'this one is joined to it, and it survives',
  duplicate: 'the same, joined to this one',
  related: 'related',
  candidate: 'may be the same',
}

// The problem records that it is in, and the way into one.
function Problems({ record, policy, onAct }: Pick<Props, 'record' | 'policy' | 'onAct'>) {
  const ids = record.screening?.problems ?? []
  const found = useQueries({ queries: ids.map(problemQuery) })
  return (
    <>
      <h3>Problem records</h3>
      {ids.length === 0 && <p className="quiet">In none.</p>}
      <ul className="plain-list">
        {ids.map((id, index) => {
          const problem = found[index]?.data
          return (
            <li key={id}>
              <a href={addressOf({ screen: 'problem', problem: id })}>
                {problem === undefined ? 'Problem record' : problemKind(problem.kind, policy)}
              </a>
              {problem !== undefined && (
                <>
                  , {problem.status === 'closed' ? 'closed' : plain(problem.stage).toLowerCase()}, owned by{' '}
                  {problemOwner(problem.owner, policy)}, {problem.incidents.length} incidents
                </>
              )}
              {found[index]?.isError === true && <span className="quiet"> not for you to see</span>}
            </li>
          )
        })}
      </ul>
      <ActButton label="Open one, or put it into one" onClick={() => onAct({ code: 'problem' })} />
    </>
  )
}

// What it is linked with, and what may be the same with why; as a list, and as a picture beside it.
export function LinksSection({ record, policy, mayLink, seesProblems, onAct }: Props) {
  const candidates = useCandidates(record.id, record.version)
  const others = useQueries({ queries: record.links.map((link) => incidentQuery(link.incident)) })
  const numberOf = (index: number) =>
    others[index]?.data?.number ?? (others[index]?.isError === true ? 'not for you to see' : '…')
  const linked = new Set(record.links.map((link) => link.incident))
  const likely = (candidates.data?.candidates ?? []).filter((one) => !linked.has(one.incident.id))
  const neighbours: Neighbour[] = [
    ...record.links.map((link, index) => ({ id: link.incident, number: numberOf(index), relation: relationOf(link) })),
    ...likely.map((one) => ({ id: one.incident.id, number: one.incident.number, relation: 'candidate' as const })),
  ]
  return (
    <Section
      id="links"
      digit="8"
      title="Links and candidates"
      note={`${record.links.length} linked, ${likely.length} may be the same`}
    >
      <div className="links">
        <div>
          {record.links.length === 0 && <p className="quiet">Linked with nothing.</p>}
          <ul className="plain-list">
            {record.links.map((link, index) => (
              <li key={link.incident}>
                <a href={addressOf({ screen: 'incident', incident: link.incident })}>{numberOf(index)}</a>:{' '}
                {relations[relationOf(link)]}.{' '}
                <span className="quiet">
                  {personIn(link.by)} <Stamp at={link.at} />
                </span>
                {mayLink && (
                  <ActButton
                    label={`Undo the link with ${numberOf(index)}`}
                    onClick={() => onAct({ code: 'unlink', about: link.incident })}
                  />
                )}
              </li>
            ))}
          </ul>
          {seesProblems && <Problems record={record} policy={policy} onAct={onAct} />}
          <h3>May be the same</h3>
          {candidates.isError && <ProblemBox error={candidates.error} />}
          {candidates.data && likely.length === 0 && (
            <p className="quiet">Nothing alike among {candidates.data.compared} open and recently closed incidents.</p>
          )}
          <ul className="plain-list">
            {likely.map((one) => (
              <li key={one.incident.id}>
                <a href={addressOf({ screen: 'incident', incident: one.incident.id })}>{one.incident.number}</a> grade{' '}
                {one.incident.grade ?? 'none'}, {one.incident.status}, {one.score} points:{' '}
                {one.reasons.map((reason) => reason.text).join(', ')}.
                {one.kind === 'related' && ' Another kind of event.'}
                {mayLink && (
                  <ActButton
                    label={`Link with ${one.incident.number}`}
                    onClick={() => onAct({ code: 'link', about: one.incident.id })}
                  />
                )}
              </li>
            ))}
          </ul>
          {candidates.data?.cluster != null && (
            <p className="note-box">
              Part of a burst of {candidates.data.cluster.size} contacts
              {candidates.data.cluster.incident !== record.id && (
                <>
                  ; most are on{' '}
                  <a href={addressOf({ screen: 'incident', incident: candidates.data.cluster.incident })}>
                    another incident
                  </a>
                </>
              )}
              .
            </p>
          )}
        </div>
        <LinksGraph number={record.number} neighbours={neighbours} />
      </div>
    </Section>
  )
}
