/**
 * Public clients that every script of the field signs in with, without registering anything: they are there in every
 * tenant. They may send codes to the machine that they run on and nowhere else.
 */
export const KNOWN_CLIENTS: ReadonlyMap<string, string> = new Map([
  ['14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'],
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
  ['1950a258-227b-4e31-a9cf-717495945fc2', 'Microsoft Azure PowerShell'],
  ['31359c7f-bd7e-475c-86db-fdb8c937548e', 'PnP Management Shell'],
]);

/** Any port goes, as for every address of the machine itself (RFC 8252 §7.3). */
export const KNOWN_REDIRECTS: readonly string[] = ['http://localhost', 'http://localhost/'];
