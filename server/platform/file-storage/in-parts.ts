/** The same bytes in parts of a size, the last one shorter; one empty part for nothing at all. */
export async function* inParts(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let length = 0
  let isFirst = true
  for await (const piece of content) {
    waiting.push(piece)
    length += piece.length
    while (length >= size) {
      const all = Buffer.concat(waiting)
      yield all.subarray(0, size)
      isFirst = false
      waiting = [all.subarray(size)]
      length -= size
    }
  }
  if (length > 0 || isFirst) yield Buffer.concat(waiting)
}
