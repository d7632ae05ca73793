import type { Kit } from './kits.ts';
import type { GroupKey } from './sample-groups.ts';
import type { SampleLicense, SampleSku } from './sample-products.ts';

export interface Department {
  readonly name: string;
  readonly titles: readonly { readonly en: string; readonly fr: string }[];
  /** Handed out in turn. */
  readonly kits: readonly Kit[];
}

export type DepartmentKey = keyof typeof DEPARTMENTS;

const E3 = license('SPE_E3');
const E3_WITHOUT_EXTRAS = license('SPE_E3', 'SWAY', 'KAIZALA_O365_P3', 'CLIPCHAMP');
const E5 = license('SPE_E5');
const COPILOT = license('Microsoft_365_Copilot');
const PHONE = license('MCOEV');
const CALLS = license('MCOPSTN1');
const FABRIC = license('POWER_BI_STANDARD');
const PROJECT = license('PROJECTPROFESSIONAL');
const VISIO = license('VISIOCLIENT');

export const DEPARTMENTS = {
  executive: department(
    'Executive Office',
    ['Director|Directrice', 'Chief of Staff|Chef de cabinet'],
    [kit([E5, COPILOT]), kit([E5])],
  ),
  finance: department(
    'Finance',
    ['Controller|Contrôleur de gestion', 'Accountant|Comptable', 'Treasurer|Trésorière'],
    [kit([E3], 'reporting'), kit([E3, COPILOT], 'reporting'), kit([E5])],
  ),
  people: department(
    'Human Resources',
    ['HR Partner|Chargée RH', 'Payroll Officer|Gestionnaire de paie'],
    [kit([E3_WITHOUT_EXTRAS]), kit([E3])],
  ),
  legal: department('Legal', ['Counsel|Juriste', 'Paralegal|Assistante juridique'], [kit([E5]), kit([E3])]),
  it: department(
    'IT',
    ['Systems Engineer|Ingénieur système', 'Support Analyst|Technicien support'],
    [kit([E5, COPILOT]), kit([E5]), kit([E3, FABRIC])],
  ),
  sales: department(
    'Sales',
    ['Account Manager|Responsable de comptes', 'Sales Representative|Commerciale'],
    [kit([], 'fieldSales'), kit([CALLS], 'fieldSales'), kit([E3, COPILOT]), kit([E3, license('POWER_BI_PRO')])],
  ),
  marketing: department(
    'Marketing',
    ['Brand Manager|Cheffe de marque', 'Copywriter|Rédacteur', 'Designer|Graphiste'],
    [kit([], 'marketing'), kit([E3], 'marketing')],
  ),
  care: department(
    'Customer Care',
    ['Advisor|Conseillère clientèle', 'Team Lead|Responsable d’équipe'],
    [kit([E3, PHONE]), kit([E3, PHONE, CALLS]), kit([E3_WITHOUT_EXTRAS])],
  ),
  engineering: department(
    'Engineering',
    ['Engineer|Ingénieure', 'Project Lead|Chef de projet'],
    [kit([E3, PROJECT]), kit([E3, FABRIC]), kit([E5, PROJECT])],
  ),
  logistics: department(
    'Logistics',
    ['Planner|Planificateur', 'Dispatcher|Affréteuse', 'Buyer|Acheteuse'],
    [
      kit([license('STANDARDPACK')]),
      kit([license('EXCHANGESTANDARD')]),
      kit([license('EXCHANGEENTERPRISE')]),
      kit([license('STANDARDPACK'), FABRIC]),
    ],
  ),
  workshop: department(
    'Workshop',
    ['Bookbinder|Relieuse', 'Press Operator|Conducteur de presse', 'Gilder|Doreur'],
    [kit([], 'frontline'), kit([], 'frontline'), kit([license('SPE_F1')], 'frontline')],
  ),
  stores: department(
    'Stores',
    ['Sales Assistant|Vendeuse', 'Store Manager|Responsable de magasin'],
    [kit([], 'frontline')],
  ),
} satisfies Record<string, Department>;

/** The first people of a department who have a product that one of them bought, and what they have. */
export const SELF_SERVICE: { readonly department: DepartmentKey; readonly kits: readonly Kit[] } = {
  department: 'marketing',
  kits: [kit([VISIO], 'marketing'), kit([VISIO, E3], 'marketing'), kit([VISIO], 'marketing')],
};

/** For some of the guests; the others have nothing. */
export const GUEST_KIT: Kit = kit([FABRIC], 'guests');
export const PLAIN_GUEST_KIT: Kit = kit([], 'guests');

/** What people had who are deleted by now. */
export const DELETED_KITS: readonly Kit[] = [kit([E3]), kit([license('SPE_F1')]), kit([E3])];

/** The departments of thirty people in a row; then it begins again. */
export const ROSTER: readonly DepartmentKey[] = [
  ...([
    'sales',
    'legal',
    'marketing',
    'finance',
    'workshop',
    'stores',
    'logistics',
    'care',
    'engineering',
    'sales',
  ] as const),
  ...(['stores', 'people', 'logistics', 'care', 'workshop', 'stores', 'it', 'marketing', 'sales', 'finance'] as const),
  ...([
    'stores',
    'engineering',
    'logistics',
    'executive',
    'workshop',
    'stores',
    'sales',
    'care',
    'stores',
    'logistics',
  ] as const),
];

function department(name: string, titles: readonly string[], kits: readonly Kit[]): Department {
  return {
    name,
    titles: titles.map((title) => {
      const [en = '', fr = en] = title.split('|');
      return { en, fr };
    }),
    kits,
  };
}

function kit(direct: readonly SampleLicense[], ...groups: readonly GroupKey[]): Kit {
  return { direct, groups };
}

function license(sku: SampleSku, ...off: readonly string[]): SampleLicense {
  return { sku, off };
}
