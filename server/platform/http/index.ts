export { API_PREFIX, type Actor, type ApiRoute, type RouteAccess } from './actor.ts'
export { createHttp, type App, type HttpOptions } from './create-http.ts'
export { decodeCursor, encodeCursor, pageFrom } from './cursor.ts'
export { noContent } from './no-content.ts'
