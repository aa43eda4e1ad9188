/** A real browser for the web page: Debian's Chromium, driven by Playwright. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { companionFolder, companionsMissing } from './companion.ts';

/** What the tests use of Playwright, which is no package of the product. */
export interface Page {
  goto: (url: string) => Promise<unknown>;
  fill: (selector: string, text: string) => Promise<void>;
  click: (selector: string) => Promise<void>;
  press: (selector: string, key: string) => Promise<void>;
  waitForSelector: (selector: string, options?: { state?: 'visible' | 'hidden' }) => Promise<unknown>;
  textContent: (selector: string) => Promise<string | null>;
  evaluate: (script: string) => Promise<unknown>;
  screenshot: (options: { path: string; fullPage?: boolean }) => Promise<unknown>;
  on: (event: 'console' | 'pageerror' | 'dialog' | 'request', listener: (what: Said) => void) => void;
  close: () => Promise<void>;
}

/** A console message, an error, or a request. */
export interface Said {
  type?: () => string;
  text?: () => string;
  url?: () => string;
  message?: string | (() => string);
  dismiss?: () => Promise<void>;
}

export interface PageOptions {
  locale?: string;
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
}

export interface Browser {
  newPage: (options?: PageOptions) => Promise<Page>;
  close: () => Promise<void>;
}

interface Playwright {
  chromium: { launch: (options: { executablePath: string; args: readonly string[] }) => Promise<Browser> };
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The reason why there is no browser here; undefined where there is one. */
export async function browserMissing(): Promise<string | undefined> {
  if (!CHROMIUM.some((path) => existsSync(path))) return 'the Debian package chromium is not installed';
  return companionsMissing();
}

/** Only where `browserMissing` found nothing to be missing. It reaches loopback alone. */
export async function openBrowser(): Promise<Browser> {
  const main = join(companionFolder('playwright-core'), 'index.mjs');
  const { chromium } = (await import(pathToFileURL(main).href)) as Playwright;
  return chromium.launch({
    executablePath: CHROMIUM.find((path) => existsSync(path)) ?? '',
    // Tests may run as root, where Chromium has no sandbox; no name but localhost is looked up.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}
