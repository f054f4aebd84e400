import { z } from 'zod'
import type { Permission } from './roles.ts'

/** What can be done with a record, each reaching as far as a role says. */
export const recordActions = ['view', 'create', 'edit', 'delete', 'assign', 'export'] as const
export type RecordAction = (typeof recordActions)[number]

/** How far an action reaches: no record, one's own, those of one's teams and of the teams below, every record. */
export const reaches = ['none', 'own', 'team', 'all'] as const
export type Reach = (typeof reaches)[number]

export const objectRights = z.object({
  view: z.enum(reaches),
  create: z.enum(reaches),
  edit: z.enum(reaches),
  delete: z.enum(reaches),
  assign: z.enum(reaches),
  export: z.enum(reaches),
})
export type ObjectRights = z.infer<typeof objectRights>

/** The objects whose records have an owner, as a role's matrix shows them. */
export const recordObjects = ['people', 'companies', 'deals'] as const
export type RecordObject = (typeof recordObjects)[number]

/** Stands for every object that a role does not name: objects that are added later are covered by it. */
export const ANY_OBJECT = '*'

const objectName = z.string().regex(/^(\*|[a-z][a-z0-9_:-]{0,80})$/, 'is not the name of an object')

/** Rights by object; `*` for all that are not named, and nothing when that is not named either. */
export const rights = z.partialRecord(objectName, objectRights)
export type Rights = z.infer<typeof rights>

/** What a role makes of a field: not shown, shown, or (when there is no rule) also changed. */
export const fieldLevels = ['hidden', 'read', 'edit'] as const
export type FieldLevel = (typeof fieldLevels)[number]

/** Levels by object and field. A trait is called `traits.` and its name. */
export const fieldRules = z.partialRecord(
  objectName,
  z.partialRecord(z.string().min(1).max(200), z.enum(fieldLevels)),
)
export type FieldRules = z.infer<typeof fieldRules>

/** What a role gives. */
export type RoleAccess = { permissions: readonly Permission[]; rights: Rights; fields: FieldRules }

/** A role as its holder has it. */
export type HeldRole = RoleAccess & { id: string; name: string }

/** What somebody may do with records, all roles taken together, and whom it is about. */
export type Grants = {
  isOwner: boolean
  rights: Rights
  fields: FieldRules
  roles: HeldRole[]
  /** The teams that one belongs to, with all teams below. */
  teams: readonly string[]
  /** Who belongs to those teams. */
  colleagues: readonly string[]
}

/** The same reach for every action. */
export function everyAction(reach: Reach): ObjectRights {
  return { view: reach, create: reach, edit: reach, delete: reach, assign: reach, export: reach }
}

const noRights = everyAction('none')

/** The rights over an object. */
export function rightsFor(rights: Rights, object: string): ObjectRights {
  return rights[object] ?? rights[ANY_OBJECT] ?? noRights
}

/** The farther of two reaches. */
function farther(a: Reach, b: Reach): Reach {
  return reaches.indexOf(a) >= reaches.indexOf(b) ? a : b
}

/** Several roles as one: for every object, action and field the most generous wins. */
export function combineRoles(roles: RoleAccess[]): RoleAccess {
  return {
    permissions: [...new Set(roles.flatMap(({ permissions }) => permissions))],
    rights: combineRights(roles.map((role) => role.rights)),
    fields: combineFields(roles),
  }
}

function combineRights(all: Rights[]): Rights {
  const objects = new Set(all.flatMap((one) => Object.keys(one)))
  return Object.fromEntries(
    [...objects].map((object) => [
      object,
      all.map((one) => rightsFor(one, object)).reduce(fartherOfEach, noRights),
    ]),
  )
}

function fartherOfEach(a: ObjectRights, b: ObjectRights): ObjectRights {
  return {
    view: farther(a.view, b.view),
    create: farther(a.create, b.create),
    edit: farther(a.edit, b.edit),
    delete: farther(a.delete, b.delete),
    assign: farther(a.assign, b.assign),
    export: farther(a.export, b.export),
  }
}

/** A role that does not let its holder see an object at all has no say about the object's fields. */
function combineFields(roles: RoleAccess[]): FieldRules {
  const objects = new Set(roles.flatMap(({ fields }) => Object.keys(fields)))
  return Object.fromEntries(
    [...objects].map((object) => {
      const concerned = roles.filter((role) => rightsFor(role.rights, object).view !== 'none')
      const names = new Set(concerned.flatMap(({ fields }) => Object.keys(fields[object] ?? {})))
      const levels = [...names].map((name) => [name, mostOpen(concerned, object, name)] as const)
      return [object, Object.fromEntries(levels.filter(([, level]) => level !== 'edit'))]
    }),
  )
}

function mostOpen(roles: RoleAccess[], object: string, field: string): FieldLevel {
  const levels = roles.map(({ fields }) => fields[object]?.[field] ?? 'edit')
  return levels.reduce((a, b) => (fieldLevels.indexOf(a) >= fieldLevels.indexOf(b) ? a : b), 'hidden')
}
