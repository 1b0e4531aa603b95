// Reads what scripts/run-tests left in a folder, prints the failures and a table, ends with "N passed, N failed, N skipped",
// and exits with 1 when anything failed. Arguments: the folder, and the part of a test's name that was asked for, if any.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const [folder, only] = process.argv.slice(2);
const order = { build: 0, format: 1, cases: 3 };

const steps = readdirSync(folder)
  .filter((file) => file.endsWith(".step"))
  .map((file) => readStep(file.slice(0, -".step".length)))
  .sort((a, b) => (order[a.name] ?? 2) - (order[b.name] ?? 2) || (a.name < b.name ? -1 : 1));

const total = { passed: 0, failed: 0, skipped: 0 };
for (const step of steps)
  for (const key of Object.keys(total)) total[key] += step[key];

if (only && steps.length > 1 && steps.every((step) => step.name === "build" || sum(step) === 0)) {
  console.log(`no project and no test is named like "${only}"`);
  total.failed++;
}

for (const step of steps)
  for (const failure of step.failures) console.log(`\nFAILED ${step.name}: ${failure}`);

const width = Math.max(...steps.map((step) => step.name.length));
console.log();
for (const step of steps)
  console.log(
    `${step.name.padEnd(width)}  ${String(step.passed).padStart(6)} passed ${String(step.failed).padStart(5)} failed ` +
      `${String(step.skipped).padStart(5)} skipped  ${(step.ms / 1000).toFixed(1).padStart(6)} s`,
  );
for (const [reason, count] of skipReasons()) console.log(`skipped ${count}: ${reason}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function readStep(name) {
  const [status, ms] = read(`${name}.step`).trim().split(" ").map(Number);
  const log = read(`${name}.log`);
  const step = { name, ms, passed: 0, failed: 0, skipped: 0, failures: [], reasons: [] };
  const trx = join(folder, `${name}.trx`);
  if (existsSync(trx)) addTests(step, readFileSync(trx, "utf8"));
  else if (name === "cases") addClosingLine(step, log);
  else if (status === 0 && (name === "build" || name === "format")) step.passed = 1;

  // A step that fails without naming a test (a build error, a crash, a hang) is one failure, with the end of its log.
  if (status !== 0 && step.failed === 0) {
    step.failed = 1;
    step.failures.push(`ended with status ${status}\n${log.trimEnd().split("\n").slice(-40).join("\n")}`);
  }
  return step;
}

function addTests(step, xml) {
  const results = xml.matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g);
  for (const [, attributes, body = ""] of results) {
    const outcome = /\boutcome="([^"]*)"/.exec(attributes)?.[1];
    const message = text(/<Message>([\s\S]*?)<\/Message>/.exec(body)?.[1]);
    if (outcome === "Passed") step.passed++;
    else if (outcome === "NotExecuted") {
      step.skipped++;
      step.reasons.push(message || text(/<StdOut>([\s\S]*?)<\/StdOut>/.exec(body)?.[1]) || "no reason given");
    } else {
      step.failed++;
      const stack = text(/<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(body)?.[1]).split("\n").slice(0, 8).join("\n");
      step.failures.push(`${text(/\btestName="([^"]*)"/.exec(attributes)?.[1])}\n${message}\n${stack}`.trimEnd());
    }
  }
}

function addClosingLine(step, log) {
  const closing = [...log.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped\s*$/gm)].at(-1);
  if (!closing) {
    step.failed = 1;
    step.failures.push(`ended without a closing line\n${log.trimEnd().split("\n").slice(-40).join("\n")}`);
    return;
  }
  [step.passed, step.failed, step.skipped] = closing.slice(1).map(Number);
  if (step.failed > 0) step.failures.push(log.trimEnd().split("\n").slice(-200).join("\n"));
}

function skipReasons() {
  const counts = new Map();
  for (const reason of steps.flatMap((step) => step.reasons)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

function read(file) {
  const path = join(folder, file);
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : "";
}

function sum(step) {
  return step.passed + step.failed + step.skipped;
}

function text(xml = "") {
  const entities = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  return xml.trim().replace(/&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? whole),
  );
}
