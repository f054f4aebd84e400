/** A text in quotes: `“Order Completed”`. Quotes and backslashes in it have a backslash before them. */
export function quoted(text: string): string {
  return `“${text.replaceAll(/[\\”]/g, String.raw`\$&`)}”`
}

const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*(\.[\p{L}\p{N}_$-]+)*$/u
/** Words that would be read as something else than a name. */
const taken = new Set(['yes', 'no', 'true', 'false', 'and', 'or'])

/** The name of a trait or property: as it is where that is one word, in quotes otherwise. */
export function nameWords(name: string): string {
  return PLAIN_NAME.test(name) && !taken.has(name.toLowerCase()) ? name : quoted(name)
}
