/** A part of a query as the engine understood it. */
export type SyntaxNode = { kind: string; name: string; children: SyntaxNode[] }

/** Reads the lines of `explain ast`: one part each, deeper by a space than the one that it belongs to. */
export function readSyntaxTree(lines: readonly string[]): SyntaxNode {
  const root: SyntaxNode = { kind: 'Root', name: '', children: [] }
  const path = [root]
  for (const line of lines) {
    const text = line.trimStart()
    const depth = line.length - text.length
    const [, kind = '', name = ''] =
      /^(\S*) ?(.*?)(?: \(alias .*?\))?(?: \(children \d+\))?$/s.exec(text.trimEnd()) ?? []
    const node = { kind, name, children: [] }
    path.length = Math.min(path.length, depth + 1)
    path.at(-1)?.children.push(node)
    path.push(node)
  }
  return root
}
