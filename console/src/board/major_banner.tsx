import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Stamp } from '../common/stamp.tsx'
import type { Board } from '../live/board.ts'
import { boardApi, type MajorIncident } from './board_api.ts'

// The major incidents declared on what the board holds; read anew when their incident changes.
export function useMajorIncidents(board: Board | undefined): MajorIncident[] {
  const wanted = useMemo(
    () =>
      [...(board?.values() ?? [])].flatMap((card) =>
        card.major_incident ? [{ id: card.major_incident, version: card.version }] : [],
      ),
    [board],
  )
  return useQueries({
    queries: wanted.map(({ id, version }) => ({
      queryKey: ['major_incident', id, version],
      queryFn: () => boardApi.majorIncident(id),
      placeholderData: (before: MajorIncident | undefined) => before,
      staleTime: 10_000,
    })),
    combine: (results) =>
      results.map((result) => result.data).filter((one) => one?.status === 'declared') as MajorIncident[],
  })
}

interface Props {
  incidents: readonly MajorIncident[]
  onShow: (major: MajorIncident) => void
  onOpen: (incident: string) => void
}

// While a major incident is declared the board says so above everything.
export function MajorBanner({ incidents, onShow, onOpen }: Props) {
  if (incidents.length === 0) return null
  return (
    <section className="major" aria-label="Major incidents">
      {incidents.map((major, index) => (
        <p key={major.id}>
          <strong>Major incident: {major.name}</strong> declared <Stamp at={major.declared_at} />,{' '}
          {major.contacts_joined} contacts joined, {major.contacts_left_out} left out as something else.{' '}
          <button type="button" className="button" onClick={() => onShow(major)}>
            METHANE and callers {index === 0 && <kbd>m</kbd>}
          </button>{' '}
          <button type="button" className="button-quiet" onClick={() => onOpen(major.incident)}>
            Its incident
          </button>
        </p>
      ))}
    </section>
  )
}
