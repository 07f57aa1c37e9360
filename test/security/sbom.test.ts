import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const here = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const sbom = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ component: z.object({ name: z.string(), version: z.string() }) }),
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      purl: z.string(),
      hashes: z.array(z.object({ content: z.string() })).optional(),
    }),
  ),
});
const lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), dev: z.boolean().optional() })),
});
const ours = z.object({ name: z.string(), version: z.string(), dependencies: z.record(z.string(), z.string()) });

it('the build lists every package that the forum runs on, with its version and hash, and nothing that it is only made with', () => {
  const { metadata, components } = sbom.parse(here('dist/sbom.cdx.json'));
  const { name, version, dependencies } = ours.parse(here('package.json'));
  expect(metadata.component).toMatchObject({ name, version });
  const listed = new Set(components.map((one) => `${one.name}@${one.version}`));
  const { packages } = lock.parse(here('package-lock.json'));
  const installed = (dependency: string) => `${dependency}@${packages[`node_modules/${dependency}`]?.version}`;
  for (const dependency of Object.keys(dependencies)) expect(listed).toContain(installed(dependency));
  for (const { purl, hashes } of components) {
    expect(purl).toMatch(/^pkg:npm\//);
    expect([purl, hashes?.length ?? 0]).not.toEqual([purl, 0]);
  }
  for (const tool of ['jest', 'vite', 'typescript', 'playwright-core']) expect(listed).not.toContain(installed(tool));
});
