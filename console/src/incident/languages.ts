// Languages by their ISO 639 codes, named by the browser. Pure.
import type { Choice } from '../common/form.ts'

// The two-letter codes of ISO 639-1, and those of three letters that interpreters here are asked for.
const codes = (
  'aa ab af ak am ar as ay az ba be bg bm bn bo br bs ca ce co cs cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr ' +
  'fy ga gd gl gn gu gv ha he hi hr ht hu hy id ig is it ja jv ka kg kk kl km kn ko ks ku kw ky lb lg ln lo lt lu lv mg mi ' +
  'mk ml mn mr ms mt my nb nd ne nl nn no nr ny oc om or pa pl ps pt qu rn ro ru rw sa sc sd sg si sk sl sm sn so sq sr ' +
  'ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ug uk ur uz ve vi wo xh yi yo za zh zu ' +
  'ckb cmn kmr pnb prs rom syl tet yue'
).split(' ')

const unknown: Choice = { code: 'und', text: 'Nobody knows yet which' }

// Those that browsers have no name for.
const own: Readonly<Record<string, string>> = { syl: 'Sylheti' }

let names: Intl.DisplayNames | null = null

export function languageName(code: string): string {
  if (code === unknown.code) return 'language not known yet'
  names ??= new Intl.DisplayNames(['en-GB'], { type: 'language', fallback: 'code' })
  try {
    return own[code] ?? names.of(code) ?? code
  } catch {
    return code
  }
}

export function languages(): Choice[] {
  const named = codes.map((code) => ({ code, text: languageName(code) }))
  return [unknown, ...named.toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'))]
}
