import { element } from "../page/dom";
import type { Words } from "./words";

// Not in TypeScript's library yet: https://developer.mozilla.org/docs/Web/API/BarcodeDetector
interface BarcodeDetectorLike {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

const lookEvery = 150;

function detectorType(): (new () => BarcodeDetectorLike) | undefined {
  return (globalThis as { BarcodeDetector?: new () => BarcodeDetectorLike }).BarcodeDetector;
}

/** Whether this browser reads bar codes by itself and lets the page see the camera. */
export function canScan(): boolean {
  return detectorType() !== undefined && navigator.mediaDevices?.getUserMedia !== undefined;
}

/** Shows the camera until a code is found or the answer is called. Pictures stay in this page: nothing is kept or sent. */
export async function scan(parent: HTMLElement, say: Words, found: (code: string) => void, failed: () => void): Promise<() => void> {
  let stream: MediaStream | undefined;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    stream?.getTracks().forEach((track) => track.stop());
    parent.replaceChildren();
    parent.hidden = true;
  };
  try {
    const detector = new (detectorType()!)();
    const video = element("video", "");
    Object.assign(video, { playsInline: true, muted: true });
    video.setAttribute("aria-label", say.scanHint);
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    parent.replaceChildren(video, element("p", "hint", say.scanHint));
    parent.hidden = false;
    await video.play();
    const look = async (): Promise<void> => {
      if (stopped) return;
      const [code] = await detector.detect(video).catch(() => []);
      if (code?.rawValue && !stopped) {
        navigator.vibrate?.(60);
        found(code.rawValue.trim());
      } else setTimeout(() => void look(), lookEvery);
    };
    void look();
  } catch {
    stop();
    failed();
  }
  return stop;
}
