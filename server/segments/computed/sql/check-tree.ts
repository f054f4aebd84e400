import { sqlViews } from '../../../../model/sql-trait.ts'
import { isAllowedFunction } from './allowed-functions.ts'
import type { SyntaxNode } from './syntax-tree.ts'

/** What the engine has: names of its databases, and of the tables of the one that is used. */
export type Known = { databases: ReadonlySet<string>; tables: ReadonlySet<string> }

const views = new Set(sqlViews.map(({ name }) => name))

/** What a SELECT is made of; settings, samples, formats and whatever a later version brings are not among it. */
const parts = new Set([
  'SelectWithUnionQuery',
  'SelectIntersectExceptQuery',
  'SelectQuery',
  'ExpressionList',
  'Identifier',
  'TableIdentifier',
  'Function',
  'Literal',
  'Asterisk',
  'QualifiedAsterisk',
  'TablesInSelectQuery',
  'TablesInSelectQueryElement',
  'TableExpression',
  'TableJoin',
  'ArrayJoin',
  'Subquery',
  'WithElement',
  'OrderByElement',
  'WindowDefinition',
  'WindowListElement',
])

/** Says what a query would do that it may not; null when it only reads the views. */
export function findForbidden(node: SyntaxNode, known: Known): string | null {
  const problem = forbiddenIn(node, known)
  if (problem !== null) return problem
  for (const child of node.children) {
    const inside = findForbidden(child, known)
    if (inside !== null) return inside
  }
  return null
}

function forbiddenIn({ kind, name, children }: SyntaxNode, known: Known): string | null {
  if (kind === 'TableExpression' && children.some((child) => child.kind === 'Function'))
    return 'It reads from a table function. Only the views may be read.'
  switch (kind) {
    case 'Root':
      return null
    case 'Function':
      return isAllowedFunction(name) ? null : `The function ${name} may not be used here.`
    case 'TableIdentifier':
      if (name.includes('.')) return `${name} may not be read. Only the views may.`
      return views.has(name) ? null : forbiddenName(name, known)
    case 'Identifier':
    case 'Literal':
      // Texts read as states of aggregates are taken on trust by the engine.
      if (/aggregatefunction/i.test(name)) return 'Types of aggregate functions may not be used here.'
      return kind === 'Identifier' ? forbiddenName(name, known) : null
    default:
      return parts.has(kind) ? null : `“${kind}” may not be used here: only a plain SELECT over the views.`
  }
}

/**
 * A table may be named wherever a column may, after `in` for instance, and what is called like one in one place may mean the real one
 * in another. So nothing at all may be called like a table or begin with the name of a database.
 */
function forbiddenName(name: string, { databases, tables }: Known): string | null {
  const [first = ''] = name.split('.', 1)
  const isCompound = first !== name
  if (isCompound && databases.has(first)) return `${name} may not be read. Only the views may.`
  return tables.has(first) && !views.has(first)
    ? `“${first}” is a table of Kith’s own, which may not be read; nothing else may be called so here. Only the views may be read: ${[...views].join(', ')}.`
    : null
}
