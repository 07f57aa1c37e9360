/** Where databases of tests lie: in memory where there is enough of it. */
export function scratch(): string;
