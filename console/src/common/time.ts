// Instants and spans in words a control room uses. Shown in Europe/London; the raw instant goes into a title.

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const shortClockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const wordsFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
})

// "14:02:07" in London.
export function clockTime(ms: number): string {
  return clockFormat.format(ms)
}

// "14:02" today, "Mon 23 Nov 14:02" on another London day.
export function dayAndTime(ms: number, nowMs: number): string {
  const time = shortClockFormat.format(ms)
  const day = dayFormat.format(ms)
  return day === dayFormat.format(nowMs) ? time : `${day} ${time}`
}

// "Saturday 7 March, 22:00" in London, as the server writes it in its sentences.
export function dayAndTimeInWords(ms: number): string {
  const of = new Map(wordsFormat.formatToParts(ms).map((part) => [part.type, part.value]))
  return `${of.get('weekday')} ${of.get('day')} ${of.get('month')}, ${of.get('hour')}:${of.get('minute')}`
}

// "0:42", "12 min", "3 h 05", "2 d 4 h": short, and never more exact than is of use.
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(Math.abs(ms) / 1000))
  if (seconds < 600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 100) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

// The same span in full words, for screen readers.
export function spanInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(Math.abs(ms) / 1000))
  const unit = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
  if (seconds < 60) return unit(seconds, 'second')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 100) return unit(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}`
  return unit(Math.floor(hours / 24), 'day')
}

export function wholeNumber(n: number): string {
  return n.toLocaleString('en-GB')
}
