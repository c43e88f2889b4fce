"""Python's Sacred in a folder of runs that a browser has exported: it reads them, and adds a run of its own.

Prints what it has read as JSON, numbers as Python spells them.
"""

import json
import sys
from pathlib import Path

from sacred import SETTINGS, Experiment
from sacred.observers import FileStorageObserver

SETTINGS.CAPTURE_MODE = "no"
folder = Path(sys.argv[1])
ex = Experiment("python", save_git_info=False)
ex.observers.append(FileStorageObserver(folder))
ex.add_config(lr=1.0, layers=[], text="", nested={})


@ex.main
def main(_config, _run):
    _run.add_artifact(folder / "1" / "config.json")
    return _config


run = ex.run(named_configs=[str(folder / "1" / "config.json")], options={"--loglevel": "ERROR"})


def read(name):
    return {path.parent.name: json.loads(path.read_text()) for path in folder.glob(f"*/{name}.json")}


def spelled(series):
    return {key: [repr(value) for value in series[key]] for key in ("steps", "values")}


print(
    json.dumps(
        {
            "id": run._id,
            "config": run.config,
            "runs": {
                id: {
                    "name": entry["experiment"]["name"],
                    "status": entry["status"],
                    "result": entry["result"],
                    "lost": [path for _, path in entry["experiment"]["sources"] if not (folder / path).exists()],
                }
                for id, entry in read("run").items()
            },
            "metrics": {
                id: {name: spelled(series) for name, series in metrics.items()}
                for id, metrics in read("metrics").items()
            },
            "info": read("info"),
        }
    )
)
