import type Sigma from "sigma";
import type { CameraState } from "sigma/types";
import { matrixFromCamera } from "sigma/utils";

const CARRIED = ["edges", "nodes", "labels"]; // layers that show something
const QUICK = 20; // milliseconds in which all must be drawn for each frame to be drawn anew
const REST = 120; // milliseconds without movement after which the picture is drawn
const PAUSE = 400; // milliseconds at least between two drawings of a picture that has been carried too far
const SHARE = 6; // and this many times what a drawing takes, so that most of the time is left for carrying
const FAR = 0.3; // of the stage
const MOST_SCALED = 2;

/** What sigma keeps to itself; package.json pins its version. */
interface Inside {
  render(): Sigma;
  getNodeAtPosition(position: { x: number; y: number }): string | null;
  needToProcess: boolean;
  renderFrame: number | null;
  matrix: Float32Array;
  invMatrix: Float32Array;
  pickingLayers: Set<string>;
  webGLContexts: Record<string, WebGL2RenderingContext>;
}

/**
 * How the picture moves. Where drawing is slow, as it is without a graphics card, what was drawn last moves along and is
 * drawn anew when it rests, so that even a large graph follows the hand; elsewhere each frame is drawn.
 */
export class Pacing {
  /** Whether what is on the screen was drawn for another camera; a drawing follows soon. */
  carrying = false;
  private anew = false;
  private pause = PAUSE;
  private readonly inside: Inside;
  private readonly draw: () => Sigma;
  private drawn: CameraState;
  private drawnAt = 0;
  private rest = 0;

  constructor(
    private readonly renderer: Sigma,
    nodeAt: (x: number, y: number) => string | null,
  ) {
    this.inside = renderer as unknown as Inside;
    this.draw = this.inside.render.bind(renderer);
    this.drawn = renderer.getCamera().getState();
    this.inside.pickingLayers.clear(); // a second, invisible drawing of all dots in each frame, to know which is meant
    this.inside.getNodeAtPosition = ({ x, y }) => nodeAt(x, y);
    this.inside.render = () => this.render();
  }

  get drawsAnew(): boolean {
    return this.anew;
  }

  set drawsAnew(anew: boolean) {
    this.anew = anew;
    this.renderer.scheduleRender();
  }

  /** Sees how long a drawing takes, without waiting for it, and decides. */
  async measure(): Promise<void> {
    const started = performance.now();
    this.drawNow();
    const drawings = ["edges", "nodes"].map((id) => fence(this.inside.webGLContexts[id]));
    while (!drawings.every((isDone) => isDone())) await new Promise((resolve) => setTimeout(resolve, 1));
    const took = performance.now() - started;
    this.anew = took < QUICK;
    this.pause = Math.max(PAUSE, SHARE * took);
  }

  private render(): Sigma {
    const camera = this.renderer.getCamera().getState();
    const moved = (["x", "y", "ratio"] as const).some((axis) => camera[axis] !== this.drawn[axis]);
    const still = this.inside.needToProcess || !moved;
    if (still || this.anew || (performance.now() - this.drawnAt > this.pause && this.isFar(camera))) return this.drawNow();
    this.carry(camera);
    clearTimeout(this.rest);
    this.rest = window.setTimeout(() => this.drawNow(), REST);
    return this.renderer;
  }

  private drawNow(): Sigma {
    clearTimeout(this.rest);
    this.carrying = false;
    this.drawn = this.renderer.getCamera().getState();
    this.moveLayers("");
    this.draw();
    this.drawnAt = performance.now();
    return this.renderer;
  }

  private carry(camera: CameraState): void {
    const { inside, renderer } = this;
    inside.renderFrame = null;
    this.carrying = true;
    const rest = [camera, renderer.getDimensions(), renderer.getGraphDimensions(), renderer.getStagePadding()] as const;
    inside.matrix = matrixFromCamera(...rest);
    inside.invMatrix = matrixFromCamera(...rest, true);
    const { x, y, scale } = this.movement(camera);
    this.moveLayers(`translate(${x}px, ${y}px) scale(${scale})`);
  }

  private moveLayers(transform: string): void {
    const canvases = this.renderer.getCanvases();
    for (const id of CARRIED) canvases[id].style.transform = transform;
  }

  /** How what was drawn must move to fit the camera. */
  private movement(camera: CameraState): { x: number; y: number; scale: number } {
    const at = (x: number, cameraState: CameraState) => this.renderer.framedGraphToViewport({ x, y: 0 }, { cameraState });
    const scale = this.drawn.ratio / camera.ratio;
    const [before, now] = [at(0, this.drawn), at(0, camera)];
    return { x: now.x - scale * before.x, y: now.y - scale * before.y, scale };
  }

  private isFar(camera: CameraState): boolean {
    const { x, y, scale } = this.movement(camera);
    const { width, height } = this.renderer.getDimensions();
    const [right, below] = [x + scale * width, y + scale * height];
    const bare = Math.max(x / width, y / height, 1 - right / width, 1 - below / height);
    return bare > FAR || scale > MOST_SCALED;
  }
}

function fence(gl: WebGL2RenderingContext): () => boolean {
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  return () => !sync || gl.isContextLost() || gl.getSyncParameter(sync, gl.SYNC_STATUS) === gl.SIGNALED;
}
