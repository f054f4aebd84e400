/** The name of a pipeline step in words: "drop-duplicate" and "dropDuplicate" read "Drop duplicate". */
export function stepWords(name: string): string {
  const words = name
    .replaceAll(/[-_]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
