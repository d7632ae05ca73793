import type { identityProviderEn } from './identity-provider-en.ts';

export const identityProviderFr: typeof identityProviderEn = {
  identityProvider: {
    fault: {
      notAnAddress: 'Un émetteur est une adresse sans requête ni mot de passe, par exemple https://login.example.com.',
      notHttps: 'L’émetteur et toutes les adresses qu’il indique doivent commencer par https://.',
      notPublic:
        'L’émetteur, ou une adresse qu’il indique, n’est pas sur l’internet public. La personne qui exploite ce serveur peut configurer un tel fournisseur sur la machine même, avec « seatwise identity-provider set ».',
      unreachable: 'L’émetteur ne répond pas ({{detail}}).',
      notOpenId: 'À cette adresse, il n’y a pas de fournisseur OpenID utilisable ({{detail}}).',
      issuerMismatch:
        'Le fournisseur se nomme lui-même {{found}}. Indiquez ce nom comme émetteur. Un nom avec une partie entre accolades vaut pour plusieurs organisations à la fois : prenez celui de la vôtre.',
      secretNotTaken: 'Le fournisseur n’accepte de secret client ni dans la requête ni dans son en-tête.',
      secretNeeded:
        'Le secret client conservé appartient à un autre émetteur ou à un autre client. Indiquez le nouveau, ou précisez que le client est public.',
    },
    none: 'Le locataire n’a pas de fournisseur d’identité.',
    command: 'Le fournisseur OpenID par lequel on se connecte (authentification unique)',
    show: 'L’afficher, sans son secret',
    set: 'Le définir ; le serveur vérifie auprès du fournisseur qu’il est bien ce qu’il doit être',
    remove: 'Le supprimer ; on se connecte de nouveau par mot de passe',
    option: {
      issuer: 'Adresse par laquelle le fournisseur se nomme lui-même',
      clientId: 'Nom que le fournisseur donne à ce serveur',
      clientSecretFile: 'Fichier contenant le secret client ; - le lit sur l’entrée standard',
      public: 'Le fournisseur connaît ce serveur comme client public, sans secret',
      name: 'Ce qu’on lit sur le bouton (par défaut : l’hôte de l’émetteur)',
      claim: 'Revendication qui désigne la personne par son nom principal, son adresse e-mail ou son identifiant',
      noPasswords: 'On se connecte par le fournisseur seul ; les administrateurs généraux gardent leurs mots de passe',
    },
    secretTwice: 'Utilisez soit --client-secret-file, soit --public.',
    noSecret: 'Il n’y a pas de secret client dans {{file}}.',
    kept: 'Le fournisseur d’identité est {{name}}.',
    redirect: 'Enregistrez auprès du fournisseur cette adresse de retour de connexion : {{address}}',
    consoleAddress: '<adresse de la console>',
    gone: 'Le fournisseur d’identité est supprimé.',
    label: {
      what: 'Réglage',
      value: 'Valeur',
      name: 'Nom',
      issuer: 'Émetteur',
      clientId: 'Id. client',
      clientSecret: 'Secret client',
      userClaim: 'Revendication',
      passwords: 'Mots de passe',
      network: 'Réseau',
      redirect: 'Retour vers',
    },
    secretKept: 'conservé, non affiché',
    secretNone: 'aucun (client public)',
    passwordsToo: 'également permis',
    passwordsNot: 'réservés aux administrateurs généraux',
    networkPublic: 'internet seulement',
    networkAny: 'tous, configuré sur la machine même',
  },
};
