import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Gallery } from './open-gallery.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export type Look = {
  readonly name: string;
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'de';
  readonly width: number;
  readonly height: number;
  readonly scale: number;
};

type Shown = { readonly name: string; readonly press: readonly string[] };

type Judged = {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
};

/** A page that shows scenarios in one look, always at the same moment. */
export class ScenarioPage {
  readonly #page: Page;
  readonly #url: string;
  readonly #look: Look;
  readonly #errors: string[] = [];

  private constructor(page: Page, url: string, look: Look) {
    this.#page = page;
    this.#url = url;
    this.#look = look;
    page.on('pageerror', (error) => this.#errors.push(error.message));
  }

  static async open({ browser, url }: Gallery, look: Look): Promise<ScenarioPage> {
    const context = await browser.newContext({
      colorScheme: look.theme,
      viewport: { width: look.width, height: look.height },
      deviceScaleFactor: look.scale,
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
      locale: look.language,
    });
    // Generous for a machine that runs everything at once.
    context.setDefaultTimeout(90_000);
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date('2026-11-22T14:30:00Z'));
    return new ScenarioPage(page, url, look);
  }

  async list(): Promise<readonly Shown[]> {
    await this.#page.goto(this.#url);
    const list = this.#page.getByRole('link');
    // The list is drawn all at once, and perhaps after the page has loaded.
    await list.first().waitFor();
    const links = await list.all();
    return await Promise.all(
      links.map(async (link) => ({
        name: await link.innerText(),
        press: ((await link.getAttribute('data-press')) ?? '').split(' >> ').filter((one) => one !== ''),
      })),
    );
  }

  async show({ name, press }: Shown): Promise<void> {
    await this.#page.goto(`${this.#url}?scenario=${encodeURIComponent(name)}&lang=${this.#look.language}`);
    await this.#page.waitForFunction(
      "document.querySelector('main h1') && !document.querySelector('main > .page[aria-busy=true]')",
    );
    for (const selector of press) await this.#page.locator(selector).first().click();
    await this.#page.evaluate(
      'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))).then(() => null)',
    );
  }

  async picture(path: string): Promise<void> {
    await this.#page.screenshot({ path });
  }

  /** Errors of the page and violations of axe, as it stands. */
  async faults(): Promise<readonly string[]> {
    await this.#page.addScriptTag({ path: axe });
    const { violations } = await this.#page.evaluate<Judged>('axe.run()');
    return [
      ...this.#errors.splice(0),
      ...violations.map(
        ({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')} (${nodes[0]?.failureSummary})`,
      ),
    ];
  }

  /** Spoils the page, so that a test sees that faults are found. */
  async spoil(): Promise<void> {
    await this.#page.evaluate(
      "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')",
    );
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }
}
