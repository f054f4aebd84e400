import type { Permission } from '../../../model/roles.ts'

/** Where the API has the records of one of Kith's own objects, and what reading and writing them takes. */
export type StandardObject = {
  object: string
  path: string
  tag: string
  read: Permission
  write: Permission
}

/** Kith's own objects that are listed, changed in bulk and exported as those of one's own are. */
export const listedObjects: readonly StandardObject[] = [
  { object: 'deal', path: 'deals', tag: 'Deals', read: 'deals:read', write: 'deals:write' },
  {
    object: 'company',
    path: 'companies',
    tag: 'Companies',
    read: 'companies:read',
    write: 'companies:write',
  },
  { object: 'person', path: 'people', tag: 'People', read: 'people:read', write: 'people:write' },
  { object: 'product', path: 'products', tag: 'Products', read: 'records:read', write: 'records:write' },
]

/** All of Kith's own objects that have custom values. */
export const standardObjects: readonly StandardObject[] = [
  ...listedObjects,
  { object: 'lead', path: 'leads', tag: 'Leads', read: 'records:read', write: 'records:write' },
]
