import type { cliCommandsEn } from './cli-commands-en.ts';

export const cliCommandsFr: typeof cliCommandsEn = {
  example: 'Exemples :',
  program: {
    description:
      'Attribue et retire des licences Microsoft 365, dit d’avance ce qui s’ensuit et annule ce qui a été fait.',
    environment: `Environnement :
  SEATWISE_PORT           port de la console et de l’API (4365 ; 0 en prend un libre)
  SEATWISE_HOST           adresse d’écoute (127.0.0.1)
  SEATWISE_DATA           dossier de la base de données intégrée (./data)
  DATABASE_URL            PostgreSQL 15 ou plus récent, au lieu de la base intégrée
  SEATWISE_KEY_FILE       clé qui chiffre les secrets de la base (key dans SEATWISE_DATA)
  SEATWISE_TLS_CERT       fichier de la chaîne de certificats (PEM), pour servir en HTTPS
  SEATWISE_TLS_KEY        fichier de la clé privée (PEM) du certificat

Pour travailler sur le serveur d’une autre machine :
  SEATWISE_SERVER         adresse du serveur, telle que https://seatwise.example.com
  SEATWISE_TENANT         domaine ou identifiant du locataire, comme avec --tenant
  SEATWISE_CLIENT_ID      identifiant d’une application, créée là-bas avec « seatwise app create »
  SEATWISE_CLIENT_SECRET  secret de l’application`,
    exitCodes: `Codes de sortie :
  0  fait
  1  échec pour une raison qui ne tient pas à vous
  2  la ligne de commande ou ses données sont incompréhensibles
  3  refusé : rien n’a été modifié
  4  fait pour les uns, refusé pour les autres (--keep-going)
  5  ce qui est demandé n’existe pas
  6  la réponse était non, ou il n’y avait personne à qui demander
  7  serveur ou base de données injoignable`,
  },
  command: {
    serve: 'Démarrer le serveur : API et console',
    tenant: 'Locataires : les lister, en créer un',
    tenantList: 'Lister les locataires',
    tenantCreate: 'Créer un locataire : vide, ou rempli de personnes d’exemple',
    import: 'Charger des personnes ou tout un locataire depuis des fichiers',
    importUsers: 'Charger des personnes et leurs licences depuis un fichier CSV',
    importTenant: 'Charger tout un locataire depuis des réponses enregistrées de Microsoft Graph',
    catalog: 'Lister tous les produits connus',
    catalogShow: 'Montrer un produit et ses services',
    catalogImport: 'Ajouter des produits depuis la liste des noms de produits et de services de Microsoft',
    skus: 'Lister les produits que possède le locataire',
    skusSeats: 'Indiquer combien de licences d’un produit le locataire possède',
    skusPrice: 'Indiquer ce que coûte une licence par mois',
    users: 'Lister les personnes et leurs licences',
    usersShow: 'Montrer une personne : ses licences, leur origine et ses échéances',
    assign: 'Attribuer des licences',
    unassign: 'Retirer des licences',
    swap: 'Attribuer un produit à la place d’un autre',
    services: 'Activer ou désactiver des services d’un produit',
    plan: 'Montrer ce que ferait un changement, sans le faire',
    planApply: 'Faire ce que montre un plan',
    operations: 'Lister ce qui a été fait, le plus récent d’abord',
    operationsShow: 'Montrer une opération ou un plan, avec toutes ses personnes',
    undo: 'Rendre ce qu’une opération a retiré et reprendre ce qu’elle a attribué',
    app: 'Applications : programmes autorisés à utiliser l’API',
    appCreate: 'Inscrire une application et obtenir son identifiant et son secret',
    appList: 'Lister les applications',
    appDelete: 'Supprimer une application, qui n’obtient alors plus de jeton',
  },
  option: {
    tenant: 'Domaine ou identifiant du locataire ; nécessaire s’il y en a plusieurs',
    output: 'Forme du résultat',
    language: 'Langue des textes (sinon celle de l’environnement)',
    file: 'Fichier CSV de personnes, tel que le centre d’administration l’exporte',
    dir: 'Dossier des réponses enregistrées',
    keepGoing: 'Laisser de côté les personnes refusées et faire le reste',
    addDomains: 'Ajouter les domaines des personnes que le locataire n’a pas encore',
    yes: 'Appliquer sans demander',
    ticket: 'Numéro de ticket ou motif, conservé avec l’opération',
    sku: 'Produit : référence, nom ou skuId',
    all: 'Toutes les licences que ces personnes ont en propre',
    everyone: 'Le retirer à toutes les personnes qui l’ont',
    swapFrom: 'Produit à retirer',
    swapTo: 'Produit à attribuer à la place',
    disable: 'Services à désactiver',
    enable: 'Services à activer',
    user: 'Personnes : noms d’utilisateur principaux ou identifiants d’objet',
    from: 'Fichier de personnes, une par ligne ou en CSV ; - lit l’entrée standard',
    where: 'Personnes pour qui un filtre est vrai, tel que "department eq \'Ventes\'"',
    holdersOf: 'Personnes qui ont ce produit',
    planId: 'Numéro du plan',
    operationId: 'Numéro de l’opération',
    plans: 'Les plans non appliqués, au lieu de ce qui a été fait',
    top: 'Combien en lister',
    topUsers: 'Combien en lister, ou « all » pour toutes',
    oneUser: 'Nom d’utilisateur principal ou identifiant d’objet',
    product: 'Référence, nom ou skuId',
    total: 'Licences possédées',
    amount: 'Prix par mois dans la devise du locataire, tel que 21,50',
    catalogFile: 'Fichier CSV de la liste de Microsoft',
    tenantName: 'Nom de l’organisation',
    domain: 'Son domaine, tel que fabrikam.example',
    cloud: 'Le cloud Microsoft où elle se trouve',
    production: 'Un locataire de travail, et non un bac à sable dont l’horloge peut être avancée',
    country: 'Pays de l’organisation, en deux lettres',
    tenantLanguage: 'Langue du locataire',
    timeZone: 'Fuseau horaire, tel que Europe/Paris',
    currency: 'Devise des prix, en trois lettres',
    sample: 'Le remplir de personnes, de produits et de groupes inventés',
    sampleUsers: 'Nombre de personnes de l’exemple',
    seed: 'Nombre dont découle l’exemple : même nombre, mêmes personnes',
    appName: 'Nom de l’application',
    role: 'Rôles de l’application, tels que "License Administrator"',
    permission: 'Autorisations Microsoft Graph de l’application, telles que User.Read.All',
    public: 'L’application s’exécute chez les personnes et n’a pas de secret',
    redirect:
      'Où peuvent être envoyés les codes des personnes qui autorisent l’application, par exemple http://localhost',
    clientId: 'Identifiant de l’application',
  },
};
