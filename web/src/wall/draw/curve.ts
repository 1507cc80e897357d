import { LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { Palette } from "../colour";
import type { Point } from "../projection";
import { dayText, numberText, timeText } from "../words";

use([LineChart, GridComponent, MarkLineComponent, CanvasRenderer]);

/** What the curve shows; times in milliseconds of campaign time. */
export interface CurveData {
  points: readonly Point[];
  from: number;
  to: number;
  now: number;
  target: number | undefined;
  plan: readonly Point[];
  trend: readonly Point[];
  names: { actual: string; plan: string; trend: string; now: string };
}

const day = 24 * 3_600_000;

/** The day's curve against the plan. Made once; told anew what it shows. */
export class Curve {
  private readonly chart: EChartsType;
  private palette: Palette | undefined;
  private font = "sans-serif";
  private unit = 16;

  constructor(root: HTMLElement) {
    this.chart = init(root, undefined, { renderer: "canvas" });
  }

  dress(palette: Palette, font: string, unit: number): void {
    Object.assign(this, { palette, font, unit });
  }

  resize(): void {
    this.chart.resize({ animation: { duration: 0 } });
  }

  show(data: CurveData): void {
    const palette = this.palette;
    if (!palette) return;
    const text = { color: palette.quiet, fontSize: Math.round(this.unit * 1.15), fontFamily: this.font };
    const long = data.to - data.from > day * 1.2;
    const highest = Math.max(data.target ?? 0, ...data.points.map((point) => point[1]), 1);
    this.chart.setOption({
      animation: false,
      grid: { left: this.unit * 5.4, right: this.unit * 1.6, top: this.unit * 1, bottom: this.unit * 2.3 },
      xAxis: {
        type: "time", min: data.from, max: data.to, splitNumber: 4,
        axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { show: false },
        axisLabel: { ...text, hideOverlap: true, formatter: (at: number) => (long ? `${dayText(at)} ${timeText(at)}` : timeText(at)) },
      },
      yAxis: {
        type: "value", min: 0, max: highest * 1.04, splitNumber: 3,
        axisLabel: { ...text, formatter: (value: number) => (value > highest * 1.02 ? "" : numberText(value)), showMaxLabel: true, hideOverlap: true },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: [
        line(data.names.plan, data.plan, { color: palette.quiet, width: this.unit * 0.14, type: [this.unit * 0.5, this.unit * 0.4] }),
        line(data.names.trend, data.trend, { color: palette.accent, width: this.unit * 0.16, type: [this.unit * 0.12, this.unit * 0.35] }),
        {
          ...line(data.names.actual, data.points, { color: palette.accent, width: this.unit * 0.26, type: "solid" }),
          areaStyle: { color: palette.accent, opacity: 0.16 },
          markLine: {
            silent: true, symbol: "none", label: { show: false }, animation: false,
            lineStyle: { color: palette.text, width: this.unit * 0.08, type: "solid", opacity: 0.7 }, data: [{ xAxis: data.now }],
          },
        },
      ],
    }, { lazyUpdate: true });
  }
}

function line(name: string, data: readonly Point[], lineStyle: { color: string; width: number; type: string | number[] }) {
  return { name, type: "line" as const, data: data as Point[], symbol: "none", silent: true, lineStyle: { ...lineStyle, cap: "round" as const }, emphasis: { disabled: true }, z: 3 };
}
