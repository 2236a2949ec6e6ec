export interface Bar {
  label: string
  value: number
  // The part of it that is late.
  late?: number
}

interface Props {
  title: string
  // What the first column of the table is, and what is counted.
  of: string
  counted: string
  late?: string
  bars: readonly Bar[]
}

const width = 320
const height = 150
const foot = 18
const head = 14

// A small chart, and its figures as a table beside it, which is what a screen reader gets.
export function BarChart({ title, of, counted, late, bars }: Props) {
  const most = Math.max(1, ...bars.map((bar) => bar.value))
  const step = width / Math.max(1, bars.length)
  const tall = (value: number) => ((height - foot - head) * value) / most
  const every = Math.ceil(bars.length / 8)
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <div className="chart-body">
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
          {bars.map((bar, index) => {
            const x = index * step + step * 0.15
            const wide = step * 0.7
            const whole = tall(bar.value)
            const part = tall(bar.late ?? 0)
            return (
              <g key={bar.label}>
                <rect className="bar" x={x} y={height - foot - whole} width={wide} height={whole} />
                {part > 0 && <rect className="bar-late" x={x} y={height - foot - part} width={wide} height={part} />}
                <text x={x + wide / 2} y={height - foot - whole - 3} textAnchor="middle">
                  {bar.value}
                </text>
                {index % every === 0 && (
                  <text x={x + wide / 2} y={height - 5} textAnchor="middle">
                    {bar.label}
                  </text>
                )}
              </g>
            )
          })}
          <line className="axis" x1={0} y1={height - foot} x2={width} y2={height - foot} />
        </svg>
        <table className="table">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col" className="number">
                {counted}
              </th>
              {late !== undefined && (
                <th scope="col" className="number">
                  {late}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.label}>
                <th scope="row">{bar.label}</th>
                <td className="number">{bar.value}</td>
                {late !== undefined && <td className="number">{bar.late ?? 0}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}
