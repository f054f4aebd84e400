import { nicknameList } from './nickname-list.ts'

let groupsOf: Map<string, number[]> | undefined

/** The groups of given names and their short forms that a name belongs to, as numbers; none for most names. */
export function nicknameGroups(name: string): number[] | undefined {
  groupsOf ??= readGroups()
  return groupsOf.get(name)
}

function readGroups(): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  nicknameList.split(',').forEach((group, number) => {
    for (const name of group.trim().split(/\s+/)) groups.set(name, [...(groups.get(name) ?? []), number])
  })
  return groups
}
