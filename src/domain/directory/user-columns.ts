import type { ListField, TextField } from './user-fields.ts';

/** What a column of an imported file can be. `notKept` is a column that exports have and the directory has no place for. */
export type UserColumn =
  | 'id'
  | 'userPrincipalName'
  | TextField
  | ListField
  | 'proxyAddresses'
  | 'accountEnabled'
  | 'blockCredential'
  | 'onPremisesSyncEnabled'
  | 'createdDateTime'
  | 'deletedDateTime'
  | 'manager'
  | 'litigationHold'
  | 'licenses'
  | 'notKept';

/**
 * Other headers than the column's own name: those of the admin center's "Export users" in English (two generations) and
 * French, and of its form for adding people from a file. Compared without case, accents, spaces and punctuation.
 */
const HEADERS: Readonly<Record<UserColumn, readonly string[]>> = {
  id: ['Object Id', "ID d'objet", "ID de l'objet", "Identificateur d'objet", "Identifiant d'objet", 'User Id'],
  userPrincipalName: [
    'Username',
    'User name',
    'UPN',
    "Nom d'utilisateur principal",
    "Nom d'utilisateur principal (UPN)",
    'Nom principal d’utilisateur',
    "Nom principal de l'utilisateur",
    "Nom d'utilisateur",
  ],
  displayName: ["Nom d'affichage", 'Nom complet', 'Name'],
  givenName: ['First name', 'Prénom'],
  surname: ['Last name', 'Nom', 'Nom de famille'],
  mail: ['Email', 'Email address', 'Adresse de messagerie', 'Adresse e-mail', 'Courriel'],
  mailNickname: ['Alias'],
  userType: ['Type d’utilisateur'],
  usageLocation: ["Emplacement d'utilisation", "Lieu d'utilisation", "Localisation d'utilisation"],
  preferredLanguage: ['Langue préférée', 'Langue par défaut'],
  department: ['Service', 'Département'],
  jobTitle: ['Title', 'Titre', 'Fonction', 'Poste'],
  companyName: ['Company', 'Société', 'Entreprise', "Nom de l'entreprise", 'Nom de la société'],
  officeLocation: ['Office', 'Office number', 'Bureau', 'Numéro du bureau', 'Numéro de bureau'],
  streetAddress: ['Address', 'Adresse postale', 'Adresse', 'Rue'],
  city: ['Ville'],
  state: ['State or province', 'State/Province', 'État', 'État ou province', 'Département ou région', 'Région'],
  postalCode: ['ZIP or postal code', 'ZIP', 'Code postal'],
  country: ['Country/Region', 'Country or region', 'Pays/région', 'Pays ou région', 'Pays'],
  mobilePhone: ['Téléphone mobile', 'Téléphone portable', 'Portable', 'Mobile'],
  employeeId: ["ID d'employé", "ID de l'employé", 'Matricule'],
  employeeType: ["Type d'employé"],
  businessPhones: [
    'Phone number',
    'Office phone',
    'Business phone',
    'Numéro de téléphone',
    'Téléphone',
    'Téléphone professionnel',
    'Téléphone (bureau)',
  ],
  otherMails: ['Alternate email address', 'Adresse de messagerie secondaire', 'Autre adresse de messagerie'],
  proxyAddresses: ['Adresses proxy', 'Adresses de proxy'],
  accountEnabled: ['Compte activé'],
  blockCredential: [
    "Bloquer les informations d'identification",
    "Bloquer l'identification",
    'Bloquer la connexion',
    "Informations d'identification bloquées",
    'Block sign-in',
    'Blocked',
  ],
  onPremisesSyncEnabled: ['DirSyncEnabled', 'DirSync activé', 'Synchronisation d’annuaires activée'],
  createdDateTime: ['When created', 'Date de création', 'Créé le', 'Création'],
  deletedDateTime: [
    'Soft deletion time stamp',
    'Horodatage de suppression réversible',
    'Horodatage de la suppression réversible',
    'Date de suppression réversible',
  ],
  manager: ['Responsable', 'Gestionnaire'],
  litigationHold: ['Litigation hold enabled', 'Conservation pour litige', 'Blocage pour litige'],
  licenses: ['License', 'Assigned licenses', 'Licences', 'Licence', 'Licences attribuées', 'Products', 'Produits'],
  notKept: [
    'Fax',
    'Fax number',
    'Télécopie',
    'Numéro de télécopie',
    'Age group',
    "Groupe d'âge",
    'Last dirsync time',
    'Dernière synchronisation d’annuaires',
    'Heure de la dernière synchronisation d’annuaires',
    'Last password change time stamp',
    'Horodatage de la dernière modification du mot de passe',
    'Horodatage du dernier changement de mot de passe',
    'License assignment details',
    "Détails de l'attribution de licence",
    "Détails d'attribution de licence",
    'OAuth token metadata',
    'Oath token metadata',
    'Métadonnées de jeton OAuth',
    'Métadonnées du jeton OAuth',
    'Métadonnées de jeton OATH',
    'Password never expires',
    "Le mot de passe n'expire jamais",
    "Mot de passe n'expirant jamais",
    'Preferred data location',
    'Emplacement de données préféré',
    'Emplacement des données par défaut',
    'Emplacement des données préféré',
    'Release track',
    'Suivi de version',
    'Piste de publication',
    'Strong password required',
    'Mot de passe fort requis',
    'Mot de passe fort obligatoire',
  ],
};

const COLUMN_OF_HEADER: ReadonlyMap<string, UserColumn> = new Map(
  (Object.entries(HEADERS) as [UserColumn, readonly string[]][]).flatMap(([column, headers]) =>
    [column, ...headers].map((header) => [folded(header), column] as const),
  ),
);

/** Why no row of a file can be read although it is a table. */
export type HeaderRefusal =
  /** Not one header is known: some other file. */
  | { readonly reason: 'noKnownColumn'; readonly headers: readonly string[] }
  | { readonly reason: 'missingColumn'; readonly column: 'userPrincipalName' }
  /** Two headers mean the same, and it cannot be told which one counts. */
  | { readonly reason: 'repeatedColumn'; readonly column: UserColumn; readonly headers: readonly string[] };

export interface Columns {
  /** What each cell of a row is, by position; null: unknown, left alone. */
  readonly columns: readonly (UserColumn | null)[];
  readonly unknownHeaders: readonly string[];
}

/** What the headers of a file mean. Unknown ones are told and left alone. */
export function columnsOf(headers: readonly string[]): Columns | HeaderRefusal {
  const columns = headers.map((header) => COLUMN_OF_HEADER.get(folded(header)) ?? null);
  if (columns.every((column) => column === null)) return { reason: 'noKnownColumn', headers: headers.slice(0, 20) };
  for (const [index, column] of columns.entries()) {
    if (column === null || column === 'notKept' || columns.indexOf(column) === index) continue;
    return { reason: 'repeatedColumn', column, headers: headers.filter((_, other) => columns[other] === column) };
  }
  if (!columns.includes('userPrincipalName')) return { reason: 'missingColumn', column: 'userPrincipalName' };
  const unknownHeaders = headers.filter((header, index) => columns[index] === null && header.trim() !== '');
  return { columns, unknownHeaders };
}

/** Headers such as "User name [userPrincipalName] Required" carry the property's name in brackets; it alone counts. */
function folded(header: string): string {
  const name = /\[([A-Za-z]+)\]/.exec(header)?.[1] ?? header;
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]+/gu, '');
}
