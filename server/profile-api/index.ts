export { registerProfileApi } from './register-profile-api.ts'
