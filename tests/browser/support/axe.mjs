import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const tags = [
  "wcag2a",
  "wcag2aa",
  "wcag21a",
  "wcag21aa",
  "wcag22aa",
  "best-practice",
];

// Fails when axe finds anything on the page as it stands.
export async function assertAccessible(page, where) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(
    (values) =>
      globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    tags,
  );
  const found = violations.map(({ id, help, nodes }) => {
    const places = nodes
      .slice(0, 3)
      .map(
        (node) =>
          `    ${node.target.join(" ")}\n      ${node.failureSummary?.replaceAll("\n", "\n      ")}`,
      );
    return `  ${id}: ${help}\n${places.join("\n")}`;
  });
  assert.equal(violations.length, 0, `axe on ${where}:\n${found.join("\n")}`);
}
