// Writes down what the build runs on: every package that is installed beside it, with version, licence and hash (CycloneDX).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const asked = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
const sbom = JSON.parse(execFileSync('npm', asked, { encoding: 'utf8', maxBuffer: 64 * 1_048_576 }));

// npm's own `--omit=dev` also leaves out what a tool needs besides us: which packages only tools need is in the lockfile.
const runs = new Set(
  Object.entries(read('package-lock.json').packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { name, version }]) => `${name ?? path.replace(/^.*node_modules\//, '')}@${version}`),
);
sbom.components = sbom.components.filter(({ name, version }) => runs.has(`${name}@${version}`));
const left = new Set([sbom.metadata.component, ...sbom.components].map((one) => one['bom-ref']));
sbom.dependencies = sbom.dependencies
  .filter(({ ref }) => left.has(ref))
  .map((one) => ({ ...one, dependsOn: (one.dependsOn ?? []).filter((ref) => left.has(ref)) }));
// npm calls it by the folder that it happens to stand in.
sbom.metadata.component.name = read('package.json').name;
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(sbom, null, 2)}\n`);
