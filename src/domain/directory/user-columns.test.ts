import { expect, test } from 'vitest';
import { columnsOf } from './user-columns.ts';

const ENGLISH =
  'Block credential,City,Country/Region,Department,DirSyncEnabled,Display name,Fax,First name,Last dirsync time,Last name,Last password change time stamp,License assignment details,Licenses,Mobile Phone,Oath token metadata,Object Id,Office,Password never expires,Phone number,Postal code,Preferred data location,Preferred language,Proxy addresses,Release track,Soft deletion time stamp,State,Street address,Strong password required,Title,Usage location,User principal name,When created';
const NEWER_ENGLISH =
  'Display name,DirSyncEnabled,User principal name,Object Id,First name,Last name,When created,Soft deletion time stamp,Title,Department,Preferred data location,City,CountryOrRegion,Office,StateOrProvince,Usage location,Last dirsync time,Block credential,Licenses,Password never expires,Last password change time stamp,Mobile Phone,Phone number,Postal code,Preferred language,Street address,Fax,Proxy addresses,AgeGroup';
const FRENCH =
  "Bloquer les informations d'identification;Ville;Pays/région;Service;Nom d'affichage;Prénom;Nom;Licences;Téléphone mobile;ID d'objet;Bureau;Numéro de téléphone;Code postal;Langue préférée;Adresses proxy;État;Adresse postale;Fonction;Emplacement d'utilisation;Nom d'utilisateur principal;Date de création";

test.each([
  ['English', ENGLISH.split(',')],
  ['newer English', NEWER_ENGLISH.split(',')],
  ['French', FRENCH.split(';')],
])('every header of the %s export is known', (_, headers) => {
  const found = columnsOf(headers);
  expect(found).toMatchObject({ unknownHeaders: [] });
});

test('the columns that matter are what their headers say', () => {
  expect(
    columnsOf(['Bloquer les informations d’identification', 'Nom', 'Nom complet', 'Service', 'Titre', 'UPN']),
  ).toEqual({
    columns: ['blockCredential', 'surname', 'displayName', 'department', 'jobTitle', 'userPrincipalName'],
    unknownHeaders: [],
  });
});

test('headers are the same whatever their case, accents, apostrophes, spaces and punctuation', () => {
  expect(columnsOf(['nom d’utilisateur principal (upn)', 'LIEU D’UTILISATION', 'prenom', 'e tat'])).toMatchObject({
    columns: ['userPrincipalName', 'usageLocation', 'givenName', 'state'],
  });
});

test("Graph's property names are headers, and so are those that carry one in brackets", () => {
  expect(
    columnsOf(['userPrincipalName', 'jobTitle', 'litigationHold', 'Block sign in (Yes/No) [accountEnabled] Required']),
  ).toMatchObject({
    columns: ['userPrincipalName', 'jobTitle', 'litigationHold', 'accountEnabled'],
  });
});

test('unknown headers are told and left alone; empty ones are only left alone', () => {
  expect(columnsOf(['UPN', 'Shoe size', ''])).toEqual({
    columns: ['userPrincipalName', null, null],
    unknownHeaders: ['Shoe size'],
  });
});

test('a file without user principal names is refused', () => {
  expect(columnsOf(['Display name', 'City'])).toEqual({ reason: 'missingColumn', column: 'userPrincipalName' });
});

test('a file that is something else is refused with its headers', () => {
  expect(columnsOf(['a', 'b'])).toEqual({ reason: 'noKnownColumn', headers: ['a', 'b'] });
});

test('two columns that mean the same are refused, and not chosen between', () => {
  expect(columnsOf(['UPN', 'Country/Region', 'Pays'])).toEqual({
    reason: 'repeatedColumn',
    column: 'country',
    headers: ['Country/Region', 'Pays'],
  });
});
