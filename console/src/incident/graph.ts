// Where each incident stands in the small picture of links. Pure.
export interface Neighbour {
  id: string
  number: string
  relation: 'duplicate' | 'survivor' | 'related' | 'candidate'
}

export interface Placed {
  neighbour: Neighbour
  x: number
  y: number
}

export const graphSize = { width: 460, height: 260 }
// More than these would not be legible; the list beside the picture has them all.
export const shownAtMost = 8

// Around the middle on an ellipse, from the top, in the order given.
export function placed(neighbours: readonly Neighbour[]): Placed[] {
  const shown = neighbours.slice(0, shownAtMost)
  return shown.map((neighbour, index) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * index) / shown.length
    return {
      neighbour,
      x: Math.round(graphSize.width / 2 + 160 * Math.cos(angle)),
      y: Math.round(graphSize.height / 2 + 100 * Math.sin(angle)),
    }
  })
}

export function inWords(neighbours: readonly Neighbour[]): string {
  const count = (relation: Neighbour['relation']) => neighbours.filter((one) => one.relation === relation).length
  const parts = [
    [count('survivor'), 'it is joined to'],
    [count('duplicate'), 'joined to it as the same'],
    [count('related'), 'related'],
    [count('candidate'), 'that may be the same'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`)
  return said.length === 0 ? 'No links.' : `Incidents: ${said.join(', ')}.`
}
