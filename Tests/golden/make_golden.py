#!/usr/bin/env python3
"""Writes what PyTorch computes, for the tests that hold generated models against it.

For every kind of cell, one and two layers, one and two directions: NAME.safetensors holds a model's state_dict as PyTorch names
it, NAME.expected.safetensors what goes in, what comes out and every gradient. Run it with any PyTorch (the files here are from
1.13.1, Debian's python3-torch); the numbers are drawn from a fixed seed:

    python3 Tests/golden/make_golden.py
"""

import json
import pathlib
import struct

import torch

FEATURES, HIDDEN, OUTPUTS, BATCH, TIME = 3, 5, 4, 2, 6
HERE = pathlib.Path(__file__).parent


class Model(torch.nn.Module):
    """The declaration [Features(3)] [cell(5)] [Linear(4, Name = "fc")]."""

    def __init__(self, kind, layers, bidirectional):
        super().__init__()
        self.cell = kind(FEATURES, HIDDEN, layers, batch_first=True, bidirectional=bidirectional)
        self.fc = torch.nn.Linear(HIDDEN * (2 if bidirectional else 1), OUTPUTS)

    def forward(self, x, states):
        sequence, states = self.cell(x, states)
        return self.fc(sequence), states


def save(path, tensors):
    """The safetensors format: the header's length, the header in JSON, the numbers."""
    header, blocks, offset = {"__metadata__": {"made_by": "make_golden.py", "torch": torch.__version__}}, [], 0
    for name, tensor in tensors.items():
        block = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(block)]}
        blocks.append(block)
        offset += len(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blocks))


def write(kind, layers, bidirectional):
    torch.manual_seed(1000 * layers + 100 * bidirectional + len(kind.__name__))
    model = Model(kind, layers, bidirectional)
    x = torch.randn(BATCH, TIME, FEATURES, requires_grad=True)
    names = ["hidden", "cell"] if kind is torch.nn.LSTM else ["hidden"]
    rows = layers * (2 if bidirectional else 1)
    initial = [torch.randn(rows, BATCH, HIDDEN, requires_grad=True) for _ in names]

    output, states = model(x, tuple(initial) if len(initial) > 1 else initial[0])
    states = states if isinstance(states, tuple) else (states,)

    # Every output has a weight of its own in the loss, so that no gradient is lost in a sum.
    results = dict(zip(["output", *names], [output, *states]))
    weighing = {name: torch.randn_like(result) for name, result in results.items()}
    sum((results[name] * weighing[name]).sum() for name in results).backward()

    expected = {"input": x, "gradient.input": x.grad}
    for name, state in zip(names, initial):
        expected[f"initial.{name}"] = state
        expected[f"gradient.initial.{name}"] = state.grad
    for name in results:
        expected[name] = results[name]
        expected[f"weighing.{name}"] = weighing[name]
    for name, parameter in model.named_parameters():
        expected[f"gradient.{name}"] = parameter.grad

    name = f"{kind.__name__.lower()}-{layers}{'-both' if bidirectional else ''}"
    save(HERE / f"{name}.safetensors", model.state_dict())
    save(HERE / f"{name}.expected.safetensors", expected)


for kind in (torch.nn.RNN, torch.nn.LSTM, torch.nn.GRU):
    for layers in (1, 2):
        for bidirectional in (False, True):
            write(kind, layers, bidirectional)
