interface Props {
  id: string
  // The digit that brings one here.
  digit: string
  title: string
  note?: React.ReactNode
  children: React.ReactNode
}

// A part of the record, whose heading takes the focus when its digit is pressed.
export function Section({ id, digit, title, note, children }: Props) {
  return (
    <section className="record-section" aria-labelledby={`section_${id}`} data-section={id}>
      <h2 id={`section_${id}`} tabIndex={-1}>
        <kbd aria-hidden="true">{digit}</kbd> {title}
        {note !== undefined && <span className="quiet"> {note}</span>}
      </h2>
      {children}
    </section>
  )
}

export function ActButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="button-quiet" onClick={onClick}>
      {label}
    </button>
  )
}
