import { X509Certificate } from 'node:crypto'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { SamlSettings } from '../../../../model/sign-on-provider.ts'

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

type Found = Pick<SamlSettings, 'entity_id' | 'sso_url' | 'certificates'>

/** Reads what an identity provider publishes about itself, or says in a sentence what is missing. */
export function readIdpMetadata(xml: string): Found | { problem: string } {
  const found = parse(xml)
  if ('problem' in found) return found
  if (!found.entity_id) return { problem: 'This is no SAML metadata: there is no EntityDescriptor.' }
  if (!found.sso_url) return { problem: 'The metadata name no single sign-on service with HTTP-Redirect.' }
  if (!isHttp(found.sso_url)) return { problem: 'The address of the single sign-on service is not one.' }
  if (found.certificates.length === 0) return { problem: 'The metadata hold no certificate for signatures.' }
  if (!found.certificates.every(isCertificate))
    return { problem: 'A certificate in the metadata cannot be read.' }
  return found
}

/** Only what stands inside the description of an identity provider counts, and of keys only those that sign. */
function parse(xml: string): Found | { problem: string } {
  const found: Found = { entity_id: '', sso_url: '', certificates: [] }
  const parser = new SaxesParser({ xmlns: true })
  const open: SaxesTagNS[] = []
  const isInside = (name: string) => open.some(({ local }) => local === name)
  let text = ''
  let signs = true
  parser.on('opentag', (tag) => {
    open.push(tag)
    text = ''
    if (is(tag, METADATA, 'EntityDescriptor')) found.entity_id ||= attribute(tag, 'entityID')
    if (is(tag, METADATA, 'KeyDescriptor')) signs = attribute(tag, 'use') !== 'encryption'
    if (is(tag, METADATA, 'SingleSignOnService') && isInside('IDPSSODescriptor'))
      if (attribute(tag, 'Binding') === REDIRECT) found.sso_url ||= attribute(tag, 'Location')
  })
  parser.on('text', (part) => (text += part))
  parser.on('closetag', (tag) => {
    if (
      is(tag, SIGNATURE, 'X509Certificate') &&
      isInside('IDPSSODescriptor') &&
      isInside('KeyDescriptor') &&
      signs
    )
      found.certificates.push(text.replaceAll(/\s/g, ''))
    open.pop()
  })
  try {
    parser.write(xml.trim()).close()
    return found
  } catch {
    return { problem: 'This is not XML that can be read.' }
  }
}

function is({ uri, local }: SaxesTagNS, namespace: string, name: string): boolean {
  return uri === namespace && local === name
}

function attribute({ attributes }: SaxesTagNS, name: string): string {
  return attributes[name]?.value ?? ''
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

function isCertificate(base64: string): boolean {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).validTo !== ''
  } catch {
    return false
  }
}
