import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';
import type { CachedBody } from '../http/response-cache/cached-body.js';
import { cacheFile } from './cached-file.js';

/** Where the build puts them: seen from dist/web, and from src/web as tests run it. */
const BUILT = ['../public/assets/', '../../dist/public/assets/'];

const PAGES = ['forum', 'account', 'console'] as const;
export type BuiltPage = (typeof PAGES)[number];
/** Addresses of what a page loads. Their names carry a hash of the content. */
export type PageAssets = {
  readonly script: string;
  readonly styles: readonly string[];
  /** By the code of the language: what the script says in it. */
  readonly texts: Readonly<Record<string, string>>;
};

type Manifest = Record<string, { readonly file: string; readonly isEntry?: boolean; readonly css?: readonly string[] }>;
type Built = { readonly assets: PageAssets; readonly files: ReadonlyMap<string, CachedBody> };

/** The scripts and styles that Vite built, read once and kept in memory. */
@Injectable()
export class Assets {
  private readonly pages = new Map<string, Built>();

  /** @throws ForumError route_not_found before the first build */
  page(name: BuiltPage): PageAssets {
    return this.built(name).assets;
  }

  /** @throws ForumError route_not_found */
  file(page: string, name: string): CachedBody {
    const known = PAGES.find((one) => one === page);
    const file = known && this.built(known).files.get(name);
    if (!file) throw new ForumError('route_not_found');
    return file;
  }

  private built(name: BuiltPage): Built {
    const known = this.pages.get(name) ?? readBuilt(name);
    this.pages.set(name, known);
    return known;
  }
}

function readBuilt(name: BuiltPage): Built {
  const folder = BUILT.map((path) => new URL(`${path}${name}/`, import.meta.url)).find((path) => existsSync(path));
  if (!folder) throw new ForumError('route_not_found', undefined, say('refused.pagesNotBuilt'));
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Manifest;
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
  if (!entry) throw new Error(`No entry in the manifest of ${name}`);
  const address = (file: string) => `/assets/${name}/${file}`;
  const names = readdirSync(folder).filter((file) => /\.(js|css)$/.test(file));
  return {
    assets: { script: address(entry.file), styles: (entry.css ?? []).map(address), texts: textsOf(names, address) },
    files: new Map(names.map((file) => [file, cacheFile(new URL(file, folder))])),
  };
}

/** `texts-de-HASH.js` by `de`. */
const textsOf = (names: readonly string[], address: (file: string) => string): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const code = /^texts-([a-z]+)-/.exec(name)?.[1];
      return code ? [[code, address(name)]] : [];
    }),
  );
