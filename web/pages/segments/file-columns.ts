const HEAD_BYTES = 64 * 1024
const DELIMITERS = [',', ';', '\t']

/** The names in the first line of a CSV file, for somebody to choose from; none when there is a single column. */
export async function columnsOf(file: Blob): Promise<string[]> {
  const head = await file.slice(0, HEAD_BYTES).text()
  const [line = ''] = head.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const columns = cellsOf(line)
  return columns.length > 1 ? [...new Set(columns.filter((name) => name !== ''))] : []
}

function cellsOf(line: string): string[] {
  const cells = ['']
  let isQuoted = false
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && DELIMITERS.includes(sign)) cells.push('')
    else cells.push(`${cells.pop() ?? ''}${sign}`)
  }
  return cells.map((cell) => cell.trim())
}
