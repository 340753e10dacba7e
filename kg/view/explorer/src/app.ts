import type { Shown } from "./filter";
import type { GraphNode, KnowledgeGraph } from "./graph";
import type { Search } from "./search";
import type { Selection, State } from "./state";

/** What the parts of the page share: the graph, what is on screen, and how to change it. */
export interface App {
  readonly graph: KnowledgeGraph;
  readonly search: Search;
  state: State;
  shown: Shown;
  /** Changes the state and brings every part of the page in line with it. */
  change(patch: Partial<State>): void;
  select(selection: Selection | null): void;
  /** The node a path begins at, while the other end is being picked. */
  pathFrom: GraphNode | null;
  pickPathEnd(from: GraphNode | null): void;
  /** Nodes lit up by an answer. */
  lit: Set<GraphNode>;
  light(nodes: GraphNode[]): void;
}
