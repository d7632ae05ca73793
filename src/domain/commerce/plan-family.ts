import type { ServicePlan, Workload } from './catalog.ts';

type PlanFamily = Pick<ServicePlan, 'appliesTo' | 'service' | 'workloads'>;

/** A guess, from its technical name alone, of what an unknown service plan gives. The first row that fits decides. */
export function familyOfPlan(name: string): PlanFamily {
  const row = FAMILIES.find(([pattern]) => pattern.test(name));
  return {
    appliesTo: COMPANY_PLAN.test(name) ? 'Company' : 'User',
    service: row?.[1] ?? '',
    workloads: row ? row.slice(2).filter((workload): workload is Workload => workload !== undefined) : ['other'],
  };
}

/** A guess whether a product is owned by the tenant as a whole, from its part number: storage, capacity and the like. */
export function appliesToOfProduct(partNumber: string): 'User' | 'Company' {
  return COMPANY_PRODUCT.test(partNumber) ? 'Company' : 'User';
}

const COMPANY_PLAN =
  /^(EXCHANGE_S_FOUNDATION|INTUNE_O365|MICROSOFT_SEARCH|ATP_ENTERPRISE|Nucleus$|Content_?Explorer|COMMON_DEFENDER_PLATFORM|M365_AUDIT_PLATFORM|M365_LIGHTHOUSE|PURVIEW_DISCOVERY|WINDOWSUPDATEFORBUSINESS|SHAREPOINTSTORAGE|STREAM_STORAGE)|_CAPACITY$|^CRM(STORAGE|INSTANCE|TESTINSTANCE)/i;

const COMPANY_PRODUCT =
  /^(SHAREPOINTSTORAGE|STREAM_STORAGE|CRM(STORAGE|INSTANCE|TESTINSTANCE)|PBI_PREMIUM_(P|EM)\d|POWERAPPS_PORTALS|CDSAICAPACITY|WINDOWS_STORE|RIGHTSMANAGEMENT_ADHOC)|_CAPACITY(_GOV)?$/i;

/** Pattern of the name, service family as in Graph's assignedPlans, workloads (none: nothing that a person would miss). */
type FamilyRow = readonly [pattern: RegExp, service: string, first?: Workload, second?: Workload];

// biome-ignore format: a table
const FAMILIES: readonly FamilyRow[] = [
  [/^EXCHANGE_S_FOUNDATION/i, 'exchange'],
  [/^EXCHANGE_S_ARCHIVE/i, 'exchange', 'exchangeArchive'],
  [/^EXCHANGE_S_ENTERPRISE/i, 'exchange', 'exchange', 'exchangeArchive'],
  [/^EXCHANGE_[BLS]_/i, 'exchange', 'exchange'],
  [/^(EXCHANGE_ANALYTICS|EXCHANGEONLINE_MULTIGEO|MYANALYTICS|INSIGHTS_BY_MYANALYTICS|MICROSOFT_MYANALYTICS|GRAPH_CONNECTORS_SEARCH)/i, 'exchange', 'other'],
  [/^ATP_ENTERPRISE|^THREAT_INTELLIGENCE|^SAFEDOCS/i, 'exchange', 'defender'],
  [/^MICROSOFTBOOKINGS/i, 'exchange', 'bookings'],
  [/^SHAREPOINTWAC/i, 'SharePoint', 'officeWeb'],
  [/^SHAREPOINT_PROJECT/i, 'SharePoint', 'project'],
  [/^SHAREPOINTSTORAGE|^Nucleus$/i, 'SharePoint'],
  [/^SHAREPOINTONLINE_MULTIGEO/i, 'SharePoint', 'other'],
  [/^SHAREPOINT/i, 'SharePoint', 'sharePoint', 'oneDrive'],
  [/^ONEDRIVE/i, 'SharePoint', 'oneDrive'],
  [/^OFFICEMOBILE/i, 'MicrosoftOffice', 'officeMobile'],
  [/^OFFICE_FORMS|^FORMS_|^Customer_Voice/i, 'OfficeForms', 'forms'],
  [/^(OFFICESUBSCRIPTION|OFFICE_BUSINESS|OFFICE_PRO)/i, 'MicrosoftOffice', 'officeApps'],
  [/^(OFFICE_SHARED|EXCEL_PREMIUM)/i, 'MicrosoftOffice', 'other'],
  [/^(TEAMS1|TEAMS_(GOV|AR_|DESKLESS|FREE$)|TeamsEss)/i, 'TeamspaceAPI', 'teams'],
  [/^TEAMS_FREE_SERVICE/i, 'TeamspaceAPI'],
  [/^TEAMS/i, 'TeamspaceAPI', 'other'],
  [/^MCO_TEAMS_IW/i, 'MicrosoftCommunicationsOnline', 'teams'],
  [/^(MCOEV|MCOFMC)/i, 'MicrosoftCommunicationsOnline', 'teamsPhone'],
  [/^(MCOPSTN|PSTN5|Skype for Business PSTN)/i, 'MicrosoftCommunicationsOnline', 'callingPlan'],
  [/^(MCOMEET|MCOACBYOT)/i, 'MicrosoftCommunicationsOnline', 'audioConferencing'],
  [/^MCO(STANDARD|IMP|LITE|BASIC|FREE|VOICECONF)/i, 'MicrosoftCommunicationsOnline'],
  [/^MCO/i, 'MicrosoftCommunicationsOnline', 'other'],
  [/^YAMMER/i, 'YammerEnterprise', 'vivaEngage'],
  [/^VIVAENGAGE/i, '', 'vivaEngage'],
  [/^PROJECTWORKMANAGEMENT/i, 'ProjectWorkManagement', 'planner'],
  [/^PROJECT_O365/i, 'ProjectProgramsAndPortfolios', 'planner'],
  [/^PROJECT_MADEIRA/i, 'CRM', 'dynamics'],
  [/^PROJECT_/i, 'ProjectProgramsAndPortfolios', 'project'],
  [/^VISIO/i, 'visio', 'visio'],
  [/^(BI_AZURE|PBI_)/i, 'PowerBI', 'powerBi'],
  [/^(FLOW_|POWER_?AUTOMATE|POWERFLOWS)/i, 'ProcessSimple', 'powerPlatform'],
  [/^(POWER_?APPS|POWER_?PAGES)/i, 'PowerAppsService', 'powerPlatform'],
  [/^(POWER_)?VIRTUAL_AGENT|^CCIBOTS/i, 'ccibotsprod', 'powerPlatform'],
  [/^(DYN365_CDS|DDYN365_CDS|CDS|DATAVERSE|DV_)/i, 'CRM', 'powerPlatform'],
  [/^DYN365BC_MS_INVOICING/i, 'CRM', 'other'],
  [/^(DYN365|DYNB365|D365|CRM|Dynamics_365)/i, 'CRM', 'dynamics'],
  [/^BPOS_S_TODO/i, 'To-Do', 'toDo'],
  [/^(STREAM_STORAGE)/i, 'MicrosoftStream'],
  [/^(STREAM_|MICROSOFT STREAM)/i, 'MicrosoftStream', 'stream'],
  [/^WHITEBOARD/i, 'WhiteboardServices', 'whiteboard'],
  [/^AAD_/i, 'AADPremiumService', 'entraId'],
  [/^MFA_/i, 'MultiFactorService', 'entraId'],
  [/^(Entra_|Verifiable_Credentials)/i, '', 'entraId'],
  [/^INTUNE_O365/i, 'SCO'],
  [/^Intune_Defender/i, '', 'defender'],
  [/^INTUNE_/i, 'SCO', 'intune'],
  [/^(Intune-|REMOTE_HELP|CLOUD_PKI|3_PARTY_APP_PATCH)/i, '', 'intune'],
  [/^ADALLOM/i, 'Adallom', 'defender'],
  [/^ATA$/i, 'AzureAdvancedThreatAnalytics', 'defender'],
  [/^MTP$/i, 'MicrosoftThreatProtection', 'defender'],
  [/^(WINDEFATP|MDE_)/i, 'WindowsDefenderATP', 'defender'],
  [/^(Defender_|TVM_|EOP_|MDOLITE)/i, '', 'defender'],
  [/^RMS_/i, 'RMSOnline', 'purview'],
  [/^(BPOS_S_DlpAddOn|COMMUNICATIONS_|CUSTOMER_KEY|DATA_INVESTIGATIONS|EQUIVIO|INFORMATION_BARRIERS|INFO_GOVERNANCE|INSIDER_RISK|LOCKBOX|M365_ADVANCED_AUDITING|MIP_S_|ML_CLASSIFICATION|PAM_|PREMIUM_ENCRYPTION|RECORDS_MANAGEMENT)/i, 'exchange', 'purview'],
  [/^(MICROSOFT_COMMUNICATION_COMPLIANCE|MICROSOFTENDPOINTDLP|CustomerLockboxA|COMPLIANCE_MANAGER|PRIVACY_MANGEMENT|Auditing_10Year)/i, '', 'purview'],
  [/^(WIN10_|WIN11_|Virtualization Rights)/i, 'WindowsAzure', 'windows'],
  [/^(WINBIZ|Windows_Autopatch|CPC_|UNIVERSAL_PRINT)/i, '', 'windows'],
  [/^WINDOWSUPDATEFORBUSINESS/i, 'WindowsAzure'],
  [/^(M365_COPILOT|GRAPH_CONNECTORS_COPILOT|COPILOT_STUDIO|Microsoft_Copilot|financecopilot)/i, '', 'copilot'],
  [/^MICROSOFT_SEARCH/i, 'Bing'],
  [/^Content_Explorer/i, 'M365LabelAnalytics'],
  [/^(COMMON_DEFENDER_PLATFORM|ContentExplorer|M365_AUDIT_PLATFORM|M365_LIGHTHOUSE|PURVIEW_DISCOVERY|Bing_Chat_Enterprise)/i, ''],
  [/^SWAY$/i, 'Sway', 'other'],
  [/^DESKLESS$/i, 'Deskless', 'other'],
  [/^VIVA_LEARNING_SEEDED/i, 'LearningAppServiceInTeams', 'other'],
];
