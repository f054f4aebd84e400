/** What a column is, as a person would say it. */
export const roles = [
  'id',
  'source',
  'forename',
  'middle_name',
  'surname',
  'full_name',
  'birthday',
  'date',
  'email',
  'phone',
  'postcode',
  'city',
  'region',
  'category',
  'house_number',
  'street',
  'organisation',
  'title',
  'description',
  'people_list',
  'year',
  'number',
  'latitude',
  'longitude',
  'code',
  'list',
  'name',
] as const
export type ColumnRole = (typeof roles)[number]

/**
 * What column names say in English, German, French, Spanish, Italian, Portuguese and Dutch. They are tried in this order,
 * on the name in lower case with its words parted by single underscores.
 */
const PATTERNS: [ColumnRole, RegExp][] = [
  ['email', /e_?mail|courriel|correo|^mail$/],
  [
    'phone',
    /phone|telefon|(^|_)(tel|telephone|mobile|cell|fax|handy|movil|mobil|gsm|telefoon|telemovel)(_|$)/,
  ],
  [
    'birthday',
    /(^|_)dob(_|$)|birth_?(date|day)|date_?(of_?)?birth|geburtsdatum|geb_?dat|(^|_)(geboren|birthday|geburtstag|naissance|nacimiento|nascita|geboortedatum|nascimento)(_|$)/,
  ],
  [
    'code',
    /ssn|soc(ial)?_?sec|national_?(id|insurance)|passport|(^|_)(nino|nhs|nhs_number|isbn|issn|ean|gtin|upc|doi|asin|sku|mpn|vat|vat_id|tax_id|ust_id|siret|siren|cpf|cnpj|dni|nif|curp|rfc|model_?(no|nr|number)?|modelno|iban|licen[cs]e|lei|duns|steuernummer|part_?number)(_|$)/,
  ],
  [
    'postcode',
    /post_?(al_?)?code|postleitzahl|(^|_)(zip|zip_?code|plz|cp|cap|cep|code_postal|codigo_postal|zipcode)(_|$)/,
  ],
  ['latitude', /^(.*_)?(lat|latitude)$/],
  ['longitude', /^(.*_)?(lon|lng|long|longitude)$/],
  [
    'house_number',
    /(street|house|str|haus|st)_?(no|nr|num|number|nummer)|hausnr|hausnummer|numero_(civico|casa)|^number$/,
  ],
  [
    'forename',
    /(first|given|fore|christian|pre|vor)_?names?|(^|_)(fname|first|forename|firstname|vorname|rufname|prenom|nombre|primer_nombre|voornaam|givenname|fn)(_|$)/,
  ],
  ['middle_name', /(middle|second|other)_?(name|initial)s?|(^|_)(mname|middle|mid)(_|$)/],
  [
    'surname',
    /(last|sur|family|nach)_?name|(^|_)(lname|last|surname|lastname|nachname|familienname|nom|nom_de_famille|apellidos?|apellido_\d|cognome|sobrenome|achternaam|sn)(_|$)/,
  ],
  [
    'organisation',
    /compan(y|ies)|organi[sz]ation|(^|_)(firma|firm|employer|org|business|unternehmen|arbeitgeber|entreprise|empresa|azienda|bedrijf|account|account_name|institution|affiliation|manufacturer|brand|hersteller|marke|marque|publisher|vendor|venue|journal|booktitle|label|agency|store|shop|supplier)(_|$|name)/,
  ],
  [
    'people_list',
    /(^|_)(authors?|autoren|auteurs|artists?|autores|editors?|directors?|actors?|cast|creators?|members|inventors?|writers?)(_|$)/,
  ],
  [
    'full_name',
    /(full|display|complete|person|customer|contact|client|kunden|voter|patient)_?name|(^|_)(nombre_completo|nome_completo|nom_complet|person|first_and_surname)(_|$)/,
  ],
  [
    'title',
    /(^|_)(title|titel|titre|titulo|titolo|product|product_?name|produkt|item|item_?name|song|track|album|movie|book|paper|article|restaurant|release)(_|$)/,
  ],
  [
    'description',
    /descri|beschreibung|(^|_)(abstract|summary|text|details|notes?|comments?|content|bio|features|inhalt)(_|$)/,
  ],
  [
    'city',
    /(^|_)(city|town|suburb|locality|ort|stadt|wohnort|ville|ciudad|localidad|citta|comune|cidade|stad|plaats|place|birth_?place|municipality|commune|village)(_|$)/,
  ],
  [
    'region',
    /(^|_)(state|province|region|county|country|land|bundesland|staat|kanton|pays|pais|paese|departement|estado|provincia|district|nation|nationality|territory)(_|$)/,
  ],
  [
    'street',
    /addr|street|strasse|straße|(^|_)(rue|calle|via|rua|direccion|indirizzo|endereco|straat|road|adresse|address_?\d|addr_?\d|line_?\d)(_|$)/,
  ],
  ['year', /(^|_)(year|jahr|annee|ano|anno|yr|jaar)(_|$)/],
  [
    'category',
    /gender|(^|_)(sex|geschlecht|genre|sexe|sexo|sesso|anrede|salutation|language|lang|sprache|status|type|typ|category|kategorie|cuisine|race|ethnicity|marital|occupation|job|job_title|beruf|profession|class|colou?r|party)(_|$)/,
  ],
  [
    'number',
    /price|preis|(^|_)(prix|precio|prezzo|amount|betrag|cost|length|duration|weight|height|size|age|alter|pages|salary|income|abv|rating|revenue|employees)(_|$)/,
  ],
  ['date', /date|datum|fecha|(^|_)(day|tag|released?|published)(_|$)/],
  ['source', /(^|_)(source|dataset|data_?set|file|system|origin|quelle|database|src|herkunft)(_?id|_name)?$/],
  ['name', /(^|_)(name|names|nome|naam|nombre)(_|$)|name$/],
  [
    'id',
    /(^|_)(id|ids|key|index|idx|uuid|guid|row|row_?number|rownum|rec_?(id|no)|record|pk|hash|url|link|uri|nr)(_\d+)?$|^unnamed|^$|id$/,
  ],
]

/** What the name of a column says about it; null when it says nothing known. */
export function roleByName(name: string): ColumnRole | null {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9ß]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return PATTERNS.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}
