import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { SignedXml } from 'xml-crypto'
import { testCertificate, testKey } from './test-certificate.ts'

const IDP = 'https://idp.example/metadata'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const MINUTE_MS = 60_000

/** What the identity provider of a test publishes about itself. */
export const idpMetadata = `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${IDP}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
        <ds:X509Certificate>${testCertificate.replaceAll(/-----[A-Z ]+-----/g, '')}</ds:X509Certificate>
      </ds:X509Data></ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`

/** What a browser brings from Kith to the identity provider. */
export type AuthnRequest = { id: string; acs: string; issuer: string; relayState: string }

/** Reads the request in the address to which Kith has sent the browser. */
export function readAuthnRequest(location: string): AuthnRequest {
  const { searchParams } = new URL(location)
  const packed = Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')
  const xml = inflateRawSync(packed).toString('utf8')
  return {
    id: /\bID="([^"]+)"/.exec(xml)?.[1] ?? '',
    acs: /AssertionConsumerServiceURL="([^"]+)"/.exec(xml)?.[1] ?? '',
    issuer: /<saml:Issuer[^>]*>([^<]+)</.exec(xml)?.[1] ?? '',
    relayState: searchParams.get('RelayState') ?? '',
  }
}

export type Said = {
  request: AuthnRequest
  nameId: string
  attributes: Record<string, string | string[]>
  /** What is not as it should be. */
  audience?: string
  issuer?: string
  recipient?: string
  inResponseTo?: string
  format?: string
  /** When it was made, before now. */
  ageMs?: number
  /** Who signs; nobody when null. */
  key?: string | null
}

/** The answer of the identity provider as XML, its assertion signed. */
export function samlResponse(said: Said): string {
  const { request, key = testKey, issuer = IDP } = said
  const assertion = assertionOf(said)
  const response = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0" IssueInstant="${at(said, 0)}" Destination="${request.acs}" InResponseTo="${request.id}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertion}</samlp:Response>`
  return key === null ? response : sign(response, key)
}

/** As the form of the provider's page sends it. */
export function encoded(xml: string): string {
  return Buffer.from(xml).toString('base64')
}

function assertionOf(said: Said): string {
  const { request, nameId, attributes, audience = request.issuer, issuer = IDP } = said
  const { recipient = request.acs, inResponseTo = request.id } = said
  const format = said.format ?? 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  const statements = Object.entries(attributes).map(
    ([name, value]) =>
      `<saml:Attribute Name="${name}">${[value]
        .flat()
        .map((one) => `<saml:AttributeValue>${one}</saml:AttributeValue>`)
        .join('')}</saml:Attribute>`,
  )
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0" IssueInstant="${at(said, 0)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${format}">${nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${inResponseTo}" NotOnOrAfter="${at(said, 5 * MINUTE_MS)}" Recipient="${recipient}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(said, 0)}" NotOnOrAfter="${at(said, 5 * MINUTE_MS)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(said, 0)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${statements.join('')}</saml:AttributeStatement></saml:Assertion>`
}

function sign(xml: string, privateKey: string): string {
  const signature = new SignedXml({
    privateKey,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE,
  })
  const assertion = "//*[local-name(.)='Assertion']"
  signature.addReference({
    xpath: assertion,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  })
  const location = { reference: `${assertion}/*[local-name(.)='Issuer']`, action: 'after' as const }
  signature.computeSignature(xml, { location })
  return signature.getSignedXml()
}

function at({ ageMs = 0 }: Said, laterMs: number): string {
  return new Date(Date.now() - ageMs + laterMs).toISOString()
}

function newId(): string {
  return `_${randomBytes(16).toString('hex')}`
}
