/** What `--help` says. */
export const cliCommandsEn = {
  example: 'Examples:',
  program: {
    description: 'Gives and takes Microsoft 365 licenses, says beforehand what follows, and undoes what was done.',
    environment: `Environment:
  SEATWISE_PORT           port of console and API (4365; 0 takes a free one)
  SEATWISE_HOST           address to listen on (127.0.0.1)
  SEATWISE_DATA           folder of the embedded database (./data)
  DATABASE_URL            PostgreSQL 15 or newer to use instead of the embedded one
  SEATWISE_KEY_FILE       key that secrets in the database are encrypted with (key in SEATWISE_DATA)
  SEATWISE_TLS_CERT       file with the certificate chain (PEM), to serve HTTPS
  SEATWISE_TLS_KEY        file with the private key (PEM) of the certificate

To work on the server of another machine:
  SEATWISE_SERVER         address of the server, such as https://seatwise.example.com
  SEATWISE_TENANT         domain or id of the tenant, as with --tenant
  SEATWISE_CLIENT_ID      id of an app, made there with "seatwise app create"
  SEATWISE_CLIENT_SECRET  secret of the app`,
    exitCodes: `Exit codes:
  0  done
  1  failed for a reason that is not yours
  2  the command line or its input cannot be understood
  3  refused: nothing was changed
  4  done for some, refused for others (--keep-going)
  5  what was asked about does not exist
  6  the answer was no, or there was nobody to ask
  7  server or database cannot be reached`,
  },
  command: {
    serve: 'Start the server: API and console',
    tenant: 'Tenants: list them, make one',
    tenantList: 'List the tenants',
    tenantCreate: 'Make a tenant: an empty one, or a sample full of people',
    import: 'Load people or a whole tenant from files',
    importUsers: 'Load people and their licenses from a CSV file',
    importTenant: 'Load a whole tenant from saved answers of Microsoft Graph',
    catalog: 'List all products that are known',
    catalogShow: 'Show a product and its services',
    catalogImport: 'Add products from Microsoft’s list of product names and service plan identifiers',
    skus: 'List the products that the tenant owns',
    skusSeats: 'Say how many licenses of a product the tenant owns',
    skusPrice: 'Say what a license costs a month',
    users: 'List people and their licenses',
    usersShow: 'Show a person: which licenses, from where, and what is due',
    assign: 'Give people licenses',
    unassign: 'Take licenses from people',
    swap: 'Give people one product in place of another',
    services: 'Turn services of a product on or off',
    plan: 'Show what a change would do, without doing it',
    planApply: 'Do what a plan shows',
    operations: 'List what was done, newest first',
    operationsShow: 'Show an operation or a plan, with all its people',
    undo: 'Give back what an operation took, and take back what it gave',
    app: 'Apps: programs that may use the API',
    appCreate: 'Register an app, and get its id and secret',
    appList: 'List the apps',
    appDelete: 'Remove an app, which can then get no token',
  },
  option: {
    tenant: 'Domain or id of the tenant; needed where there are several',
    output: 'Form of the output',
    language: 'Language of texts (else that of the environment)',
    file: 'CSV file with people, such as the admin center exports',
    dir: 'Folder with the saved answers',
    keepGoing: 'Leave out who is refused, and do the rest',
    addDomains: 'Add domains of people that the tenant does not have yet',
    yes: 'Apply without asking',
    ticket: 'Ticket number or reason, kept with the operation',
    sku: 'Product: part number, name or skuId',
    all: 'All licenses that these people have themselves',
    everyone: 'Take it from everyone who has it',
    swapFrom: 'Product to take',
    swapTo: 'Product to give instead',
    disable: 'Services to turn off',
    enable: 'Services to turn on',
    user: 'People: user principal names or object ids',
    from: 'File with people, one a line or as CSV; - reads standard input',
    where: 'People for whom a filter is true, such as "department eq \'Sales\'"',
    holdersOf: 'People who have this product',
    planId: 'Number of the plan',
    operationId: 'Number of the operation',
    plans: 'Plans that were not applied, instead of what was done',
    top: 'How many to list',
    topUsers: 'How many to list, or "all"',
    oneUser: 'User principal name or object id',
    product: 'Part number, name or skuId',
    total: 'Licenses owned',
    amount: 'Price a month in the tenant’s currency, such as 21.50',
    catalogFile: 'CSV file with Microsoft’s list',
    tenantName: 'Name of the organization',
    domain: 'Its domain, such as fabrikam.example',
    cloud: 'The Microsoft cloud it is in',
    production: 'A tenant to work in, not a sandbox whose clock can be put forward',
    country: 'Country of the organization, two letters',
    tenantLanguage: 'Language of the tenant',
    timeZone: 'Time zone, such as Europe/Paris',
    currency: 'Currency of prices, three letters',
    sample: 'Fill it with invented people, products and groups',
    sampleUsers: 'How many people the sample has',
    seed: 'Number that the sample follows from: same number, same people',
    appName: 'Name of the app',
    role: 'Roles of the app, such as "License Administrator"',
    permission: 'Microsoft Graph permissions of the app, such as User.Read.All',
    public: 'The app runs on people’s own machines and has no secret',
    redirect: 'Where codes of people who let the app in may be sent, such as http://localhost',
    clientId: 'Id of the app',
  },
};
