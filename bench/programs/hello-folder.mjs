// Hello world with a folder observer and nothing else that is optional.
import { experiment, settings } from "sacred-ts";

settings.captureMode = "sys";
settings.discoverSources = "none";
settings.discoverDependencies = "none";
settings.hostInfo.includeGpuInfo = false;

const ex = experiment("hello", { saveGitInfo: false });
ex.automain(function my_main() {
  console.log("Hello world!");
});
