import { useEffect, useState } from 'react'
import { useIncident } from '../api/queries.ts'
import type { Card, Policy } from '../api/types.ts'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { chainWords } from './chain_words.ts'

const restMs = 400

interface Props {
  card: Card
  policy: Policy | undefined
}

// The chain of acknowledgement of one incident, from being made to the scene, in one line.
function Chain({ card, policy }: Props) {
  const record = useIncident(card.id, card.version)
  const reasonText = (code: string) =>
    [...(policy?.working?.unit_reasons ?? []), ...(policy?.working?.unresourced_reasons ?? [])].find(
      (reason) => reason.code === code,
    )?.text ?? plain(code)
  if (record.isError) return <p className="quiet">The chain can not be had now.</p>
  if (!record.data) return <p className="quiet">Loading the chain…</p>
  const words = chainWords(record.data.chain, reasonText)
  if (words.length === 0) return <p className="quiet">Nobody has been sent.</p>
  return (
    <ol className="chain" aria-label={`Chain of ${card.number}`}>
      {words.map((word, index) => (
        <li key={index}>
          {word.text} <Stamp at={word.at} seconds />
        </li>
      ))}
    </ol>
  )
}

// Under the board, for the incident that the person has stayed on: one passed by on the way is not read.
export function ChainLine({ card, policy }: Props) {
  const [rested, setRested] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(card.id), restMs)
    return () => clearTimeout(timer)
  }, [card.id])
  return (
    <div className="chain-bar">
      <span className="chain-number">{card.number}</span>
      {rested === card.id ? <Chain card={card} policy={policy} /> : <p className="quiet">…</p>}
    </div>
  )
}
