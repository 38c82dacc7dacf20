#!/usr/bin/env python3
"""Reads what RnnDsl saved and computes it once more: what is saved there loads here.

The folder holds two files for each model, whose NAME ends in what make_golden.py calls the model (after a hyphen, if any):

    NAME.safetensors        its weights, as SaveSafetensors wrote them: they must load into the Python module by name, all of them
    NAME.run.safetensors    what went in and what came out: in/input, in/lengths, in/hidden, in/cell, out/output, out/hidden, out/cell

    python3 Tests/golden/check_saved.py FOLDER
"""

import json
import pathlib
import struct
import sys

import torch

sys.dont_write_bytecode = True
import make_golden  # noqa: E402: it lies beside this script

TOLERANCE = 1e-5
TYPES = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}


def load(path):
    """The safetensors format: the header's length, the header in JSON, the numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        block = bytearray(data[8 + length + begin : 8 + length + end])
        tensors[name] = torch.frombuffer(block, dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def difference(name, weights, saved):
    """The largest, as a share of the largest number, or of 1 where all are smaller."""
    model = make_golden.MODELS[name.rpartition("-")[2]]().eval()
    model.load_state_dict(weights, strict=True)
    lengths = saved.get("in/lengths")
    states = tuple(saved[key] for key in ["in/hidden", "in/cell"] if key in saved)
    with torch.no_grad():
        results = make_golden.run(model, saved["in/input"], states, lengths)

    found = {key[4:]: value for key, value in saved.items() if key.startswith("out/")}
    if found.keys() != results.keys():
        raise ValueError(f"it gave {', '.join(found)}, and Python {', '.join(results)}")
    worst = 0.0
    for key, result in results.items():
        if found[key].shape != result.shape:
            raise ValueError(f"its {key} is {list(found[key].shape)}, and Python's {list(result.shape)}")
        distance = (found[key] - result).abs()
        if lengths is not None and key == "output" and result.dim() == 3:
            distance = distance[torch.arange(result.shape[1]) < lengths.unsqueeze(1)]
        # A number that is none is no small one.
        worst = max(worst, (distance.max() / result.abs().max().clamp(min=1)).nan_to_num(nan=float("inf")).item())
    return worst


def main(folder):
    names = sorted(path.name[: -len(".run.safetensors")] for path in folder.glob("*.run.safetensors"))
    failed = 0
    for name in names:
        try:
            worst = difference(name, load(folder / f"{name}.safetensors"), load(folder / f"{name}.run.safetensors"))
            verdict = f"differs by {worst:.2g}" if worst > TOLERANCE else None
        except (KeyError, OSError, RuntimeError, ValueError) as error:
            verdict = f"{type(error).__name__}: {error}"
        if verdict:
            failed += 1
            print(f"{name} {verdict}")
    print(f"{len(names) - failed} of {len(names)} models agree, torch {torch.__version__}")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
