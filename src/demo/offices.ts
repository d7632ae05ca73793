import type { Language } from './names.ts';

/** A place of work. Streets are invented; telephone numbers are of ranges that are kept for fiction, else there are none. */
export interface Office {
  readonly name: string;
  readonly streetAddress: string;
  readonly postalCode: string;
  readonly city: string;
  readonly state: string | null;
  /** Graph's `country` is a name, `usageLocation` the ISO 3166-1 code. */
  readonly country: string;
  readonly usageLocation: string;
  readonly preferredLanguage: string;
  readonly language: Language;
  /** Each `#` stands for a digit. */
  readonly phone: string | null;
  /** How many of a hundred people work there. */
  readonly share: number;
}

export const OFFICES: readonly Office[] = [
  office(24, 'Lyon', '12 quai des Relieurs', '69002', 'Lyon', null, 'France', 'FR', 'fr-FR', 'fr', '+33 1 99 00 ## ##'),
  office(
    13,
    'Paris',
    '5 passage de l’Encrier',
    '75011',
    'Paris',
    null,
    'France',
    'FR',
    'fr-FR',
    'fr',
    '+33 1 99 00 ## ##',
  ),
  office(
    14,
    'London',
    '40 Quill Yard',
    'EC1 0AA',
    'London',
    null,
    'United Kingdom',
    'GB',
    'en-GB',
    'en',
    '+44 20 7946 0###',
  ),
  office(7, 'Dublin', '3 Foolscap Lane', 'D08 X000', 'Dublin', null, 'Ireland', 'IE', 'en-IE', 'en', null),
  office(
    6,
    'New York',
    '210 Ledger Street',
    '10013',
    'New York',
    'NY',
    'United States',
    'US',
    'en-US',
    'en',
    '+1 212 555 01##',
  ),
  office(
    5,
    'Montréal',
    '88 rue du Parchemin',
    'H2Y 0A0',
    'Montréal',
    'QC',
    'Canada',
    'CA',
    'fr-CA',
    'fr',
    '+1 514 555 01##',
  ),
  office(7, 'Berlin', 'Tintengasse 9', '10117', 'Berlin', null, 'Germany', 'DE', 'de-DE', 'de', '+49 30 23125 ###'),
  office(5, 'Madrid', 'Calle del Papel 17', '28012', 'Madrid', null, 'Spain', 'ES', 'es-ES', 'es', null),
  office(4, 'Warszawa', 'ulica Papierowa 6', '00-042', 'Warszawa', null, 'Poland', 'PL', 'pl-PL', 'pl', null),
  office(3, 'Hà Nội', '21 phố Hàng Giấy', '100000', 'Hà Nội', null, 'Vietnam', 'VN', 'vi-VN', 'vi', null),
  office(2, 'Dubai', 'Inkwell Tower', '00000', 'Dubai', null, 'United Arab Emirates', 'AE', 'ar-AE', 'ar', null),
  office(2, 'Tel Aviv', '14 HaNiyar Street', '6100000', 'Tel Aviv', null, 'Israel', 'IL', 'he-IL', 'he', null),
  office(2, 'Tokyo', '3-1 Washi-cho', '100-0000', 'Tokyo', null, 'Japan', 'JP', 'ja-JP', 'ja', null),
  office(2, 'Singapore', '9 Inkstone Road', '000009', 'Singapore', null, 'Singapore', 'SG', 'zh-SG', 'zh', null),
  office(2, 'Athens', 'Odos Pergaminis 4', '105 00', 'Athens', null, 'Greece', 'GR', 'el-GR', 'el', null),
  office(2, 'İstanbul', 'Kağıtçı Sokak 11', '34000', 'İstanbul', null, 'Türkiye', 'TR', 'tr-TR', 'tr', null),
];

function office(
  share: number,
  name: string,
  streetAddress: string,
  postalCode: string,
  city: string,
  state: string | null,
  country: string,
  usageLocation: string,
  preferredLanguage: string,
  language: Language,
  phone: string | null,
): Office {
  return {
    name,
    streetAddress,
    postalCode,
    city,
    state,
    country,
    usageLocation,
    preferredLanguage,
    language,
    phone,
    share,
  };
}
