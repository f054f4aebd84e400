export { openTestProvider, visitProvider, type Person, type TestProvider } from './open-test-provider.ts'
export {
  encoded,
  idpMetadata,
  readAuthnRequest,
  samlResponse,
  type AuthnRequest,
  type Said,
} from './test-idp.ts'
export { openTestS3, type TestS3 } from './test-s3.ts'
export { openTestSftp, type TestSftp } from './test-sftp.ts'
export { openTestSmtp, type TestSmtp } from './test-smtp.ts'
