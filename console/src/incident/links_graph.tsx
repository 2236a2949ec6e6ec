import { graphSize, inWords, placed, type Neighbour } from './graph.ts'

// The same as the list beside it, as a picture: a whole line joins what is the same, a broken one what is related, a
// dotted one what may be.
export function LinksGraph({ number, neighbours }: { number: string; neighbours: readonly Neighbour[] }) {
  const around = placed(neighbours)
  if (around.length === 0) return null
  const { width, height } = graphSize
  const short = (name: string) => name.replace(/^[A-Z]+-\d{4}/, '')
  return (
    <svg className="links-graph" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={inWords(neighbours)}>
      {around.map(({ neighbour, x, y }) => (
        <line
          key={neighbour.id}
          className={`edge edge-${neighbour.relation}`}
          x1={width / 2}
          y1={height / 2}
          x2={x}
          y2={y}
        />
      ))}
      {around.map(({ neighbour, x, y }) => (
        <g key={neighbour.id} className={`node node-${neighbour.relation}`}>
          <rect x={x - 58} y={y - 13} width={116} height={26} rx={3} />
          <text x={x} y={y + 5} textAnchor="middle">
            {short(neighbour.number)}
          </text>
        </g>
      ))}
      <g className="node node-self">
        <rect x={width / 2 - 62} y={height / 2 - 15} width={124} height={30} rx={3} />
        <text x={width / 2} y={height / 2 + 5} textAnchor="middle">
          {short(number)}
        </text>
      </g>
    </svg>
  )
}
