/** What has to be done so that a person has a license no more. */
export const takeAwayEn = {
  takeAway: {
    takeOver:
      '{{purchaser}} bought {{sku}} for themselves. Take the subscription over first; until then only {{purchaser}} can take it away.',
    unassign: 'Unassign {{skus}}.',
    unassignTogether: 'Unassign {{skus}} together: the others are nothing without the first.',
    turnOff_one: 'In {{sku}}, turn off {{plans}}, which needs what goes.',
    turnOff_other: 'In {{sku}}, turn off {{plans}}, which need what goes.',
    leaveGroup: 'Take the person out of the group {{group}}, in the directory that it comes from.',
    leaveGroupAlso:
      'Take the person out of the group {{group}}, in the directory that it comes from; {{skus}} goes with it.',
    allNeeded: 'All of this is needed: as long as one path is left, the license stays and no seat is freed.',
  },
};
