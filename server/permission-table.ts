/** Whose a record is, seen from the caller. */
export const whose = ['own', 'mate', 'below', 'other', 'nobody', 'shared', 'shared to edit'] as const
export type Whose = (typeof whose)[number]

/**
 * The objects with owners, one of those that users make, which `*` in the rights of a role means, and activities: one is
 * about the deal of the same name, so a role reaches it as far as it reaches that deal.
 */
export const objects = ['people', 'companies', 'deals', 'project', 'leads', 'products', 'activities'] as const
export type MatrixObject = (typeof objects)[number]

/** Every route about one record: what it asks for, and whether that takes the right to see, change, delete or assign it. */
export type Row = {
  route: string
  action: 'view' | 'edit' | 'delete' | 'assign'
  object: MatrixObject
  body?: object
  succeeds: number
  /** Asked of everybody who is signed in, so that a role without any rights finds nothing instead of being refused. */
  isOpen?: true
}
/** Refused only after it was found out that the caller may have the record enriched. */
const unknownProvider = { provider_id: '00000000-0000-4000-8000-000000000000' }
const note = { values: { note: 'seen' } }
export const own = '/objects/project/records'
export const table: Row[] = [
  { object: 'deals', action: 'view', route: 'GET /deals/:id', succeeds: 200 },
  { object: 'deals', action: 'view', route: 'GET /deals/:id/history', succeeds: 200 },
  { object: 'deals', action: 'view', route: 'GET /deals/:id/time-in-stages', succeeds: 200 },
  { object: 'deals', action: 'view', route: 'GET /deals/:id/access', succeeds: 200 },
  { object: 'deals', action: 'view', route: 'GET /deals/:id/line-items', succeeds: 200 },
  {
    object: 'deals',
    action: 'edit',
    route: 'PUT /deals/:id/line-items',
    body: { items: [] },
    succeeds: 200,
  },
  { object: 'deals', action: 'edit', route: 'PATCH /deals/:id', body: { amount: 7 }, succeeds: 200 },
  {
    object: 'deals',
    action: 'edit',
    route: 'POST /deals/:id/shares',
    body: { user_id: 'mate' },
    succeeds: 201,
  },
  { object: 'deals', action: 'assign', route: 'PATCH /deals/:id', body: { owner_id: 'SAME' }, succeeds: 200 },
  { object: 'deals', action: 'delete', route: 'DELETE /deals/:id', succeeds: 204 },
  { object: 'deals', action: 'delete', route: 'POST /deals/:id/restoration', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/explanation', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/provenance', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/traits/plan/history', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/sales', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/household', succeeds: 200 },
  {
    object: 'people',
    action: 'edit',
    route: 'PUT /people/:id/household',
    body: { with: null },
    succeeds: 200,
  },
  { object: 'people', action: 'edit', route: 'DELETE /people/:id/household', succeeds: 200 },
  ...(['people', 'companies'] as const).flatMap((object): Row[] => [
    { object, action: 'view', route: `GET /${object}/:id/enrichment`, succeeds: 200 },
    { object, action: 'edit', route: `POST /${object}/:id/enrichment`, body: unknownProvider, succeeds: 400 },
  ]),
  { object: 'people', action: 'view', route: 'GET /people/:id/timeline', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/segments', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/access', succeeds: 200 },
  { object: 'people', action: 'view', route: 'GET /people/:id/decisions', succeeds: 200 },
  {
    object: 'people',
    action: 'edit',
    route: 'POST /people/:id/shares',
    body: { user_id: 'mate' },
    succeeds: 201,
  },
  {
    object: 'people',
    action: 'assign',
    route: 'PUT /people/:id/owner',
    body: { owner_id: 'SAME' },
    succeeds: 204,
  },
  {
    object: 'people',
    action: 'edit',
    route: 'PATCH /people/:id',
    body: { traits: {} },
    succeeds: 200,
  },
  {
    object: 'companies',
    action: 'edit',
    route: 'PATCH /companies/:id',
    body: { traits: {} },
    succeeds: 200,
  },
  { object: 'people', action: 'delete', route: 'DELETE /people/:id', succeeds: 204 },
  { object: 'people', action: 'delete', route: 'POST /people/:id/restoration', succeeds: 200 },
  { object: 'companies', action: 'delete', route: 'DELETE /companies/:id', succeeds: 204 },
  { object: 'companies', action: 'delete', route: 'POST /companies/:id/restoration', succeeds: 200 },
  { object: 'companies', action: 'view', route: 'GET /companies/:id', succeeds: 200 },
  { object: 'companies', action: 'view', route: 'GET /companies/:id/timeline', succeeds: 200 },
  { object: 'companies', action: 'view', route: 'GET /companies/:id/segments', succeeds: 200 },
  { object: 'companies', action: 'view', route: 'GET /companies/:id/access', succeeds: 200 },
  {
    object: 'companies',
    action: 'edit',
    route: 'POST /companies/:id/shares',
    body: { user_id: 'mate' },
    succeeds: 201,
  },
  {
    object: 'companies',
    action: 'assign',
    route: 'PUT /companies/:id/owner',
    body: { owner_id: 'SAME' },
    succeeds: 204,
  },
  { object: 'leads', action: 'view', route: 'GET /leads/:id', succeeds: 200 },
  { object: 'leads', action: 'view', route: 'GET /leads/:id/access', succeeds: 200 },
  { object: 'leads', action: 'view', route: 'GET /leads/:id/matches', succeeds: 200 },
  { object: 'leads', action: 'edit', route: 'PATCH /leads/:id', body: { score: 7 }, succeeds: 200 },
  { object: 'leads', action: 'edit', route: 'POST /leads/:id/conversion', body: {}, succeeds: 200 },
  { object: 'leads', action: 'edit', route: 'DELETE /leads/:id/conversion', succeeds: 200 },
  { object: 'leads', action: 'assign', route: 'PATCH /leads/:id', body: { owner_id: 'SAME' }, succeeds: 200 },
  {
    object: 'leads',
    action: 'edit',
    route: 'POST /leads/:id/shares',
    body: { user_id: 'mate' },
    succeeds: 201,
  },
  { object: 'leads', action: 'delete', route: 'DELETE /leads/:id', succeeds: 204 },
  { object: 'leads', action: 'delete', route: 'POST /leads/:id/restoration', succeeds: 200 },
  { object: 'products', action: 'view', route: 'GET /products/:id', succeeds: 200 },
  { object: 'products', action: 'view', route: 'GET /products/:id/access', succeeds: 200 },
  { object: 'products', action: 'view', route: 'GET /products/:id/prices', succeeds: 200 },
  {
    object: 'products',
    action: 'edit',
    route: 'PATCH /products/:id',
    body: { unit: 'piece' },
    succeeds: 200,
  },
  {
    object: 'products',
    action: 'assign',
    route: 'PATCH /products/:id',
    body: { owner_id: 'SAME' },
    succeeds: 200,
  },
  {
    object: 'products',
    action: 'edit',
    route: 'POST /products/:id/shares',
    body: { user_id: 'mate' },
    succeeds: 201,
  },
  { object: 'products', action: 'delete', route: 'DELETE /products/:id', succeeds: 204 },
  { object: 'products', action: 'delete', route: 'POST /products/:id/restoration', succeeds: 200 },
  { object: 'activities', action: 'view', route: 'GET /activities/:id', succeeds: 200 },
  {
    object: 'activities',
    action: 'edit',
    route: 'PATCH /activities/:id',
    body: { priority: 'high' },
    succeeds: 200,
  },
  { object: 'activities', action: 'edit', route: 'DELETE /activities/:id', succeeds: 204 },
  { object: 'activities', action: 'edit', route: 'POST /activities/:id/restoration', succeeds: 200 },
  ...presenceOf({ people: 'person', companies: 'company', deals: 'deal', activities: 'activity' }),
  ...(['deals', 'people', 'companies', 'leads', 'products'] as const).flatMap((object): Row[] => [
    { object, action: 'view', route: `GET /${object}/:id/files`, succeeds: 200 },
    { object, action: 'view', route: `GET /${object}/:id/fields`, succeeds: 200 },
    { object, action: 'edit', route: `PATCH /${object}/:id/fields`, body: note, succeeds: 200 },
    { object, action: 'view', route: `GET /${object}/:id/fields/note/history`, succeeds: 200 },
    { object, action: 'view', route: 'GET /related/:id', succeeds: 200 },
  ]),
  { object: 'project', action: 'view', route: 'GET /related/:id', succeeds: 200 },
  { object: 'project', action: 'view', route: `GET ${own}/:id`, succeeds: 200 },
  { object: 'project', action: 'view', route: `GET ${own}/:id/access`, succeeds: 200 },
  { object: 'project', action: 'view', route: `GET ${own}/:id/files`, succeeds: 200 },
  {
    object: 'project',
    action: 'edit',
    route: `POST ${own}/:id/shares`,
    body: { user_id: 'mate' },
    succeeds: 201,
  },
  { object: 'project', action: 'view', route: `GET ${own}/:id/fields`, succeeds: 200 },
  { object: 'project', action: 'view', route: `GET ${own}/:id/fields/note/history`, succeeds: 200 },
  { object: 'project', action: 'edit', route: `PATCH ${own}/:id/fields`, body: note, succeeds: 200 },
  {
    object: 'project',
    action: 'edit',
    route: `PATCH ${own}/:id`,
    body: { fields: note.values },
    succeeds: 200,
  },
  {
    object: 'project',
    action: 'assign',
    route: `PATCH ${own}/:id`,
    body: { owner_id: 'SAME' },
    succeeds: 200,
  },
  { object: 'project', action: 'delete', route: `DELETE ${own}/:id`, succeeds: 204 },
  { object: 'project', action: 'delete', route: `POST ${own}/:id/restoration`, succeeds: 200 },
]

function presenceOf(types: Partial<Record<MatrixObject, string>>): Row[] {
  return objects
    .filter((object) => types[object])
    .map((object) => ({
      object,
      action: 'view',
      route: 'POST /presences',
      body: { type: types[object], id: 'ID' },
      succeeds: 200,
      isOpen: true,
    }))
}

/** Those that need something of the record first: who may list people, have a file or end a share is decided by the same words. */
export const alsoAsked = [
  'GET /companies/:id/people',
  ...['/deals', '/people', '/companies', '/leads', '/products', own].flatMap((path) => [
    `POST ${path}/:id/files`,
    `GET ${path}/:id/files/:file`,
    `DELETE ${path}/:id/files/:file`,
    `POST ${path}/:id/files/:file/restoration`,
  ]),
  'POST /people/:id/companies',
  'DELETE /people/:id/companies/:companyId',
  'PATCH /people/:id/companies/:companyId',
  'POST /people/:id/merges',
  'POST /people/:id/splits',
  'GET /people/:id/comparison/:other',
  'GET /people/:id/explanation/:other',
  'DELETE /deals/:id/shares/:share',
  'DELETE /people/:id/shares/:share',
  'DELETE /companies/:id/shares/:share',
  'DELETE /leads/:id/shares/:share',
  'DELETE /products/:id/shares/:share',
  'POST /deals/:id/line-items',
  'PATCH /deals/:id/line-items/:item',
  'DELETE /deals/:id/line-items/:item',
  `DELETE ${own}/:id/shares/:share`,
]
