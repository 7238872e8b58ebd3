import { choose } from './choose.ts';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible } from './accessible.ts';
import type { OpenApp } from './app-under-test.ts';
import { untilClosed } from './until-closed.ts';

export const passphrase = 'harbour lantern quiet otter 7';

/** Through the whole wizard on a practice vault, by what a person would click. @returns the recovery words */
export async function setUpPractice(app: OpenApp, folders: readonly string[]): Promise<readonly string[]> {
  const { page } = app;
  await page.getByRole('button', { name: /practice vault/i }).click();
  await choose(page, /Practice vault on this computer/);
  await page.getByRole('button', { name: 'Use the practice vault' }).click();
  await page.getByRole('button', { name: 'Next' }).waitFor();
  await expectAccessible(page);
  return await fromFoldersToStart(app, folders);
}

/** The pages that are the same for every storage. */
export async function fromFoldersToStart(
  app: OpenApp,
  folders: readonly string[],
): Promise<readonly string[]> {
  const { page } = app;
  await page.getByRole('button', { name: 'Next' }).click();
  await chooseFolders(page, folders);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: /How long should nobody/ }).waitFor();
  await page.getByText('What is backed up today nobody can delete before').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Next' }).click();
  const words = await chooseKit(app);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: /How should space be given back/ }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'Everything that will be made' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create the locked bucket and start' }).click();
  return words;
}

/** Once the first backup is made: what is offered then, and the overview. */
export async function finishSetUp({ page }: OpenApp): Promise<void> {
  await page.getByRole('region', { name: 'The first backup is made' }).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'Ready' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Go to Home' }).click();
  await page
    .getByText(/protected until/i)
    .first()
    .waitFor();
}

/** Types the folders into the picker. */
async function chooseFolders(page: Page, folders: readonly string[]): Promise<void> {
  await page.getByRole('heading', { name: 'What should be backed up?' }).waitFor();
  for (const folder of folders) {
    await page.getByRole('button', { name: 'Add folders' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add folders' });
    await expectAccessible(page);
    await dialog.getByRole('textbox').first().fill(folder);
    await dialog.getByRole('textbox').first().press('Enter');
    await dialog
      .getByRole('button', { name: /^(Add|Choose|Pick)/ })
      .last()
      .click();
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(async () => await page.getByRole('checkbox', { name: folder }).isChecked()).toBe(true);
  }
  await expectAccessible(page);
}

/** A passphrase, the words, and three of them back. */
async function chooseKit(app: OpenApp): Promise<readonly string[]> {
  const { page } = app;
  const secret = await app.secretWindow(async () => {
    await page.getByRole('button', { name: 'Choose the passphrase and print the kit' }).click();
  });
  await secret.getByLabel('New passphrase').fill(passphrase);
  await secret.getByLabel('The same again').fill(passphrase);
  await expectAccessible(secret);
  await secret.getByRole('button', { name: 'Continue' }).click();
  const list = secret.getByRole('list', { name: 'Recovery words' });
  await list.waitFor();
  await expectAccessible(secret);
  const words = await list.getByRole('listitem').allTextContents();
  expect(words).toHaveLength(24);
  await secret.getByRole('button', { name: 'I have them on paper' }).click();
  await secret
    .getByLabel(/^Word number/)
    .first()
    .waitFor();
  await expectAccessible(secret);
  for (const field of await secret.getByLabel(/^Word number/).all()) {
    const position = Number(
      /\d+/.exec(
        (await field.evaluate(
          (input) =>
            (input as unknown as { labels: readonly { textContent: string }[] }).labels[0]?.textContent,
        )) ?? '',
      )?.[0],
    );
    await field.fill(words[position - 1]!);
  }
  await untilClosed(secret, () => secret.getByRole('button', { name: 'Continue' }).click());
  return words;
}
