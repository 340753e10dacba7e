import type { Answer, Reply } from "./asker";
import Asker from "./asker?worker&inline";
import { blockText } from "./payload";

export type { Answer, Cell } from "./asker";

/** Thrown to whoever waits for the answer to a question that was stopped. */
export class Stopped extends Error {}

let asker: Worker | null = null;
let giveUp: ((reason: Error) => void) | null = null;

/** Whether the page carries an engine and the data set that it asks; large graphs leave both out. */
export function canAsk(): boolean {
  return Boolean(blockText("engine"));
}

/** Asks the embedded data set in a thread of its own; engine and data are unpacked there for the first question. */
export async function ask(sparql: string): Promise<Answer> {
  stopAsking();
  asker ??= open();
  const worker = asker;
  const reply = await new Promise<Reply>((resolve, reject) => {
    giveUp = reject;
    worker.onmessage = ({ data }: MessageEvent<Reply>) => resolve(data);
    worker.onerror = (event) => resolve({ error: event.message || "This browser starts no thread to ask in.", broken: true });
    worker.postMessage({ sparql });
  });
  giveUp = null;
  if ("answer" in reply) return reply.answer;
  if (reply.broken) close();
  throw new Error(reply.error);
}

/** Stops the question that is being asked, if there is one; the next one starts the engine again. */
export function stopAsking(): void {
  if (!giveUp) return;
  giveUp(new Stopped());
  giveUp = null;
  close();
}

function close(): void {
  asker?.terminate();
  asker = null;
}

function open(): Worker {
  const worker = new Asker();
  worker.postMessage({ engine: blockText("engine"), dataset: blockText("dataset") });
  return worker;
}
