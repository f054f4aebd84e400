import type { FormatDefinition, TableLook } from './format-definition.ts'
import { google } from './google.ts'
import { hubspot } from './hubspot.ts'
import { linkedin } from './linkedin.ts'
import { outlook } from './outlook.ts'
import { pipedrive } from './pipedrive.ts'
import { salesforce } from './salesforce.ts'
import { vcard } from './vcard.ts'

const SURE_ENOUGH = 0.5
const formats: readonly FormatDefinition[] = [
  vcard,
  hubspot,
  salesforce,
  pipedrive,
  google,
  linkedin,
  outlook,
]

/** The program whose export a table is; null when it is none that we know. */
export function recogniseFormat(look: TableLook): FormatDefinition | null {
  const scored = formats.map((format) => ({ format, score: format.recognises(look) }))
  const best = scored.toSorted((a, b) => b.score - a.score)[0]
  return best && best.score >= SURE_ENOUGH ? best.format : null
}

/** The numbering that external ids of a file are in. */
export function systemOf(formatName: string | null): string {
  return formats.find(({ name }) => name === formatName)?.system ?? 'imported'
}
