import type { TableColumnOptions, TableIndexOptions } from 'typeorm';

/** What the tables of migrations are written in: columns, keys and indices in a few letters each. */

export const text = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'text',
  ...more,
});
export const varchar = (name: string, length: number, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});
export const bigint = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'bigint',
  ...more,
});
export const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
export const double = (name: string): TableColumnOptions => ({ name, type: 'double precision' });
export const optional = { isNullable: true } as const;
export const key = { isPrimary: true } as const;
export const part = (primaryKeyConstraintName: string) => ({ isPrimary: true, primaryKeyConstraintName }) as const;
export const index = (
  name: string,
  columnNames: string[],
  more: Partial<TableIndexOptions> = {},
): TableIndexOptions => ({
  name,
  columnNames,
  ...more,
});
export const refers = (name: string, column: string, table: string) => ({
  name,
  columnNames: [column],
  referencedTableName: table,
  referencedColumnNames: ['id'],
});
