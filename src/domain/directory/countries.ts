/** ISO 3166-1 alpha-2 codes. Names come from the Unicode data that Node carries. */
const CODES = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
  CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
  GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
  KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
  MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
  SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
  UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`.split(/\s+/),
);

const LANGUAGES = ['en', 'fr'] as const;

let codeOfName: ReadonlyMap<string, string> | undefined;

/**
 * The ISO 3166-1 alpha-2 code that a text means: the code itself or the country's English or French name, whatever the
 * case, accents and punctuation; undefined if there is none. A code in other use, such as "UK", means nothing.
 */
export function countryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (CODES.has(code)) return code;
  codeOfName ??= namesOfCountries();
  return codeOfName.get(folded(text));
}

function namesOfCountries(): Map<string, string> {
  const names = new Map<string, string>();
  for (const language of LANGUAGES) {
    for (const style of ['short', 'long'] as const) {
      const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none', style });
      for (const code of CODES) {
        const name = folded(display.of(code) ?? '');
        // Short names such as "UK" or "É.-U." look like codes that they are not.
        if (name.length > 2) names.set(name, code);
      }
    }
  }
  return names;
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]+/gu, '');
}
