import type { Card } from '../api/types.ts'
import { nameOf, rankOf, type Scale } from './grades.ts'

const stateWords: Record<Card['grade_state'], string> = {
  ungraded: 'ungraded',
  proposed: 'proposed',
  confirmed: 'confirmed',
}

interface Props {
  grade: string | null
  scale: Scale
  state?: Card['grade_state']
  size?: 'row' | 'large'
}

// The grade's number in a shape of its own: solid, outlined or dashed as well as coloured.
export function GradeBadge({ grade, scale, state, size = 'row' }: Props) {
  const look = grade === null ? 'none' : String(Math.min(4, Math.floor(rankOf(scale, grade))))
  const name = nameOf(scale, grade)
  return (
    <span className={`badge badge-${look} badge-${size}`} title={name}>
      <span className="badge-code" aria-hidden="true">
        {grade ?? '?'}
      </span>
      <span className="visually-hidden">
        {grade === null ? 'Ungraded' : `Grade ${grade}, ${name}`}
        {state && state !== 'ungraded' ? `, ${stateWords[state]}` : ''}
      </span>
    </span>
  )
}
