// Forms of what is done from the first day: needs, texts to callers, codes of the incident, places of a call. Pure.
import type { Call, Policy } from '../api/types.ts'
import { placesOf, sourceInWords } from '../calls/calls.ts'
import type { Choice, Field, Values } from '../common/form.ts'
import { dayAndTime } from '../common/time.ts'
import { channelLabel, plain } from '../common/words.ts'
import type { ActionForm, FormContext } from './action_form.ts'
import { languageName, languages } from './languages.ts'
import type { IncidentRecord } from './stands_open.ts'

interface StatedNeed {
  need: string
  language: string | null
}

export function needText(stated: StatedNeed, policy: Policy | undefined): string {
  const text = policy?.day_one?.needs.find((one) => one.need === stated.need)?.text ?? plain(stated.need)
  return stated.language === null ? text : `${text}: ${languageName(stated.language)}`
}

// One need as the address of its taking back.
export const needKey = (stated: StatedNeed) => `${stated.need} ${stated.language ?? ''}`.trim()

export function needForm({ record, policy }: FormContext): ActionForm {
  const needs = policy?.day_one?.needs ?? []
  const namesLanguage = (values: Values) => needs.find((one) => one.need === values['/need'])?.names_language === true
  return {
    title: `What somebody needs to be understood, ${record.number}`,
    send: 'Record it',
    path: 'needs',
    about: 'Everybody sees it on the card and at the top of the record, and the task that sees to it is opened.',
    fields: [
      {
        pointer: '/need',
        label: 'Need',
        kind: 'choice',
        required: true,
        options: needs.map((one) => ({ code: one.need, text: one.text })),
      },
      {
        pointer: '/language',
        label: 'Language',
        kind: 'find',
        required: true,
        free: true,
        options: languages(),
        when: namesLanguage,
        hint: 'Type its beginning. A code of ISO 639 that is not listed is taken too.',
      },
    ],
  }
}

export function needBackForm({ record, policy }: FormContext, about: string): ActionForm {
  const stated = (record.needs ?? []).find((one) => needKey(one) === about)
  return {
    title: `Take back a need of ${record.number}`,
    send: 'Take it back',
    path: 'needs',
    about: `${stated === undefined ? plain(about) : needText(stated, policy)}: entered in error, or not needed. Its task ends with it.`,
    fields: [],
    body: () => ({
      need: stated?.need ?? about,
      ...(stated?.language == null ? {} : { language: stated.language }),
      withdrawn: true,
    }),
  }
}

// The contacts of an incident whose caller has a number, the newest first.
function textable(record: IncidentRecord): Choice[] {
  return record.contacts.toReversed().flatMap((contact) => {
    const caller = contact.personal?.caller
    if (caller?.phone === undefined) return []
    const who = [caller.name, caller.phone].filter(Boolean).join(', ')
    const at = Date.parse(contact.received_at)
    return [{ code: contact.id, text: `${who} (${channelLabel(contact.channel)}, ${dayAndTime(at, at)})` }]
  })
}

export function messageForm({ record, policy }: FormContext, about: string): ActionForm {
  const to = textable(record)
  const only = to.length === 1 ? to[0]?.code : undefined
  const most = policy?.day_one?.message_characters_max ?? 2000
  return {
    title: `A text to a caller of ${record.number}`,
    send: 'Send it',
    path: 'messages',
    given: { '/contact': about === '' ? (only ?? '') : about },
    about:
      to.length === 0
        ? 'No caller of this incident has given a number that a text could go to. Reach the caller another way.'
        : 'It is sent at once and tried again when it does not go; in the end somebody is asked to tell the caller.',
    fields: [
      { pointer: '/contact', label: 'To', kind: 'choice', required: true, options: to },
      {
        pointer: '/text',
        label: 'What the caller is to know',
        kind: 'words',
        rows: 4,
        max: most,
        required: true,
        hint: `${most} characters at most.`,
      },
      {
        pointer: '/safe_to_text',
        label: 'I have made sure that nobody else reads it',
        kind: 'check',
        hint: 'Needed where a text that somebody else reads may endanger the caller.',
      },
    ],
  }
}

// Every category with its theme, which is found by typing too.
export function categories(policy: Policy | undefined): Choice[] {
  return (policy?.nsir?.categories ?? []).map((one) => ({
    code: one.code,
    text: one.name.startsWith(one.theme) ? `${one.name} (${one.code})` : `${one.theme}: ${one.name} (${one.code})`,
  }))
}

export function nsirText(code: string, policy: Policy | undefined): string {
  return categories(policy).find((one) => one.code === code)?.text ?? code
}

const how = 'Type words of its name, its theme or its code.'

// The codes that go with a closing; left empty they stand as they are, or as proposed.
export function closingCodeFields(policy: Policy | undefined): Field[] {
  if (policy?.nsir === undefined) return []
  const hint = 'Left empty: as it stands, or as proposed.'
  return [
    {
      pointer: '/nsir/closing',
      label: 'Closing category',
      kind: 'find',
      options: categories(policy),
      hint: `${how} ${hint}`,
    },
    { pointer: '/nsir/disposal', label: 'Disposal', kind: 'find', options: policy.nsir.disposals, hint },
  ]
}

function codeFields(policy: Policy | undefined, openingIsSet: boolean): Field[] {
  if (policy?.nsir === undefined) return []
  const options = categories(policy)
  const opening: Field = {
    pointer: '/opening',
    label: 'Opening category: what was first reported',
    kind: 'find',
    options,
    hint: `${how} It stays once it is set.`,
  }
  return [
    ...(openingIsSet ? [] : [opening]),
    { pointer: '/closing', label: 'Closing category: what it turned out to be', kind: 'find', options, hint: how },
    { pointer: '/disposal', label: 'Disposal', kind: 'find', options: policy.nsir.disposals },
    { pointer: '/qualifiers', label: 'Qualifiers', kind: 'several', options: policy.nsir.qualifiers },
  ]
}

export function codesForm({ record, policy }: FormContext): ActionForm {
  const held = record.nsir
  const fields = codeFields(policy, held?.opening != null)
  return {
    title: `Codes of ${record.number}`,
    send: 'Set them',
    path: 'nsir',
    given: {
      '/closing': held?.closing ?? '',
      '/disposal': held?.disposal ?? '',
      '/qualifiers': held?.qualifiers ?? [],
    },
    about:
      fields.length === 0
        ? 'The policy does not code incidents.'
        : held?.opening == null
          ? 'What is left out stays as it is.'
          : `Opened as ${nsirText(held.opening, policy)}. What is left out stays as it is.`,
    fields,
    // That none is chosen any more has to be said: left out they would stay.
    body: (body) =>
      (held?.qualifiers.length ?? 0) > 0 && body.qualifiers === undefined ? { ...body, qualifiers: [] } : body,
  }
}

// Where one of a call's places is taken as the caller's: by its number in the call's own list.
export function placeForm(call: Call | undefined, id: string, number: string): ActionForm {
  const held = call?.location
  return {
    title: `Where the caller of ${number} is`,
    send: 'Take this place',
    path: `/v1/calls/${id}/location`,
    about: 'It is recorded on the incident, which is triaged again. Another one may be taken later.',
    given: { '/candidate': held === undefined ? '' : String(held) },
    fields: [
      {
        pointer: '/candidate',
        label: 'Place',
        kind: 'choice',
        required: true,
        options: (call === undefined ? [] : placesOf(call)).map((place) => ({
          code: String(place.candidate),
          text: `${place.text} (${sourceInWords(place.source)})`,
        })),
      },
    ],
    body: (body) => ({ candidate: Number(body.candidate) }),
  }
}
