// The private database, as the audit and the killer see it: through psql and the server's own
// `postmaster.pid`.
import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import type { App } from "../fixtures/app";

const MOST_BYTES = 200_000_000;

export class Database {
  private psql?: string;

  constructor(private readonly app: App) {}

  /** The server's process, while one is running. */
  async server(): Promise<number | undefined> {
    const [line] = await this.pidFile();
    const pid = Number(line);
    // Without a file there is none; 0 would mean this very process and its family.
    if (!(pid > 1)) return undefined;
    try {
      process.kill(pid, 0);
      return pid;
    } catch {
      return undefined;
    }
  }

  /** Rows of a query; each column keeps its JSON type. Throws while the server is down. */
  async rows<T>(query: string): Promise<T[]> {
    return JSON.parse(await this.run(`SELECT coalesce(json_agg(found), '[]') FROM (${query}) found`));
  }

  /** Runs a statement; what it prints. */
  async run(statement: string): Promise<string> {
    const [pid, , , , socket] = await this.pidFile();
    if (!socket) throw new Error("PostgreSQL is not ready");
    this.psql ??= join(dirname(await readlink(`/proc/${Number(pid)}/exe`)), "psql");
    const url = `postgres://copperline@/copperline?host=${encodeURIComponent(socket)}`;
    const { stdout } = await promisify(execFile)(this.psql, ["-XAtq", "-c", statement, url], {
      maxBuffer: MOST_BYTES,
    });
    return stdout;
  }

  private async pidFile(): Promise<string[]> {
    const file = join(this.app.dataFolder, "postgres", "postmaster.pid");
    return (await readFile(file, "utf8").catch(() => "")).split("\n");
  }
}
