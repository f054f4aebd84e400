export { openTestProvider, visitProvider, type Person, type TestProvider } from './open-test-provider.ts'
export {
  encoded,
  idpMetadata,
  readAuthnRequest,
  samlResponse,
  type AuthnRequest,
  type Said,
} from './test-idp.ts'
