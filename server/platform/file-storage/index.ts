export { putFile, tryStorage } from './put-file.ts'
export type { OpenStorage, StorageOptions } from './storage.ts'
