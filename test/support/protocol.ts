import { readFileSync } from 'node:fs';
import type { Node } from './openapi.js';

/** Fields as a document writes them, `{id, text?, votes: {up, down}}`: each name, a `?` where it may be missing, and what it holds. */
export type Shape = { readonly [field: string]: Shape | null };

const page = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** Part of a Markdown page, from a heading to the next of its level. */
export function section(name: string, heading: string): string {
  const text = page(name);
  const from = text.indexOf(`\n## ${heading}\n`);
  if (from < 0) throw new Error(`${name} has no “${heading}”`);
  const to = text.indexOf('\n## ', from + 1);
  return text.slice(from, to < 0 ? undefined : to);
}

/** The cells of every row of the tables in some Markdown, without those of their heads. */
export function rows(markdown: string): string[][] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('| `') || /^\| \d/.test(line));
  return lines.map((line) =>
    line
      .slice(2, line.lastIndexOf('|'))
      .split(/(?<!\\) ?\| /)
      .map((cell) => cell.replaceAll('\\|', '|').trim()),
  );
}

/** What stands between backticks. */
export const codes = (markdown: string): string[] => [...markdown.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Reads `{id, votes: {up, down}, items: [{a}]}`. What a field holds is read where it is a shape too. */
export function shapeOf(code: string): Shape {
  const inside = code
    .trim()
    .replace(/^\[?\{/, '')
    .replace(/\}\]?$/, '');
  const fields: [string, Shape | null][] = [];
  for (const part of apart(inside)) {
    const [, name = '', held = ''] = /^([^:]+)(?::\s*(.*))?$/s.exec(part.trim()) ?? [];
    fields.push([name.trim(), /^\[?\{/.test(held) ? shapeOf(held) : null]);
  }
  return Object.fromEntries(fields);
}

/** Splits at the commas that stand in no bracket. */
function apart(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, character] of [...text].entries()) {
    if ('{['.includes(character)) depth += 1;
    if ('}]'.includes(character)) depth -= 1;
    if (character !== ',' || depth > 0) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== '');
}

/** The same of a JSON schema: of alternatives each. `named` gives what a `$ref` leads to. */
export function shapesOf(schema: Node, named: Readonly<Record<string, Node>>): Shape[] {
  const name = /\w+$/.exec(String(schema['$ref'] ?? ''))?.[0];
  // Views of messages hold views of messages: of those within no more is asked.
  if (name) return shapesOf(named[name] ?? {}, { ...named, [name]: {} });
  if (schema['type'] === 'array') return shapesOf(schema['items'] as Node, named);
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as Node[] | undefined;
  if (alternatives) return alternatives.flatMap((one) => shapesOf(one, named));
  const properties = schema['properties'] as Readonly<Record<string, Node>> | undefined;
  if (!properties) return [];
  const required = (schema['required'] ?? []) as string[];
  const fields = Object.entries(properties).map(([field, held]) => {
    const [shape = null] = shapesOf(held, named);
    return [required.includes(field) ? field : `${field}?`, shape] as const;
  });
  return [Object.fromEntries(fields)];
}

/** What a document says less or more than a schema; what it does not say of a field’s inside is not asked. */
export function differences(told: Shape, real: Shape, at = ''): string[] {
  const missing = Object.keys(real).filter((field) => !(field in told));
  const invented = Object.keys(told).filter((field) => !(field in real));
  const inside = Object.entries(told).flatMap(([field, held]) => {
    const there = real[field];
    return held && there && !isMap(there) ? differences(held, there, `${at}.${field}`) : [];
  });
  return [
    ...missing.map((field) => `${at}.${field} is not told`),
    ...invented.map((field) => `${at}.${field} is told`),
    ...inside,
  ];
}

const isMap = (shape: Shape): boolean => Object.keys(shape).length === 0;
