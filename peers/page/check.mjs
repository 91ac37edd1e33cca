// One line a check; exit 1 if any failed. Every combination of width, colour scheme and JavaScript is opened.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.PEERS, "x"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [report, out] = process.argv.slice(2);
const address = pathToFileURL(report).href;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let faults = 0;

function check(name, wrong) {
  faults += wrong ? 1 : 0;
  console.log(`${wrong ? "FAULT" : "ok   "} ${name}${wrong ? `: ${wrong}` : ""}`);
}

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const tables = {};
for (const width of [1280, 320]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const javaScriptEnabled of [true, false]) await open(width, colorScheme, javaScriptEnabled);
  }
}
await onPaper();
await browser.close();
check("the same tables with and without JavaScript", new Set(Object.values(tables)).size > 1 && JSON.stringify(tables));
process.exit(faults ? 1 : 0);

async function open(width, colorScheme, javaScriptEnabled) {
  const name = `${width} ${colorScheme} ${javaScriptEnabled ? "JavaScript" : "no JavaScript"}`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled, offline: true });
  const page = await context.newPage();
  const [asked, dialogs, errors] = [[], [], []];
  const beside = new URL("heat-map.png", address).href;  // the picture a digest shows lies in its own folder
  page.on("request", (request) => ![address, beside].includes(request.url()) && asked.push(request.url()));
  page.on("dialog", (dialog) => { dialogs.push(dialog.message()); dialog.dismiss(); });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  if (javaScriptEnabled) await page.addInitScript(axe);
  await page.goto(address);
  await page.waitForLoadState("load");
  const seen = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    rows: [...document.querySelectorAll("table")].map((table) => table.rows.length).join(" "),
    buttons: document.querySelectorAll("th button").length,
  }));
  tables[name] = seen.rows;
  check(`${name}: nothing is fetched`, asked.join(" "));
  check(`${name}: no dialog`, dialogs.join(" "));
  check(`${name}: no error`, errors.join(" "));
  check(`${name}: the page does not scroll sideways`, seen.over > 0 && `${seen.over} px over`);
  if (javaScriptEnabled) {
    await sorts(page, name);
    await accessible(page, name);
  } else {
    check(`${name}: no dead buttons`, seen.buttons && `${seen.buttons} buttons`);
    await page.screenshot({ path: join(out, `${width}-${colorScheme}.png`), fullPage: true });
  }
  await context.close();
}

async function sorts(page, name) {
  for (const [at, table] of (await page.$$("table.sortable")).entries()) {
    const wrong = await table.evaluate((table) => {
      const head = table.tHead.rows[0].cells;
      const column = head.length - 1;
      const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const before = [...table.tBodies[0].rows].map((row) => row.textContent).sort().join();
      const orders = [];
      for (const wanted of ["ascending", "descending"]) {
        head[column].querySelector("button").click();
        if (head[column].getAttribute("aria-sort") !== wanted) return `aria-sort is not ${wanted}`;
        orders.push([...table.tBodies[0].rows].map(key).filter((each) => each !== ""));
      }
      const after = [...table.tBodies[0].rows].map((row) => row.textContent).sort().join();
      if (before !== after) return "rows were lost";
      const numbers = orders[0].every((each) => !Number.isNaN(Number(each)));
      const compare = (a, b) => (numbers ? a - b : a.localeCompare(b, "en-GB", { numeric: true }));
      const [up, down] = orders;
      if (up.some((each, i) => i && compare(up[i - 1], each) > 0)) return `not ascending: ${up}`;
      if (down.some((each, i) => i && compare(down[i - 1], each) < 0)) return `not descending: ${down}`;
      return "";
    });
    check(`${name}: table ${at + 1} sorts`, wrong);
  }
}

async function accessible(page, name) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  const found = await page.evaluate((rules) => axe.run(document, { runOnly: rules }), RULES);
  const told = found.violations.map((each) => `${each.id} (${each.nodes.length}: ${each.nodes[0].html.slice(0, 120)})`);
  check(`${name}: axe-core, ${found.passes.length} rules passed, ${told.length} violations`, told.join("; "));
}

async function onPaper() {
  const page = await browser.newPage();
  await page.goto(address);
  await page.pdf({ path: join(out, "paper.pdf"), format: "A4", preferCSSPageSize: true });
  await page.close();
}
