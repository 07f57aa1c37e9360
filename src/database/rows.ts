import { getMetadataArgsStorage } from 'typeorm';
import type { Dialect, Queries, Value } from './sql.js';

type EntityClass = new () => object;
type ColumnType = 'varchar' | 'text' | 'integer' | 'bigint' | 'boolean' | 'double precision';
type MappedColumn = { readonly property: string; readonly name: string; readonly type: ColumnType };
type Mapping = { readonly table: string; readonly columns: readonly MappedColumn[] };

const mappings = new Map<EntityClass, Mapping>();

/** Table and columns of an entity, as its decorators say: written nowhere else. */
function mappingOf(entity: EntityClass): Mapping {
  const known = mappings.get(entity);
  if (known) return known;
  const storage = getMetadataArgsStorage();
  const table = storage.tables.find(({ target }) => target === entity)?.name;
  if (!table) throw new Error(`${entity.name} is no entity with a table of its own`);
  const columns = storage.filterColumns(entity).map(({ propertyName, options }) => ({
    property: propertyName,
    name: options.name ?? propertyName,
    type: options.type as ColumnType,
  }));
  const mapping = { table, columns };
  mappings.set(entity, mapping);
  return mapping;
}

/** The columns of a SELECT that answers rows with the entity's properties. `alias` of its table, where there are several. */
export function columnsOf(entity: EntityClass, alias?: string): string {
  const from = alias === undefined ? '' : `${alias}.`;
  return mappingOf(entity)
    .columns.map(({ name, property }) => `${from}"${name}"${name === property ? '' : ` AS "${property}"`}`)
    .join(', ');
}

/**
 * Stores these rows: with one statement on PostgreSQL, with a prepared one each on SQLite, which is no slower there.
 * @param then what else the statement says (ON CONFLICT, RETURNING); answers what it returns
 */
export async function insertAll<Row extends object>(
  on: Queries,
  entity: new () => Row,
  rows: readonly { readonly [K in keyof Row]: Value }[],
  then = '',
): Promise<unknown[]> {
  if (rows.length === 0) return [];
  const { table, columns } = mappingOf(entity);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  if (on.dialect === 'postgres') {
    const types = Object.fromEntries(columns.map(({ property, type }) => [property, type]));
    const values = columns.map(({ property }) => `each."${property}"`).join(', ');
    return on.query(
      `INSERT INTO ${table} (${names}) SELECT ${values} FROM ${rowsOf('postgres', '$1', types)} AS each ${then}`,
      [JSON.stringify(rows)],
    );
  }
  const insert = `INSERT INTO ${table} (${names}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}) ${then}`;
  const returned: unknown[] = [];
  for (const row of rows) {
    const values = columns.map(({ property }) => row[property as keyof Row]);
    returned.push(...(await on.query(insert, values)));
  }
  return returned;
}

/** A parameter that holds a JSON list of objects, as a table with these columns. Give it an alias. */
export function rowsOf(dialect: Dialect, placeholder: string, columns: Readonly<Record<string, ColumnType>>): string {
  const names = Object.keys(columns);
  if (dialect === 'postgres')
    return `(SELECT * FROM json_to_recordset(${placeholder}::json) AS row(${names.map((name) => `"${name}" ${columns[name]}`).join(', ')}))`;
  return `(SELECT ${names.map((name) => `value ->> '${name}' AS "${name}"`).join(', ')} FROM json_each(${placeholder}))`;
}
