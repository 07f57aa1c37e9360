import type { Row } from '../queue/queue-state.js';

/** The rows in which every word is found: in the text, the author's name, the discussion's title or a report's note. */
export function search(rows: readonly Row[], words: string): readonly Row[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return rows;
  return rows.filter(({ item }) => {
    const notes = item.reports.map((report) => report.note ?? '').join(' ');
    const all =
      `${item.message.text ?? item.message.html} ${item.author.name} ${item.thread.title} ${notes}`.toLocaleLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}
