import type { Role } from '../../../model/roles.ts'

/** What a role is for, in a sentence. */
export const roleSentences: Record<Role, string> = {
  owner: 'Everything, and the only one who makes or removes owners.',
  admin: 'Everything, settings and colleagues included.',
  member: 'Works with people, segments and deals; sees the data that comes in, and changes no settings.',
  read_only: 'Sees people, segments, deals and data, and changes nothing.',
}
