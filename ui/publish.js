// Write manifest.json (for each built file the first ten hex digits of its SHA-256, which version its address),
// then bring the folder that is served to the same state, touching only what differs.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const [built, served] = process.argv.slice(2);

function filesOf(root) {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);
const manifest = Object.fromEntries(filesOf(built).map((file) => [file, digest(readFileSync(join(built, file)))]));
writeFileSync(join(built, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

for (const file of filesOf(built)) {
  const fresh = readFileSync(join(built, file));
  const target = join(served, file);
  if (existsSync(target) && readFileSync(target).equals(fresh)) continue;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.new`, fresh);
  renameSync(`${target}.new`, target);
}
for (const file of filesOf(served)) {
  if (!(file in manifest) && file !== "manifest.json") rmSync(join(served, file));
}
