const shortestPause = 500;
const longestPause = 15_000;

/** The pause before the next attempt, in milliseconds: doubling, and anywhere in its upper half, so that many do not come back in step. */
export function pauseAfter(failures: number, random: () => number = Math.random): number {
  const pause = Math.min(longestPause, shortestPause * 2 ** Math.min(failures, 10));
  return pause / 2 + (pause / 2) * random();
}

/** A wait that can be ended early. */
export class Wake {
  private end: (() => void) | undefined;

  /** Until `ring`, or so many milliseconds at most. */
  wait(milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => this.ring(), milliseconds);
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  ring(): void {
    const end = this.end;
    this.end = undefined;
    end?.();
  }
}
