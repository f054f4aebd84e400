export type { Actor, ApiRoute, RouteAccess } from './actor.ts'
export { createHttp, type App } from './create-http.ts'
export { decodeCursor, encodeCursor, pageFrom } from './cursor.ts'
export { noContent } from './no-content.ts'
