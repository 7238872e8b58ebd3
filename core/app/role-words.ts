import type { Role } from '../storage/roles.ts';

/** For whom each role is and where its key lives (design 5). */
export const roleWords: Readonly<Record<Role, { readonly what: string; readonly where: string }>> = {
  backup: {
    what: 'backs up',
    where: 'On the computer that backs up; `holdfast setup` takes it from HOLDFAST_KEY_ID and HOLDFAST_KEY.',
  },
  'strict-backup': {
    what: 'backs up where the bucket sets the dates, and lengthens nothing',
    where: 'On the computer that backs up in strict mode; a guard elsewhere renews.',
  },
  read: {
    what: 'restores and looks',
    where: 'With the recovery kit, for another computer and for drills.',
  },
  renewal: {
    what: 'renews locks',
    where: 'On a second machine, for `holdfast guard`, beside the list key (`holdfast keys list-key`).',
  },
  space: {
    what: 'renews locks and hides what is needed no more',
    where: 'On a second machine that also gives space back.',
  },
  maintenance: {
    what: 'deletes versions whose locks have passed',
    where:
      "Nowhere: give it to one run of `holdfast locks retire`, then delete it on the provider's page. Whoever has it can delete what no lock holds.",
  },
  hold: {
    what: 'sets and lifts legal holds',
    where: "Nowhere: give it to one run of `holdfast pin` or `unpin`, then delete it on the provider's page.",
  },
};

export const isRole = (text: string): text is Role => Object.hasOwn(roleWords, text);
