import { useEffect, useRef } from 'react'
import type { RequestProblem } from '../api/problem.ts'
import type { Policy } from '../api/types.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { channels } from '../common/words.ts'
import { isPlain } from '../shell/keys.ts'
import { useSession } from '../shell/session.tsx'
import { isUntouched, withFact, withoutFact, withWhere, type Draft } from './draft.ts'
import { FactList } from './fact_list.tsx'
import { FactSearch } from './fact_search.tsx'
import { NarrativeField } from './narrative_field.tsx'
import { PlannedFields } from './planned_fields.tsx'
import { QuestionsPanel } from './questions_panel.tsx'
import { toggled } from './questions.ts'
import type { Assessed } from './use_assessment.ts'

interface Props {
  draft: Draft
  assessed: Assessed
  policy: Policy | undefined
  sending: boolean
  problem: RequestProblem | null
  narrativeMissing: boolean
  plannedAsked: boolean
  onChange: (draft: Draft) => void
  onSend: () => void
  onOutcome: () => void
  onClear: () => void
  onPlaceLeft: () => void
  takesFocus: boolean
  // What telephony says, above the fields.
  children?: React.ReactNode
}

type FieldProps = Pick<Props, 'draft' | 'onChange'>

function ChannelField({ draft, onChange, takesFocus }: FieldProps & { takesFocus: boolean }) {
  const group = useRef<HTMLFieldSetElement>(null)
  // Where the screen was just opened by a key press of the person, work begins here; nothing moves the focus after this.
  useEffect(() => {
    if (takesFocus) group.current?.querySelector<HTMLInputElement>('input:checked')?.focus()
    // Only when the screen opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const onKeyDown = (event: React.KeyboardEvent) => {
    const chosen = isPlain(event) ? channels.find((channel) => channel.key === event.key.toLowerCase()) : undefined
    if (!chosen) return
    event.preventDefault()
    onChange({ ...draft, channel: chosen.code })
    group.current?.querySelector<HTMLInputElement>(`input[value="${chosen.code}"]`)?.focus()
  }
  return (
    // A letter chooses the channel from anywhere in the group.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <fieldset className="channels" ref={group} onKeyDown={onKeyDown}>
      <legend>Channel</legend>
      {channels.map((channel) => (
        <label key={channel.code} className="channel">
          <input
            type="radio"
            name="channel"
            value={channel.code}
            checked={draft.channel === channel.code}
            onChange={() => onChange({ ...draft, channel: channel.code })}
          />
          <span>
            {channel.label} <kbd>{channel.key}</kbd>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function MoreFields({ draft, onChange, readOnly }: FieldProps & { readOnly: boolean }) {
  const { account } = useSession()
  return (
    <div className="field-pair">
      <div className="field">
        <label htmlFor="caller_name">Caller’s name</label>
        <input
          id="caller_name"
          autoComplete="off"
          maxLength={200}
          readOnly={readOnly}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor="district">District</label>
        <input
          id="district"
          list="districts"
          autoComplete="off"
          maxLength={60}
          readOnly={readOnly}
          value={draft.district}
          onChange={(event) => onChange({ ...draft, district: event.target.value })}
        />
        <datalist id="districts">
          {account.districts.map((district) => (
            <option key={district} value={district} />
          ))}
        </datalist>
      </div>
    </div>
  )
}

export function ContactForm(props: Props) {
  const { draft, assessed, policy, sending, problem, narrativeMissing, onChange } = props
  return (
    <form
      className="contact-form"
      aria-label="The contact"
      aria-busy={sending}
      noValidate
      onSubmit={(event) => {
        // Enter in a field must not send a half-told contact; Ctrl+Enter does.
        event.preventDefault()
      }}
    >
      {props.children}
      <ChannelField draft={draft} onChange={onChange} takesFocus={props.takesFocus} />
      <div className="field-pair">
        <div className="field field-phone">
          <label htmlFor="phone">Number</label>
          <input
            id="phone"
            type="tel"
            autoComplete="off"
            maxLength={24}
            readOnly={sending}
            value={draft.phone}
            onChange={(event) => onChange({ ...draft, phone: event.target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor="where">Where is it happening?</label>
          <input
            id="where"
            autoComplete="off"
            maxLength={500}
            readOnly={sending}
            value={draft.where}
            onChange={(event) => onChange(withWhere(draft, event.target.value))}
            onBlur={props.onPlaceLeft}
          />
        </div>
      </div>
      <NarrativeField
        narrative={draft.narrative}
        assessed={assessed.narrative}
        cues={assessed.assessment?.cues ?? []}
        policy={policy}
        readOnly={sending}
        missing={narrativeMissing}
        onChange={(narrative) => onChange({ ...draft, narrative })}
      />
      <QuestionsPanel draft={draft} assessed={assessed} policy={policy} onChange={onChange} />
      <FactSearch
        vocabulary={policy?.vocabulary ?? []}
        onPick={({ fact, value, member }) =>
          onChange(
            withFact(draft, fact, member && typeof value === 'string' ? toggled(draft.facts[fact], value) : value),
          )
        }
      />
      <FactList draft={draft} onRemove={(fact) => onChange(withoutFact(draft, fact))} />
      <MoreFields draft={draft} onChange={onChange} readOnly={sending} />
      <PlannedFields draft={draft} policy={policy} readOnly={sending} asked={props.plannedAsked} onChange={onChange} />
      {problem && <ProblemBox error={problem} />}
      <div className="actions">
        <button type="button" className="button button-main" aria-disabled={sending} onClick={props.onSend}>
          {sending ? 'Sending…' : draft.incident === null ? 'Send' : `Send, joined to ${draft.incident.number}`}{' '}
          <kbd>Ctrl Enter</kbd>
        </button>
        <button type="button" className="button" aria-disabled={sending} onClick={props.onOutcome}>
          No incident <kbd>F8</kbd>
        </button>
        <button type="button" className="button-quiet" disabled={sending || isUntouched(draft)} onClick={props.onClear}>
          Throw this draft away
        </button>
      </div>
    </form>
  )
}
