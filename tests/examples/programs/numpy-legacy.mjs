// Preloaded by --import: what follows draws as with numpy's legacy RandomState.
import { settings } from "sacred-ts";

settings.config.randomBackend = "numpy-legacy";
