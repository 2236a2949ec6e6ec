// Names for the generated shapes of schemas/openapi.yaml that the console works with.
import type { components } from './openapi.d.ts'

type Schemas = components['schemas']

export type FactValue = boolean | number | string | string[]
export type Facts = Record<string, FactValue>
export type Channel = Schemas['Channel']
export type Permission = Schemas['Permission']
export type Session = Schemas['Session']
export type Assessment = Schemas['Assessment']
export type Reason = Schemas['Reason']
export type NextQuestion = Schemas['NextQuestion']
export type Change = Schemas['Change']
export type Dispatch = Schemas['Dispatch']
export type Card = Schemas['IncidentCard']
export type Incident = Schemas['Incident']
export type IncidentLog = Schemas['IncidentLog']
export type LogEvent = Schemas['LogEvent']
export type ContactRequest = Schemas['ContactRequest']
export type Outcome = NonNullable<ContactRequest['contact_only']>['outcome']
export type ContactAnswer = Schemas['ContactAnswer']
export type NoteAnswer = Schemas['NoteAnswer']
export type Policy = Schemas['Policy']
export type FactDefinition = Schemas['FactDefinition']
export type CloudEvent = Schemas['CloudEvent']
export type Problem = Schemas['Problem']
