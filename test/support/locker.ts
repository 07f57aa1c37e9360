import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

/** Another process that holds the database's write lock until it is told to let go. */
export class Locker {
  private constructor(private readonly child: ChildProcess) {}

  static async lock(path: string): Promise<Locker> {
    const driver = createRequire(import.meta.url).resolve('better-sqlite3');
    const script = `
      const database = new (require(${JSON.stringify(driver)}))(${JSON.stringify(path)});
      database.exec('BEGIN IMMEDIATE');
      process.send('locked');
      process.on('message', () => { database.exec('COMMIT'); process.send('unlocked', () => process.exit(0)); });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    return new Locker(child);
  }

  async unlock(): Promise<void> {
    if (this.child.exitCode !== null || !this.child.connected) return;
    const gone = once(this.child, 'exit');
    this.child.send('unlock');
    await gone;
  }
}
