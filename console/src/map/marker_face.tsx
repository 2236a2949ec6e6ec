import { rankOf, type Scale } from '../common/grades.ts'
import type { Marker } from './places.ts'

// Eight corners, four, round, square: the urgent ones can be told apart with no colour at all.
const shapes = [
  'M12 1h12l11 11v12L24 35H12L1 24V12z',
  'M18 0l18 18-18 18L0 18z',
  'M18 1a17 17 0 1 0 .01 0z',
  'M3 3h30v30H3z',
  'M7 3h22a4 4 0 0 1 4 4v22a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z',
]

// The grade's code in the shape of its rank; dashed for what nobody has graded.
function GradeShape({ grade, scale }: { grade: string | null; scale: Scale }) {
  const rank = Math.min(4, Math.floor(rankOf(scale, grade)))
  return (
    <svg className={`shape shape-${grade === null ? 'none' : rank}`} viewBox="-1 -1 38 38" aria-hidden="true">
      <path d={shapes[grade === null ? 3 : rank] ?? ''} />
      <text x="18" y="19" textAnchor="middle" dominantBaseline="central">
        {grade ?? '?'}
      </text>
    </svg>
  )
}

// What stands on the map, for the eye alone: the list beside it says the same in words.
export function MarkerFace({ marker, scale, held }: { marker: Marker; scale: Scale; held: boolean }) {
  const count = marker.entries.length
  const look = [
    'mark',
    `mark-${marker.what}`,
    held ? 'mark-held' : '',
    marker.vague && count > 0 ? 'mark-vague' : '',
    marker.alarm ? 'mark-alarm' : '',
  ]
  return (
    <span className={look.filter(Boolean).join(' ')}>
      {marker.grade !== undefined && <GradeShape grade={marker.grade} scale={scale} />}
      {marker.what === 'district' && <span className="mark-name">{marker.district}</span>}
      {marker.what === 'units' && <span>{`${marker.alarm ? '! ' : ''}${marker.sign ?? 'units'}`}</span>}
      {(count > 1 || (marker.what === 'district' && count > 0)) && <span className="mark-count">{count}</span>}
    </span>
  )
}
