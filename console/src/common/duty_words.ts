// Duty posts and where they are held, in the words of the policy and of the force. Pure.
import type { Duty, Pod, Policy } from '../api/types.ts'
import { plain } from './words.ts'

export function postName(policy: Policy | undefined, post: string): string {
  return policy?.working?.posts.find((one) => one.post === post)?.name ?? plain(post)
}

export function areaName(pods: readonly Pod[], area: string | null): string {
  if (area === null) return 'the whole force'
  return pods.find((one) => one.pod === area)?.name ?? area
}

// "District inspector, North".
export function dutyName(
  policy: Policy | undefined,
  pods: readonly Pod[],
  { post, area }: Pick<Duty, 'post' | 'area'>,
): string {
  return `${postName(policy, post)}, ${areaName(pods, area)}`
}
