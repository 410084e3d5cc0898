// Write manifest.json: for each built file the first ten hex digits of its SHA-256, used to version its address.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = process.argv[2];
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();
const manifest = Object.fromEntries(
  files.map((file) => [file, createHash("sha256").update(readFileSync(join(root, file))).digest("hex").slice(0, 10)]),
);
writeFileSync(join(root, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
