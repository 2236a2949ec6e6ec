// The grade scale is data of the policy pack: codes as text, most urgent first. A smaller rank is more urgent.
import type { Policy } from '../api/types.ts'

export type Scale = readonly { grade: string; name: string }[]

// Used until the policy has loaded, so that a board is never blank for want of names.
export const plainScale: Scale = ['1', '2', '3', '4', '5'].map((grade) => ({ grade, name: `Grade ${grade}` }))

export function scaleOf(policy: Policy | undefined): Scale {
  return policy && policy.grades.length > 0 ? policy.grades : plainScale
}

// An ungraded incident stands right after the most urgent grade: nobody has ruled anything out yet.
export function rankOf(scale: Scale, grade: string | null): number {
  if (grade === null) return 0.5
  const index = scale.findIndex((entry) => entry.grade === grade)
  return index < 0 ? 0.5 : index
}

export function isMoreUrgent(scale: Scale, one: string, other: string | null): boolean {
  return other === null || rankOf(scale, one) < rankOf(scale, other)
}

export function nameOf(scale: Scale, grade: string | null): string {
  if (grade === null) return 'Ungraded'
  return scale.find((entry) => entry.grade === grade)?.name ?? `Grade ${grade}`
}
