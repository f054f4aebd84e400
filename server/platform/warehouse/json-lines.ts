/** Texts, to be left alone, and integers of 19 digits or more, of which some are beyond 64 bits. */
const TEXT_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{19,}(?![\d.eE])/g
const LONG_INTEGER = /\d{19}/
const TOO_LARGE = 2 ** 63

/** Rows as JSON lines that ClickHouse can read whatever numbers are in them. */
export function toLines(rows: readonly object[]): string {
  return rows.map((row) => toLine(row)).join('\n')
}

/** ClickHouse refuses 100000000000000000000, an integer without end to it, and takes 1e20, the same number. */
function toLine(row: object): string {
  const line = JSON.stringify(row)
  if (!LONG_INTEGER.test(line)) return line
  return line.replace(TEXT_OR_LONG_INTEGER, (part) => {
    const isSmall = part.startsWith('"') || Math.abs(Number(part)) < TOO_LARGE
    return isSmall ? part : Number(part).toExponential()
  })
}
