import type { ImportObject } from '../../../../model/import.ts'

/** How columns are called in the wild, in many languages: without accents and signs, in lower case (`normalHeading`). */
const shared = {
  email:
    'email|e mail|mail|email address|e mail address|e mail adresse|emailadresse|mailadresse|adresse e mail|adresse mail|courriel|correo|correo electronico|direccion de correo|endereco de email|indirizzo email|indirizzo e mail|posta elettronica|e postadress|epost|e post|adres e mail|sahkoposti|e posta|メール|メールアドレス|邮箱|电子邮件|이메일|электронная почта|почта',
  first_name:
    'first name|firstname|given name|forename|vorname|prenom|nombre|primer nombre|nome proprio|primeiro nome|voornaam|fornamn|fornavn|imie|etunimi|ad|名|имя',
  last_name:
    'last name|lastname|surname|family name|nachname|familienname|zuname|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|achternaam|efternamn|efternavn|etternavn|nazwisko|sukunimi|soyad|姓|фамилия',
  name: 'name|full name|contact name|contact|vollstandiger name|nom complet|nombre completo|nome completo|nome e cognome|naam|volledige naam|namn|navn|imie i nazwisko|nimi|氏名|姓名|이름|фио|customer|kunde|client|cliente|klant',
  phone:
    'phone|phone number|telephone|tel|telefon|telefonnummer|rufnummer|mobil|mobile|mobile phone|mobiltelefon|handy|cell|cell phone|numero de telephone|portable|telefono|movil|celular|telefone|cellulare|telefoonnummer|mobiel|puhelin|電話|電話番号|电话|手机|전화번호|телефон',
  street:
    'street|street address|address|address line 1|strasse|straße|anschrift|adresse|rue|calle|direccion|via|indirizzo|rua|endereco|straat|adres|gata|gatuadress|ulica|住所|地址|адрес',
  city: 'city|town|ort|stadt|ville|ciudad|citta|cidade|stad|plaats|woonplaats|by|miasto|kaupunki|市区町村|城市|город',
  state:
    'state|region|province|county|bundesland|departement|provincia|estado|regione|provincie|lan|wojewodztwo|都道府県|省|область|state region',
  postal_code:
    'zip|zip code|postal code|postcode|plz|postleitzahl|code postal|codigo postal|cap|cep|postnummer|kod pocztowy|郵便番号|邮编|индекс',
  country:
    'country|land|pays|pais|paese|kraj|maa|ulke|国|国家|국가|страна|country region|office location|standort',
  owner:
    'owner|account owner|contact owner|sales rep|sales agent|salesperson|rep|assigned to|responsible|verantwortlich|zustandig|vertriebler|betreuer|besitzer|inhaber|proprietaire|commercial|propietario|vendedor|responsable|proprietario|responsabile|eigenaar|agare|担当者|负责人|담당자|ответственный',
  external_id:
    'id|record id|external id|kennung|nummer|customer id|customer number|kundennummer|contact id|identifier|numero|identifiant|client id',
} as const

const company =
  'company|company name|account|account name|organization|organisation|organization name|employer|business|firma|firmenname|unternehmen|unternehmensname|entreprise|societe|nom de l entreprise|empresa|compania|nombre de la empresa|azienda|ragione sociale|societa|bedrijf|bedrijfsnaam|foretag|virksomhed|yritys|sirket|会社|会社名|公司|公司名称|회사|компания|organizacja'

const people: Record<string, string> = {
  user_id: 'user id|userid|app user id',
  ...shared,
  company,
  title:
    'title|job title|position|role|function|berufsbezeichnung|titel|funktion|stelle|poste|fonction|intitule du poste|cargo|puesto|qualifica|ruolo|functie|befattning|stilling|stanowisko|役職|职位|직책|должность',
  company_domain: 'company domain|company website|firmenwebsite',
  company_id: 'company id|account id|organization id|firmen id',
  birthday:
    'birthday|date of birth|birth date|birthdate|geburtstag|geburtsdatum|date de naissance|anniversaire|fecha de nacimiento|data di nascita|data de nascimento|geboortedatum|fodelsedag|生年月日|生日|дата рождения',
  website: 'website|web page|homepage|url|webseite|site web|sitio web|sito web',
  linkedin: 'linkedin|linkedin url|linkedin profile',
  note: 'note|notes|comment|comments|notiz|notizen|bemerkung|bemerkungen|kommentar|remarque|commentaire|nota|notas|opmerking|anmerkung',
}

const companies: Record<string, string> = {
  ...shared,
  name: `${company}|name|naam|nom|nombre|nome`,
  domain:
    'domain|website|web|url|homepage|company domain name|web page|webseite|site web|sitio web|sito web|dominio|domaine|domane',
  industry:
    'industry|sector|branche|industrie|secteur|secteur d activite|sector de actividad|settore|setor|bransch|业界|业种|行业|отрасль',
  employees:
    'employees|number of employees|headcount|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|effectif|nombre d employes|empleados|numero de empleados|dipendenti|funcionarios|medewerkers|従業員数|员工人数|сотрудники',
  annual_revenue:
    'revenue|annual revenue|turnover|umsatz|jahresumsatz|chiffre d affaires|ingresos|facturacion|fatturato|receita|omzet|omsattning|売上|营收|выручка',
  founded:
    'founded|year founded|year established|established|gegrundet|grundungsjahr|annee de creation|fundada|fondata|opgericht',
  parent_company:
    'parent|parent company|subsidiary of|muttergesellschaft|societe mere|empresa matriz|societa madre|moederbedrijf',
  description: 'description|about|beschreibung|descripcion|descrizione|descricao|omschrijving|notes|notizen',
  external_id: `${shared.external_id}|company id|account id|organization id`,
}

const deals: Record<string, string> = {
  name: 'deal|deal name|deal title|title|name|opportunity|opportunity name|subject|geschaft|geschaftsname|bezeichnung|titel|verkaufschance|affaire|nom de l affaire|transaction|opportunite|negocio|oportunidad|nombre del negocio|trato|trattativa|opportunita|oportunidade|kans|affar|商談|商談名|商机|сделка|product|produkt|produit|producto|prodotto',
  amount:
    'amount|value|deal value|deal amount|close value|price|total|betrag|wert|summe|volumen|auftragswert|umsatz|montant|valeur|importe|valor|monto|cantidad|importo|valore|bedrag|waarde|belopp|varde|金額|金额|금액|сумма',
  currency: 'currency|currency code|wahrung|devise|moneda|valuta|moeda|通貨|货币|валюта',
  pipeline: 'pipeline|sales pipeline|funnel|embudo|trichter|воронка',
  stage:
    'stage|deal stage|sales stage|phase|stufe|verkaufsphase|geschaftsphase|etape|etape de la transaction|etapa|fase|stadio|estagio|steg|フェーズ|阶段|단계|этап|стадия',
  status: 'status|statut|estado|stato|etat|won lost|状态|статус',
  company,
  company_id: 'company id|account id|organization id|associated company ids|firmen id',
  person_email: 'email|e mail|contact email|person email|email address|kontakt e mail|correo|courriel',
  person_id: 'contact id|person id|associated contact ids',
  person:
    'contact|contact person|contact name|person|ansprechpartner|kontakt|kontaktperson|interlocuteur|contacto|persona de contacto|contatto|contato|contactpersoon',
  owner: `${shared.owner}|deal owner|opportunity owner`,
  created_at:
    'created|created at|created on|create date|created date|creation date|date created|engage date|opened|open date|start date|erstellt|erstellt am|erstelldatum|angelegt am|date de creation|cree le|fecha de creacion|creado|data di creazione|data de criacao|aangemaakt|aanmaakdatum|skapad|作成日|创建日期|дата создания',
  close_date:
    'close date|closing date|expected close|expected close date|closed on|closed at|closed date|abschlussdatum|abschluss|geschlossen am|erwarteter abschluss|date de cloture|date de fermeture|fecha de cierre|data di chiusura|data de fechamento|sluitingsdatum|stangningsdatum|完了予定日|成交日期|дата закрытия',
  won_at: 'won on|won time|won at|gewonnen am',
  lost_at: 'lost on|lost time|lost at|verloren am',
  external_id: 'id|deal id|opportunity id|record id|external id|geschafts id|identifiant|identifier',
}

const stageHistory: Record<string, string> = {
  deal_id: 'deal id|opportunity id|opportunityid|deal',
  stage: 'stage|stage name|stagename|to stage|phase|etape|etapa',
  at: 'at|date|entered|changed at|created date|createddate|last modified|datum|fecha',
}

/** Which field a heading means, by kind of record. */
export const fieldOfHeading: Record<ImportObject, ReadonlyMap<string, string>> = {
  people: inverted(people),
  companies: inverted(companies),
  deals: inverted(deals),
  stage_history: inverted(stageHistory),
}

/** A heading without accents, signs, numbering and doubled spaces, in lower case. */
export function normalHeading(heading: string): string {
  return heading
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function inverted(fields: Record<string, string>): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const [field, words] of Object.entries(fields)) {
    for (const word of words.split('|')) {
      const heading = normalHeading(word)
      if (!map.has(heading)) map.set(heading, field)
    }
  }
  return map
}
