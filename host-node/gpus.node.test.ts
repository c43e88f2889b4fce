import { expect, test } from "vitest";
import { parseNvidiaSmi } from "./gpus.ts";

const gpu = (inside: string): string => `<gpu id="00000000:01:00.0">${inside}</gpu>`;
const log = (inside: string): string =>
  `<?xml version="1.0" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">\n<nvidia_smi_log>\n${inside}\n</nvidia_smi_log>`;

test("model, memory and persistence of each GPU, and the driver, as Sacred stores them", () => {
  const first = gpu(
    "<product_name>NVIDIA A100 &amp; more</product_name><persistence_mode>Enabled</persistence_mode><fb_memory_usage>\n<total>40960 MiB</total><used>1 MiB</used></fb_memory_usage><bar1_memory_usage><total>1 MiB</total></bar1_memory_usage>",
  );
  const second = gpu(
    "<product_name>T4</product_name><persistence_mode>Disabled</persistence_mode><fb_memory_usage><total>15360 MiB</total></fb_memory_usage>",
  );
  expect(parseNvidiaSmi(log(`<driver_version>550.54.14</driver_version>${first}${second}`))).toEqual({
    driver_version: "550.54.14",
    gpus: [
      { model: "NVIDIA A100 & more", total_memory: 40960, persistence_mode: true },
      { model: "T4", total_memory: 15360, persistence_mode: false },
    ],
  });
});

test("a GPU that is shared out tells the memory of its parts", () => {
  const shared = gpu(
    "<product_name>A100</product_name><mig_devices><mig_device><fb_memory_usage><total>4864 MiB</total></fb_memory_usage></mig_device></mig_devices><fb_memory_usage><total>Insufficient Permissions</total></fb_memory_usage>",
  );
  expect(parseNvidiaSmi(log(shared))).toEqual({
    gpus: [{ model: "A100", total_memory: 4864, persistence_mode: false }],
  });
});

test("a GPU that says little and an answer that is none", () => {
  expect(parseNvidiaSmi(log(gpu("")))).toEqual({
    gpus: [{ model: "unknown", total_memory: null, persistence_mode: false }],
  });
  expect(parseNvidiaSmi("No devices were found")).toBeUndefined();
});
