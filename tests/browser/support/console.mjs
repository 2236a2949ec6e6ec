// A browser, signed-in pages and small helpers for the stories. The server is a running one:
//   FRONTDOOR_URL       its address, such as http://127.0.0.1:8080
//   FRONTDOOR_ACCOUNTS  its demo accounts, JSON: [{"name":"handler","password":"...","role":"call_handler"}, ...]
//   CHROMIUM            the browser, /usr/bin/chromium when not given
import { chromium } from "playwright-core";

export const url = process.env.FRONTDOOR_URL;
if (!url)
  throw new Error(
    "FRONTDOOR_URL is not set: the address of a running Frontdoor server",
  );

const accounts = JSON.parse(process.env.FRONTDOOR_ACCOUNTS ?? "[]");

export function account(role) {
  const found = accounts.find((one) => one.role === role);
  if (!found)
    throw new Error(`FRONTDOOR_ACCOUNTS has no account with the role ${role}`);
  return found;
}

// `args`: what the browser is started with besides.
export async function openBrowser(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Debian's browser run as root, as in CI, has no sandbox; a small /dev/shm is common there too.
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-dev-shm-usage",
      ...args,
    ],
  });
}

// A page of a person's own (own cookies), which fails the story on any console error, any fault thrown in the page and
// any request that leaves the server.
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    ...options,
  });
  // A machine that does much else at the same time needs more patience.
  context.setDefaultTimeout(Number(process.env.STORY_TIMEOUT_MS ?? 10_000));
  const page = await context.newPage();
  page.faults = [];
  page.expectedStatuses = new Set([401]);
  page.on("pageerror", (error) => page.faults.push(`thrown: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const status = /status of (\d+)/.exec(message.text())?.[1];
    if (status !== undefined && page.expectedStatuses.has(Number(status)))
      return;
    if (page.offlineExpected && /ERR_|WebSocket/.test(message.text())) return;
    page.faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:"))
      page.faults.push(`left the server: ${request.url()}`);
  });
  return page;
}

// Signs in with the keyboard alone.
export async function signIn(page, who) {
  await page.goto("/");
  await page.getByLabel("Account name").waitFor();
  await page.keyboard.type(who.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(who.password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

export async function live(page) {
  await page.locator('[data-live="live"]').waitFor();
}

// A place no other story uses, so that each finds its own incident.
export function uniquePlace(words) {
  return `${Math.floor(Math.random() * 9000) + 100} ${words}`;
}

// Asks the server as the person signed in on the page, past the screens: for what a story needs to be there already.
export async function ask(page, method, path, body) {
  return page.evaluate(
    async ([how, where, text]) => {
      const session = await (await fetch("/v1/session")).json();
      const answer = await fetch(where, {
        method: how,
        headers: {
          "Content-Type": "application/json",
          "X-CSRF-Token": session.csrf_token,
        },
        ...(text === null ? {} : { body: text }),
      });
      return { status: answer.status, body: await answer.json() };
    },
    [method, path, body === undefined ? null : JSON.stringify(body)],
  );
}

export async function postContact(page, contact) {
  return ask(page, "POST", "/v1/contacts", contact);
}

export const lifeInDanger = {
  life_threat: "immediate",
  in_progress: true,
  time_since_event: "now",
  suspect_present: true,
};

// The row of the board that holds these words.
export function row(page, words) {
  return page.getByRole("row").filter({ hasText: words });
}

// Types into the filter line of the board and goes back to the rows. Waits for the board as a person does: the
// page says that it is live before its board is drawn, and a word typed without the line would be keys of the board.
export async function filterBoard(page, words) {
  await page.locator("#board_grid, #map_list").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

export async function focusedId(page) {
  return page.evaluate(() => document.activeElement?.id ?? "");
}

// What comes after sending takes no keys for its first quarter of a second, so that one still meant for the form does not
// confirm a grade. Nobody is faster than this.
export async function settled(page) {
  const shown = await page.evaluate(() => performance.now());
  await page.waitForFunction((from) => performance.now() > from + 300, shown);
}
