#!/usr/bin/env python3
"""Writes what PyTorch computes, for the tests that hold generated models against it.

A file holds many cases. A case is called after the C# class that declares the same model, and has

    NAME/weights/KEY    the model's state_dict
    NAME/in/...         input, lengths of padded sequences, initial states
    NAME/out/...        output and final states
    NAME/weighing/...   for each result, what the loss weighs its numbers with: no gradient is lost in a sum
    NAME/gradient/...   of the input (in/input), of the initial states and of every parameter

The two labs' weights lie in files of their own, as a user saves them: NAME.safetensors.

Numbers are drawn from fixed seeds, computed in double precision and stored in single, so that the order in which a machine sums
does not show: made again, the files are the same bytes. Run it with PyTorch 1.9 or later; the files here are from 1.13 (Debian
12's python3-torch, which calls itself 1.13.0a0 and says so in each file):

    python3 Tests/golden/make_golden.py
"""

import dataclasses
import functools
import json
import pathlib
import struct
import types
import typing
import zlib

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import rnn

FEATURES, HIDDEN, PROJECTED, OUTPUTS, VOCABULARY, BATCH, TIME = 3, 5, 2, 4, 11, 2, 6
ZONEOUT = 0.2
HERE = pathlib.Path(__file__).parent


# The labs, as they are written in Python.


class CharLSTM(nn.Module):
    def __init__(self, vocab_size, embed_dim=128, hidden_size=256, num_layers=2, dropout=0.3):
        super().__init__()
        self.embed = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden_size, num_layers, batch_first=True, dropout=dropout)
        self.fc = nn.Linear(hidden_size, vocab_size)

    def forward(self, x, state=None):
        sequence, state = self.lstm(self.embed(x), state)
        return self.fc(sequence), state


class ImageLSTM(nn.Module):
    def __init__(self, input_size=28, hidden_size=128, num_layers=2, num_classes=10, dropout=0.3):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True, bidirectional=True, dropout=dropout)
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(2 * hidden_size, num_classes)

    def forward(self, x, lengths=None):
        _, (hidden, _) = run_packed(self.lstm, x, None, lengths)
        return self.fc(self.dropout(torch.cat([hidden[-2], hidden[-1]], dim=1)))


# Every recurrence with a readout.


class Model(nn.Module):
    """The declaration [Features(3)] [cell(5, Name = "cell")] [Linear(4, Name = "fc")]."""

    def __init__(self, cell, width):
        super().__init__()
        self.cell = cell
        self.fc = nn.Linear(width, OUTPUTS)

    def forward(self, x, state=None, lengths=None):
        sequence, state = run_packed(self.cell, x, state, lengths)
        return self.fc(sequence), state


def run_packed(cell, x, state, lengths):
    if lengths is None or isinstance(cell, PaperCell):
        return cell(x, state) if lengths is None else cell(x, state, lengths)
    packed = rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    sequence, state = cell(packed, state)
    return rnn.pad_packed_sequence(sequence, batch_first=True, total_length=x.shape[1])[0], state


# Cells that torch.nn does not have. The parameters are named as RnnDsl names them (RecurrentWeights).


class PaperCell(nn.Module):
    """Layers and directions of a cell given by its equations; sequences end at their lengths."""

    def __init__(self, equations, states, shapes, layers, bidirectional):
        super().__init__()
        self.equations, self.states, self.kinds, self.layers = equations, states, list(shapes), layers
        self.suffixes = ["", "_reverse"] if bidirectional else [""]
        for layer in range(layers):
            width = FEATURES if layer == 0 else HIDDEN * len(self.suffixes)
            for suffix in self.suffixes:
                for kind, shape in shapes.items():
                    size = [width if length is None else length for length in shape]
                    self.register_parameter(f"{kind}_l{layer}{suffix}", nn.Parameter(torch.zeros(size)))

    def forward(self, x, state=None, lengths=None):
        batch, time, _ = x.shape
        rows = self.layers * len(self.suffixes)
        initial = (torch.zeros(rows, batch, HIDDEN, dtype=x.dtype),) * self.states if state is None else state
        initial = initial if isinstance(initial, tuple) else (initial,)
        lengths = torch.full((batch,), time) if lengths is None else lengths
        finals = []
        for layer in range(self.layers):
            directions = []
            for suffix in self.suffixes:
                weights = types.SimpleNamespace(**{kind: getattr(self, f"{kind}_l{layer}{suffix}") for kind in self.kinds})
                states = [tensor[len(finals)] for tensor in initial]
                outputs = [None] * time
                for t in reversed(range(time)) if suffix else range(time):
                    real = (t < lengths).unsqueeze(1)
                    states = [torch.where(real, new, old) for new, old in zip(self.equations(weights, x[:, t], *states), states)]
                    outputs[t] = states[0]
                directions.append(torch.stack(outputs, 1))
                finals.append(states)
            x = torch.cat(directions, 2)
        finals = tuple(torch.stack(tensors) for tensors in zip(*finals))
        return x, finals if self.states > 1 else finals[0]


def elman(w, x, h):
    """Elman 1990."""
    return (torch.tanh(functional.linear(x, w.weight_ih, w.bias_ih) + functional.linear(h, w.weight_hh, w.bias_hh)),)


def lstm(w, x, h, c):
    """Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000."""
    i, f, g, o = (functional.linear(x, w.weight_ih, w.bias_ih) + functional.linear(h, w.weight_hh, w.bias_hh)).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def gru(w, x, h):
    """PyTorch's and cuDNN's: the reset after the product."""
    xr, xz, xn = functional.linear(x, w.weight_ih, w.bias_ih).chunk(3, 1)
    hr, hz, hn = functional.linear(h, w.weight_hh, w.bias_hh).chunk(3, 1)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return ((1 - z) * torch.tanh(xn + r * hn) + z * h,)


def gru_before(w, x, h):
    """Cho et al. 2014: the reset before the product."""
    xr, xz, xn = functional.linear(x, w.weight_ih, w.bias_ih).chunk(3, 1)
    ur, uz, un = w.weight_hh.chunk(3, 0)
    r, z = torch.sigmoid(xr + h @ ur.t()), torch.sigmoid(xz + h @ uz.t())
    return ((1 - z) * torch.tanh(xn + (r * h) @ un.t()) + z * h,)


def lstm_peepholes(w, x, h, c):
    """Gers and Schmidhuber 2000: i and f see the old cell, o the new one."""
    i, f, g, o = (functional.linear(x, w.weight_ih, w.bias_ih) + functional.linear(h, w.weight_hh, w.bias_hh)).chunk(4, 1)
    pi, pf, po = w.peephole
    i, f = torch.sigmoid(i + pi * c), torch.sigmoid(f + pf * c)
    c = f * c + i * torch.tanh(g)
    return torch.sigmoid(o + po * c) * torch.tanh(c), c


def norm(x, gain):
    """Layer normalisation (Ba et al. 2016)."""
    mean = x.mean(-1, keepdim=True)
    return gain * (x - mean) / torch.sqrt(((x - mean) ** 2).mean(-1, keepdim=True) + 1e-5)


def elman_norm(w, x, h):
    """Ba et al. 2016: the sum is normalised."""
    return (torch.tanh(norm(x @ w.weight_ih.t() + h @ w.weight_hh.t(), w.norm_hh) + w.bias_ih),)


def lstm_norm(w, x, h, c):
    """
    Ba et al. 2016: both products are normalised, and the cell state on its way out. The state itself is carried on as it is;
    PyTorch's own example (benchmarks/fastrnns/custom_lstms.py) carries the normalised one on.
    """
    i, f, g, o = (norm(x @ w.weight_ih.t(), w.norm_ih) + norm(h @ w.weight_hh.t(), w.norm_hh) + w.bias_ih).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(norm(c, w.norm_c) + w.norm_c_bias), c


def gru_norm(w, x, h):
    """Both products normalised, gates and candidate apart (Ba et al. 2016); the reset after the product."""
    wx, uh, b = x @ w.weight_ih.t(), h @ w.weight_hh.t(), w.bias_ih
    gates = torch.sigmoid(norm(wx[:, : 2 * HIDDEN], w.norm_ih) + norm(uh[:, : 2 * HIDDEN], w.norm_hh) + b[: 2 * HIDDEN])
    r, z = gates.chunk(2, 1)
    shown = norm(uh[:, 2 * HIDDEN :], w.norm_n) + w.norm_n_bias
    n = torch.tanh(norm(wx[:, 2 * HIDDEN :], w.norm_ih_n) + b[2 * HIDDEN :] + r * shown)
    return ((1 - z) * n + z * h,)


def gru_before_norm(w, x, h):
    """The same with the reset before the product."""
    wx, b = x @ w.weight_ih.t(), w.bias_ih
    uh = h @ w.weight_hh[: 2 * HIDDEN].t()
    gates = torch.sigmoid(norm(wx[:, : 2 * HIDDEN], w.norm_ih) + norm(uh, w.norm_hh) + b[: 2 * HIDDEN])
    r, z = gates.chunk(2, 1)
    shown = norm((r * h) @ w.weight_hh[2 * HIDDEN :].t(), w.norm_n)
    n = torch.tanh(norm(wx[:, 2 * HIDDEN :], w.norm_ih_n) + b[2 * HIDDEN :] + shown)
    return ((1 - z) * n + z * h,)


def zoneout(equations):
    """Krueger et al. 2017, after training: each state is the mean of its new and its old value."""
    return lambda w, x, *old: tuple((1 - ZONEOUT) * new + ZONEOUT * kept for new, kept in zip(equations(w, x, *old), old))


def products(gates, biases):
    shapes = {"weight_ih": [gates * HIDDEN, None], "weight_hh": [gates * HIDDEN, HIDDEN], "bias_ih": [gates * HIDDEN]}
    return shapes if biases == 1 else {**shapes, "bias_hh": [gates * HIDDEN]}


def lengths_of(blocks):
    return {kind: [count * HIDDEN] for kind, count in blocks.items()}


# For each: the equations, how many states, the shapes of the parameters; None is what the layer reads.
GRU_NORMS = {"norm_ih": 2, "norm_ih_n": 1, "norm_hh": 2, "norm_n": 1}
PAPER_CELLS = {
    "GruBefore": (gru_before, 1, products(3, 1)),
    "PeepholeLstm": (lstm_peepholes, 2, {**products(4, 2), "peephole": [3, HIDDEN]}),
    "NormRnn": (elman_norm, 1, {**products(1, 1), **lengths_of({"norm_hh": 1})}),
    "NormLstm": (lstm_norm, 2, {**products(4, 1), **lengths_of({"norm_ih": 4, "norm_hh": 4, "norm_c": 1, "norm_c_bias": 1})}),
    "NormGru": (gru_norm, 1, {**products(3, 1), **lengths_of({**GRU_NORMS, "norm_n_bias": 1})}),
    "NormGruBefore": (gru_before_norm, 1, {**products(3, 1), **lengths_of(GRU_NORMS)}),
    "ZoneoutRnn": (zoneout(elman), 1, products(1, 2)),
    "ZoneoutLstm": (zoneout(lstm), 2, products(4, 2)),
    "ZoneoutGru": (zoneout(gru), 1, products(3, 2)),
}
TORCH_CELLS = {
    "Rnn": (nn.RNN, {}),
    "Relu": (nn.RNN, {"nonlinearity": "relu"}),
    "Lstm": (nn.LSTM, {}),
    "Gru": (nn.GRU, {}),
    "ProjectedLstm": (nn.LSTM, {"proj_size": PROJECTED}),
}


# The layers beside the recurrence.


class Convolved(nn.Module):
    """A convolution over time before a recurrence; a causal one sees zeros before the start."""

    def __init__(self, before=0, **options):
        super().__init__()
        self.before = before
        self.conv = nn.Conv1d(FEATURES, 4, **options)
        self.lstm = nn.LSTM(4, HIDDEN, batch_first=True)
        self.fc = nn.Linear(HIDDEN, OUTPUTS)

    def forward(self, x, state=None):
        window = functional.pad(x.transpose(1, 2), (self.before, 0))
        sequence, state = self.lstm(self.conv(window).transpose(1, 2), state)
        return self.fc(sequence), state


class Normed(nn.Module):
    """Layer normalisation before and after a recurrence."""

    def __init__(self):
        super().__init__()
        self.norm_input = nn.LayerNorm(FEATURES)
        self.gru = nn.GRU(FEATURES, HIDDEN, batch_first=True)
        self.norm = nn.LayerNorm(HIDDEN)
        self.fc = nn.Linear(HIDDEN, OUTPUTS)

    def forward(self, x, state=None):
        sequence, state = self.gru(self.norm_input(x), state)
        return self.fc(self.norm(sequence)), state


class ImageGRU(nn.Module):
    """An image through a convolution and a pooling, then row by row, or column by column."""

    def __init__(self, padding, axis):
        super().__init__()
        self.axis = axis
        self.conv = nn.Conv2d(2, 3, 3, padding=padding)
        height, width = 7 - (2 - 2 * padding), 9 - (2 - 2 * padding)
        self.gru = nn.GRU(3 * (width // 2 if axis == "rows" else height // 2), HIDDEN, batch_first=True)
        self.fc = nn.Linear(HIDDEN, OUTPUTS)

    def forward(self, x):
        image = functional.max_pool2d(torch.relu(self.conv(x)), 2)
        image = image if self.axis == "rows" else image.transpose(2, 3)
        _, hidden = self.gru(image.transpose(1, 2).flatten(2))
        return self.fc(hidden[-1])


class TokenLSTM(nn.Module):
    """An embedding with a row for padding, or one whose table is the readout's weight as well."""

    def __init__(self, padding=None, tied=False):
        super().__init__()
        self.embed = nn.Embedding(VOCABULARY, HIDDEN, padding_idx=padding)
        self.lstm = nn.LSTM(HIDDEN, HIDDEN, batch_first=True)
        self.fc = nn.Linear(HIDDEN, VOCABULARY)
        if tied:
            self.fc.weight = self.embed.weight

    def forward(self, x, state=None):
        sequence, state = self.lstm(self.embed(x), state)
        return self.fc(sequence), state


class Attentive(nn.Module):
    """A weighted mean of the steps (Yang et al. 2016)."""

    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(FEATURES, HIDDEN, batch_first=True, bidirectional=True)
        self.pool = nn.ModuleDict({"hidden": nn.Linear(2 * HIDDEN, 3), "score": nn.Linear(3, 1, bias=False)})
        self.fc = nn.Linear(2 * HIDDEN, OUTPUTS)

    def forward(self, x, lengths=None):
        sequence, _ = run_packed(self.gru, x, None, lengths)
        scores = self.pool["score"](torch.tanh(self.pool["hidden"](sequence))).squeeze(2)
        if lengths is not None:
            scores = scores.masked_fill(torch.arange(x.shape[1]) >= lengths.unsqueeze(1), float("-inf"))
        return self.fc((torch.softmax(scores, 1).unsqueeze(2) * sequence).sum(1))


# The cases.


@dataclasses.dataclass
class Case:
    make: typing.Callable[[], nn.Module]
    """Makes the model."""

    sizes: typing.Sequence[int] = (BATCH, TIME, FEATURES)
    """Of the input."""

    tokens: bool = False
    """Whether the input is tokens."""

    states: typing.Sequence[typing.Sequence[int]] = ()
    """Sizes of the initial states."""

    lengths: typing.Optional[typing.Sequence[int]] = None
    """How many steps of each sequence are real."""


def recurrence(cell, layers, both, padded=False):
    """A place of the grid, with its name."""
    # Out of order, one of a single step and one without padding.
    lengths = [4, 6, 1, 3] if padded else None
    batch = len(lengths) if padded else BATCH
    directions = 2 if both else 1
    state = PROJECTED if cell == "ProjectedLstm" else HIDDEN
    rows = [layers * directions, batch]
    states = [[*rows, state], [*rows, HIDDEN]] if "Lstm" in cell else [[*rows, state]]
    if cell in TORCH_CELLS:
        kind, options = TORCH_CELLS[cell]
        make = functools.partial(kind, FEATURES, HIDDEN, layers, batch_first=True, bidirectional=both, **options)
    else:
        make = functools.partial(PaperCell, *PAPER_CELLS[cell], layers, both)
    case = Case(lambda: Model(make(), state * directions), (batch, TIME, FEATURES), states=states, lengths=lengths)
    return f"{cell}{layers}{'Both' if both else ''}", case


def grid(cells, layers, padded=False):
    return dict(recurrence(cell, count, both, padded) for cell in cells for count in layers for both in (False, True))


LABS = {
    "CharLstm": Case(lambda: CharLSTM(VOCABULARY, 8, 6), (BATCH, TIME), tokens=True, states=[[2, BATCH, 6]] * 2),
    "ImageLstm": Case(lambda: ImageLSTM(7, 6, num_classes=OUTPUTS), (BATCH, 7, 7)),
}
FILES = {
    "labs": LABS,
    "grid": grid(["Rnn", "Relu", "Lstm", "Gru"], [1, 2, 3]),
    "projected": grid(["ProjectedLstm"], [1, 2]),
    "papers": grid(PAPER_CELLS, [1, 2]),
    "padded": {
        **grid(["Rnn", "Relu", "Lstm", "Gru", "ProjectedLstm"], [1, 2], padded=True),
        **dict(recurrence(cell, 2, True, padded=True) for cell in ["GruBefore", "PeepholeLstm", "NormLstm", "ZoneoutLstm"]),
        "ImageLstm": dataclasses.replace(LABS["ImageLstm"], sizes=(4, TIME, 7), lengths=[4, 6, 1, 3]),
        "Attentive": Case(Attentive, (4, TIME, FEATURES), lengths=[4, 6, 1, 3]),
    },
    "layers": {
        **{
            name: Case(functools.partial(Convolved, **options), states=[[1, BATCH, HIDDEN]] * 2)
            for name, options in {
                "ConvSame": {"kernel_size": 3, "padding": "same"},
                "ConvSameEven": {"kernel_size": 4, "padding": "same"},
                "ConvValid": {"kernel_size": 3},
                "ConvCausal": {"kernel_size": 3, "before": 2},
                "ConvSameStride": {"kernel_size": 3, "padding": 1, "stride": 2},
                "ConvValidStride": {"kernel_size": 3, "stride": 2},
                "ConvCausalStride": {"kernel_size": 3, "before": 2, "stride": 2},
                "ConvSameDilated": {"kernel_size": 3, "padding": "same", "dilation": 2},
            }.items()
        },
        "Normed": Case(Normed, states=[[1, BATCH, HIDDEN]]),
        "ImageRows": Case(lambda: ImageGRU(1, "rows"), (BATCH, 2, 7, 9)),
        "ImageColumns": Case(lambda: ImageGRU(0, "columns"), (BATCH, 2, 7, 9)),
        "PaddingToken": Case(lambda: TokenLSTM(padding=3), (4, TIME), tokens=True, states=[[1, 4, HIDDEN]] * 2),
        "Tied": Case(lambda: TokenLSTM(tied=True), (BATCH, TIME), tokens=True, states=[[1, BATCH, HIDDEN]] * 2),
        "Attentive": Case(Attentive),
    },
}
MODELS = {name: case.make for cases in FILES.values() for name, case in cases.items()}
"""Every model by its name."""


def run(model, x, states=(), lengths=None):
    """The results by name: the output, and the final states where the model gives them."""
    arguments = {} if lengths is None else {"lengths": lengths}
    if states:
        arguments["state"] = states if len(states) > 1 else states[0]
    result = model(x, **arguments)
    output, state = result if isinstance(result, tuple) else (result, ())
    state = state if isinstance(state, tuple) else (state,)
    return dict(zip(["output", "hidden", "cell"], [output, *state]))


def draw(*size):
    """Random numbers that single precision holds."""
    return torch.randn(size, dtype=torch.float64).float().double()


def fill(model):
    """
    Numbers of a size at which every gate is at work. A normalised cell magnifies what single precision rounds, the more so the
    closer together its states lie: large biases keep them apart, and small gains keep the errors from growing over the steps.
    """
    parameters = dict(model.named_parameters())
    is_normalised = any("norm_" in name for name in parameters)
    for name, parameter in parameters.items():
        if "norm" in name and "bias" not in name:
            drawn = 0.5 + 0.2 * draw(*parameter.shape)
        else:
            drawn = (1 if is_normalised and "bias" in name else 0.4) * draw(*parameter.shape)
        parameter.data = drawn.float().double()
    for module in model.modules():
        if isinstance(module, nn.Embedding) and module.padding_idx is not None:
            module.weight.data[module.padding_idx] = 0


def compute(name, case):
    torch.manual_seed(zlib.crc32(name.encode()))
    model = case.make().double().eval()
    fill(model)
    x = torch.randint(VOCABULARY, case.sizes) if case.tokens else draw(*case.sizes)
    lengths = None if case.lengths is None else torch.tensor(case.lengths)
    if lengths is not None:
        # What stands behind a sequence's end must not matter.
        x[torch.arange(TIME) >= lengths.unsqueeze(1)] = 1000
    initial = tuple(draw(*size) for size in case.states)
    sources = {"input": x, **dict(zip(["hidden", "cell"], initial))}
    wanted = {f"in/{key}": value.requires_grad_() for key, value in sources.items() if value.is_floating_point()}
    wanted.update(model.named_parameters())

    results = run(model, x, initial, lengths)
    weighing = {key: draw(*result.shape) for key, result in results.items()}
    if lengths is not None and results["output"].dim() == 3:
        weighing["output"][torch.arange(TIME) >= lengths.unsqueeze(1)] = 0
    loss = sum((results[key] * weighing[key]).sum() for key in results)
    gradients = torch.autograd.grad(loss, list(wanted.values()))

    parts = {
        "weights": model.state_dict(),
        "in": sources if lengths is None else {**sources, "lengths": lengths},
        "out": results,
        "weighing": weighing,
        "gradient": dict(zip(wanted, gradients)),
    }
    return parts


def save(path, tensors):
    """The safetensors format: the header's length, the header in JSON, the numbers, the widest first."""
    header, blocks, offset = {"__metadata__": {"made_by": "make_golden.py", "torch": torch.__version__}}, [], 0
    for name, tensor in sorted(tensors.items(), key=lambda pair: pair[1].is_floating_point()):
        kind, stored = ("F32", "<f4") if tensor.is_floating_point() else ("I64", "<i8")
        block = tensor.detach().contiguous().numpy().astype(stored).tobytes()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(block)]}
        blocks.append(block)
        offset += len(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blocks))


def main():
    for file, cases in FILES.items():
        tensors = {}
        for name, case in cases.items():
            parts = compute(f"{file}/{name}", case)
            if file == "labs":
                save(HERE / f"{name}.safetensors", parts.pop("weights"))
            for part, values in parts.items():
                tensors.update({f"{name}/{part}/{key}": value for key, value in values.items()})
        save(HERE / f"{file}.safetensors", tensors)


if __name__ == "__main__":
    main()
