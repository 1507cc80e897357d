import { spawn, type ChildProcess } from "node:child_process";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { until } from "./until";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** How long a service may take to be ready, in milliseconds; a machine that builds beside it is slow. */
const readyWithin = 60_000;

/** The program that is tested: the one ./test has built, else whichever there is. */
export function program(): string {
  const named = process.env["GRIDGRAINS_PROGRAM"];
  const built = ["standin", "packages"].map((source) => join(root, "artifacts", source, "bin/Cli/release/gridgrains.dll"));
  const found = named ?? built.find((path) => existsSync(path));
  if (found === undefined) throw new Error("the program is not built: run ./gridgrains --help once");
  return found;
}

/** A real service in a process of its own, with a data directory of its own, on a free port of this machine. */
export class Service {
  private child: ChildProcess | undefined;
  private output = "";

  private constructor(readonly data: string, readonly port: number) {}

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts one on an empty data directory and waits until it is ready. */
  static async start(): Promise<Service> {
    const service = new Service(await mkdtemp(join(tmpdir(), "gridgrains-browser-")), await freePort());
    await service.start();
    return service;
  }

  /** Starts it on what it had before. */
  async start(): Promise<void> {
    const child = spawn("dotnet", [program(), "serve", "--empty", "--data", this.data, "--urls", this.address], { stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (this.output = (this.output + text.toString()).slice(-20_000)));
    await until("the service is ready", readyWithin, async () => {
      if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}: ${this.output}`);
      return (await fetch(`${this.address}/health/ready`).catch(() => undefined))?.ok === true;
    });
  }

  /** Ends the process as a power cut would. */
  kill(): Promise<void> {
    return this.end("SIGKILL");
  }

  /** Ends the process and takes its data away. */
  async dispose(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.data, { recursive: true, force: true });
  }

  /** A token of the service's own key. `ttl` as the command line takes it: 30s, 12h. */
  async token(role: string, place: string, ttl = "12h"): Promise<string> {
    const { stdout } = await run("dotnet", [program(), "token", "--role", role, "--place", place, "--ttl", ttl, "--data", this.data]);
    return stdout.trim();
  }

  /** Brings a folder of places, posts and campaigns in, and plays nothing. */
  async import(scenario: string, token: string): Promise<void> {
    await this.command("import", scenario, "--url", this.address, "--token", token);
  }

  /** Plays a whole scenario as fast as it goes. */
  async play(scenario: string, token: string): Promise<void> {
    await this.command("play", scenario, "--url", this.address, "--token", token, "--speed", "max");
  }

  /** One request with a token; throws with what the service said where it is refused. */
  async send(method: string, path: string, token: string, body?: unknown, type = "application/json"): Promise<unknown> {
    const response = await fetch(this.address + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "Content-Type": type }) },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  private async command(...words: string[]): Promise<void> {
    await run("dotnet", [program(), ...words], { cwd: root, maxBuffer: 10_000_000 });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
