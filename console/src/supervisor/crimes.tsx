import { useState } from 'react'
import { DueBy } from '../common/due_by.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { plain, valueInWords } from '../common/words.ts'
import { addressOf } from '../shell/route.ts'
import { useCrimeRegister } from './supervisor_api.ts'

const registers = [
  { code: 'due', text: 'Decisions owed' },
  { code: 'breached', text: 'Not decided in time' },
  { code: 'crime_related_unresolved', text: 'Crime-related, not confirmed or refuted' },
] as const
type Register = (typeof registers)[number]['code']

const text = (value: unknown) => (typeof value === 'string' ? value : null)

// The register of crimes: what is owed and by when, what came too late, and what is still unresolved.
export function Crimes() {
  const [register, setRegister] = useState<Register>('due')
  const found = useCrimeRegister(register)
  const items = found.data?.items ?? []
  return (
    <>
      <label className="page-head">
        Register{' '}
        <select
          value={register}
          onChange={(event) => setRegister(registers.find((one) => one.code === event.target.value)?.code ?? 'due')}
        >
          {registers.map((one) => (
            <option key={one.code} value={one.code}>
              {one.text}
            </option>
          ))}
        </select>
      </label>
      {found.isError && <ProblemBox error={found.error} />}
      {found.data && items.length === 0 && <p className="quiet">Nothing stands in this register.</p>}
      {found.data?.more === true && (
        <p role="status">These are the first {items.length}; the register goes on behind them.</p>
      )}
      {items.length > 0 && (
        <table className="table" aria-label="Crimes">
          <thead>
            <tr>
              <th scope="col">Incident</th>
              <th scope="col">What</th>
              <th scope="col">Clock</th>
              <th scope="col">District</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => {
              const incident = text(item.incident)
              const due = text(item.due_at)
              const name = [text(item.number), text(item.code), text(item.title)].filter(Boolean).join(' ')
              return (
                <tr key={`${incident ?? ''} ${text(item.key) ?? ''} ${text(item.id) ?? ''}`}>
                  <th scope="row">
                    {incident !== null && (
                      <a href={addressOf({ screen: 'incident', incident })}>{name === '' ? 'Open it' : name}</a>
                    )}
                  </th>
                  <td>
                    {item.offences === undefined ? plain(text(item.state) ?? '') : valueInWords(item.offences)}
                    {text(item.recording) !== null && `; proposed: ${plain(text(item.recording) ?? '').toLowerCase()}`}
                    {text(item.reason_code) !== null && `; ${plain(text(item.reason_code) ?? '').toLowerCase()}`}
                  </td>
                  <td>
                    {due !== null && <DueBy at={due} />}{' '}
                    {text(item.lateness) !== null && plain(text(item.lateness) ?? '').toLowerCase()}
                  </td>
                  <td>{text(item.district) ?? ''}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </>
  )
}
