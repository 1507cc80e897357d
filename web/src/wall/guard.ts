/** So many failures in a row end in a new page, if one can be had. */
const patience = 20;

/**
 * Runs what draws. Where it fails, the last picture stays and the drawing starts again, after a while that grows; where it keeps failing,
 * the page is loaded anew, since something in it is broken for good.
 */
export class Guard {
  private failures = 0;
  private notBefore = 0;

  constructor(private readonly restart: () => void, private readonly giveUp: () => void, private readonly now: () => number = () => performance.now()) {}

  /** Whether it was drawn. */
  run(draw: () => void): boolean {
    if (this.now() < this.notBefore) return false;
    try {
      draw();
      this.failures = 0;
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** Something failed outside of a drawing. */
  failed(error: unknown): void {
    console.error(error);
    this.failures++;
    this.notBefore = this.now() + Math.min(30_000, 250 * 2 ** Math.min(this.failures, 7));
    if (this.failures % patience === 0) this.giveUp();
    else this.restart();
  }
}
