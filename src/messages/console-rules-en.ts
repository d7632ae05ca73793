/** What each rule says in full, and where it comes from. Loaded by its page alone. */
export const consoleRulesEn = {
  text: {
    'T-1':
      'When the last license with Exchange goes, the mailbox is closed at once: mail is no longer delivered to it and searches, eDiscovery among them, no longer find it. For 30 days everything is kept; a license with Exchange given back by then brings all mail back. After that the mail is deleted for good, and a new license gives an empty mailbox. An organization that has turned on the delay for removed licenses gets 30 more days in which the mailbox goes on as before.',
    'T-2':
      'If a litigation hold or a retention policy covers the mailbox before the license goes, nothing is deleted: the mailbox stays and can be searched for as long as the hold stands. Only when the hold ends does the time of the mailbox begin to run. To keep mail, place the hold first and take the license afterwards.',
    'T-3':
      'Files stay where they are at first. On day 60 without a license they become read-only, on day 93 the OneDrive is archived: nobody can open it until a license is given back or the archive is paid for. Shared links stop with it. Until 2025 the files simply stayed; an organization may be set to that older rule.',
    'T-4':
      'Installed Office apps ask about their license about once a day. At the next check after it has gone they show “Unlicensed Product” and can only open and print documents. A device without a connection goes on for up to 30 days. Documents are not touched, and a license given back, with a new sign-in, brings everything back.',
    'T-5':
      'Services such as Teams, Planner or Power BI can no longer be used as soon as the license is gone, and work again when it is given back. What was shared in a team or on a site stays there for the others. A phone number of Teams Phone is released at once: somebody else may get it, and then it cannot be given back.',
    'T-6':
      'Deleting a person frees their seats. For 30 days the account stands under Deleted users and can be restored with its mailbox, memberships and licenses, also where no seat is free any more: the product is then over-assigned, and that shows. After that the account and the mail are gone for good. OneDrive is kept for 30 days from the day of deletion unless the organization has set more (up to 3,650), then it goes to the recycle bin.',
    'T-7':
      'If a hold covers the mailbox when the person is deleted, the mail is kept as an inactive mailbox for as long as the hold stands. It takes no license and can be searched. In the first 30 days restoring the person brings it back; after that its content can be recovered into another mailbox.',
    'T-9':
      'A shared mailbox needs no license up to 50 GB, as long as it has no archive and no litigation hold. It must have a license when it is converted, and the account behind it must stay. So whoever only wants to keep the mail of somebody who left converts the mailbox first and takes the license afterwards.',
    'R-UN-7':
      'Mail is forwarded by the mailbox. When its license goes and the mailbox closes, nothing is forwarded any more. Keep the license while mail has to be passed on, or convert the mailbox to a shared one, which goes on forwarding.',
    'T-21':
      'An archived OneDrive that is reactivated without a license stays open for 30 days and is then archived again. A license given back opens it for good.',
    'T-18':
      'Only what nobody else gives is lost. If a product goes and another one, directly or through a group, still has the same service, that service goes on without a gap. That is why replacing a product in one step loses nothing, where taking the old one first and giving the new one later starts every clock.',
    'R-UN-1':
      'A license that a person has only through a group cannot be taken from the person. Take the person out of the group, or the product from the group. Where the same product is assigned directly too, the direct one can go: the person keeps the product, and no seat is freed.',
    'R-UN-4':
      'Some services need others: an add-on needs its base. As long as the person keeps the add-on, its base cannot go. Take both together, or the add-on first.',
    'R-AS-1':
      'Each person who gets a product takes a seat of it, unless they have one already. Those who come first in the selection get the seats that are left; the others are refused and told how many are missing. Buy seats or free some, then retry only what failed. Seats that the same change frees count.',
    'R-AS-3':
      'Not every service is offered in every country, so a license needs to know where the person works. Set the country in the person’s account, then try again.',
    'R-AS-5':
      'A service of the product may not be used in the person’s country. Correct the country if it is wrong, turn that service off, or choose another product.',
    'R-AS-6':
      'Some services cannot be on together, for instance two plans of SharePoint. It does not matter whether they come directly or from groups. Turn one of the two off; Seatwise never chooses for you.',
    'R-AS-7': 'An add-on works only with a service that it builds on. Assign the base product first, or both together.',
    'R-AS-11':
      'A subscription that was not renewed expires, and is disabled after 30 more days. From then on its licenses cannot be assigned. Reactivate it, or choose another product.',
    'R-AS-12':
      'A self-service purchase belongs to its purchaser: only they assign and take away its licenses. An administrator first takes control of the subscription.',
    outOfReach:
      'A role can be limited to administrative units, that is to people of a department or a country. Who is in none of yours is refused. Ask an administrator of that unit or of the whole directory.',
    ownLicense:
      'Whoever selects everybody often forgets that they are among them. So your own licenses are not taken away unless you say that you mean yourself too.',
    deletedPerson: 'A deleted person has no licenses to change. Restore them first, or leave them out.',
    unknownPerson:
      'A line of the list is neither a user principal name nor an object id of somebody in the directory. Check its spelling. The others of the list are not affected.',
    unknownSku:
      'No product of the catalog has this id. It may have been typed wrongly, or the catalog is older than the product.',
    unownedSku: 'Only products of your own subscriptions can be assigned. Buy it first, or choose one that you own.',
    skuNotForUsers:
      'Some products, such as extra storage, serve the whole organization. They work by being owned, and nobody needs a license.',
    notAssigned:
      'What somebody does not have cannot be taken away or changed. Leave the person out; the others are not affected.',
    addedAndRemoved: 'The same product stands on both sides of one change. Name it on one side only.',
    planNotInSku: 'Only services of a product can be turned on or off in it. Choose among those that the product has.',
    changedSince:
      'An undo gives back what was there before, but never over what somebody has changed since then. Look at what the person has now, and change that.',
  },
  source: {
    'T-1': 'Microsoft 365 admin help, “Unassign licenses from users”; Exchange Online, “Delicensing resiliency”',
    'T-2': 'Microsoft Purview, “Create a litigation hold”; Exchange Online, “Inactive mailboxes”',
    'T-3': 'Microsoft SharePoint, “Manage unlicensed OneDrive user accounts”',
    'T-4': 'Microsoft 365 Apps, “Overview of licensing and activation”',
    'T-5': 'Microsoft 365 admin help, “Unassign licenses from users”; Microsoft Teams, “Unassign a phone number”',
    'T-6': 'Microsoft 365 admin help, “Delete a user”; Microsoft SharePoint, “OneDrive retention and deletion”',
    'T-7': 'Microsoft Purview, “Learn about inactive mailboxes”',
    'T-9': 'Exchange admin help, “Convert a user mailbox to a shared mailbox”',
    'R-UN-7': 'Microsoft 365 admin help, “Remove a former employee”',
    'T-21': 'Microsoft SharePoint, “Manage unlicensed OneDrive user accounts”',
    'T-18': 'Microsoft Entra, “Change license assignments for a user or group”',
    'R-UN-1': 'Microsoft Entra, “What is group-based licensing?”',
    'R-UN-4': 'Microsoft Entra, “Identify and resolve license assignment problems”',
    'R-AS-1': 'Microsoft 365 admin help, “Assign licenses to users”',
    'R-AS-3': 'Microsoft Graph, “user: assignLicense”',
    'R-AS-5': 'Microsoft Entra, “Identify and resolve license assignment problems”',
    'R-AS-6': 'Microsoft Entra, “Identify and resolve license assignment problems”',
    'R-AS-7': 'Microsoft Entra, “Identify and resolve license assignment problems”',
    'R-AS-11': 'Microsoft 365 admin help, “What happens to my data and access when my subscription ends?”',
    'R-AS-12': 'Microsoft 365 admin help, “Manage self-service purchases and trials (for admins)”',
    outOfReach: 'Microsoft Entra, “Administrative units”',
    ownLicense: 'Seatwise itself',
    deletedPerson: 'Microsoft 365 admin help, “Restore a user”',
    unknownPerson: 'Seatwise itself',
    unknownSku: 'Microsoft Graph, “user: assignLicense”',
    unownedSku: 'Microsoft Graph, “user: assignLicense”',
    skuNotForUsers: 'Microsoft Graph, “subscribedSku” (appliesTo)',
    notAssigned: 'Microsoft Graph, “user: assignLicense”',
    addedAndRemoved: 'Microsoft Graph, “user: assignLicense”',
    planNotInSku: 'Microsoft Graph, “user: assignLicense”',
    changedSince: 'Seatwise itself',
  },
};
