// Writes down what the build runs on: every package that is installed beside it, with version, licence and hash (CycloneDX).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const asked = ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
const sbom = JSON.parse(execFileSync('npm', asked, { encoding: 'utf8', maxBuffer: 64 * 1_048_576 }));
// npm calls it by the folder that it happens to stand in.
sbom.metadata.component.name = JSON.parse(readFileSync('package.json', 'utf8')).name;
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(sbom, null, 2)}\n`);
