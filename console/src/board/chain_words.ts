// The way from the first word to the scene, as one line. Pure.
import { whoIn } from './dispatch_state.tsx'
import type { ChainStep } from './board_api.ts'

const stepWords: Record<ChainStep['step'], string> = {
  created: 'made',
  pushed: 'pushed',
  acknowledged: 'acknowledged',
  assigned: 'assigned',
  accepted: 'accepts',
  refused: 'refuses',
  en_route: 'on its way',
  at_scene: 'at scene',
  resulted: 'resulted',
  released: 'taken off',
}

export interface ChainWord {
  at: string
  text: string
}

export function chainWords(steps: readonly ChainStep[], reasonText: (code: string) => string): ChainWord[] {
  return steps.map((step) => {
    const who = step.unit ?? (step.step === 'acknowledged' && step.by !== null ? whoIn(step.by) : null)
    const why = step.reason_code === null ? '' : ` (${reasonText(step.reason_code).toLowerCase()})`
    const how = step.means === null ? '' : ` by ${step.means}`
    return { at: step.at, text: `${who === null ? '' : `${who} `}${stepWords[step.step]}${how}${why}` }
  })
}
