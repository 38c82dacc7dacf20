#!/usr/bin/env python3
"""Writes what PyTorch computes of two encoder-decoders with attention, written in the way of their papers.

NAME/weights/KEY, NAME/in/{source,lengths,target}, NAME/out/{output,weights}, NAME/weighing/{output,weights} and NAME/gradient/KEY, as make_golden.py has
them, whose functions it uses. Run it in the same way:

    python3 Tests/golden/make_translators.py
"""

import zlib

import torch
from make_golden import HERE, draw, fill, save
from torch import nn
from torch.nn.utils import rnn

SOURCE_VOCABULARY, TARGET_VOCABULARY, EMBEDDED, HIDDEN, LENGTHS, TIME = 9, 11, 6, 5, [4, 2, 3], 5


class Attention(nn.Module):
    """v · tanh(W q + U m + b), over the real positions."""

    def __init__(self, query, memory, size):
        super().__init__()
        self.query = nn.Linear(query, size, bias=False)
        self.memory = nn.Linear(memory, size)
        self.score = nn.Linear(size, 1, bias=False)

    def forward(self, query, memory, real):
        scores = self.score(torch.tanh(self.query(query).unsqueeze(1) + self.memory(memory))).squeeze(2)
        return attend(scores, memory, real)


class General(nn.Module):
    """q · W m, over the real positions."""

    def __init__(self, query, memory):
        super().__init__()
        self.memory = nn.Linear(memory, query, bias=False)

    def forward(self, query, memory, real):
        return attend(torch.bmm(self.memory(memory), query.unsqueeze(2)).squeeze(2), memory, real)


def attend(scores, memory, real):
    weights = torch.softmax(scores.masked_fill(~real, float("-inf")), 1)
    return torch.bmm(weights.unsqueeze(1), memory).squeeze(1), weights


def read(embedding, cell, source, lengths):
    packed = rnn.pack_padded_sequence(embedding(source), lengths, batch_first=True, enforce_sorted=False)
    sequence, state = cell(packed)
    return rnn.pad_packed_sequence(sequence, batch_first=True, total_length=source.shape[1])[0], state


class BahdanauTranslator(nn.Module):
    """Bahdanau et al. 2015: the state of the step before asks, and the context enters the cell; the readout is maxout."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.ModuleDict({"embedding": nn.Embedding(SOURCE_VOCABULARY, EMBEDDED), "gru": nn.GRU(EMBEDDED, HIDDEN, batch_first=True, bidirectional=True)})
        self.decoder = nn.ModuleDict({
            "embedding": nn.Embedding(TARGET_VOCABULARY, EMBEDDED),
            "attention": Attention(HIDDEN, 2 * HIDDEN, 7),
            "gru": nn.GRU(EMBEDDED + 2 * HIDDEN, HIDDEN, batch_first=True),
            "readout": nn.Linear(HIDDEN + 2 * HIDDEN + EMBEDDED, 8),
            "linear": nn.Linear(4, TARGET_VOCABULARY),
        })
        self.bridgeHidden = nn.Linear(2 * HIDDEN, HIDDEN)

    def forward(self, source, lengths, real, target):
        memory, final = read(self.encoder["embedding"], self.encoder["gru"], source, lengths)
        state = torch.tanh(self.bridgeHidden(torch.cat([final[0], final[1]], 1))).unsqueeze(0)
        outputs, shares = [], []
        for t in range(target.shape[1]):
            token = self.decoder["embedding"](target[:, t])
            context, weights = self.decoder["attention"](state[0], memory, real)
            _, state = self.decoder["gru"](torch.cat([token, context], 1).unsqueeze(1), state)
            readout = self.decoder["readout"](torch.cat([state[0], context, token], 1)).view(-1, 4, 2).max(2)[0]
            outputs.append(self.decoder["linear"](readout))
            shares.append(weights)
        return torch.stack(outputs, 1), torch.stack(shares, 1)


class DeepTranslator(nn.Module):
    """Luong et al. 2015: two LSTM layers, whose output asks; the readout is fed back."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.ModuleDict({"embedding": nn.Embedding(SOURCE_VOCABULARY, EMBEDDED), "lstm": nn.LSTM(EMBEDDED, HIDDEN, 2, batch_first=True)})
        self.decoder = nn.ModuleDict({
            "embedding": nn.Embedding(TARGET_VOCABULARY, EMBEDDED),
            "lstm": nn.LSTM(EMBEDDED + 4, HIDDEN, 2, batch_first=True),
            "attention": General(HIDDEN, HIDDEN),
            "readout": nn.Linear(2 * HIDDEN, 4),
            "linear": nn.Linear(4, TARGET_VOCABULARY),
        })

    def forward(self, source, lengths, real, target):
        memory, state = read(self.encoder["embedding"], self.encoder["lstm"], source, lengths)
        fed = memory.new_zeros(source.shape[0], 4)
        outputs, shares = [], []
        for t in range(target.shape[1]):
            token = self.decoder["embedding"](target[:, t])
            hidden, state = self.decoder["lstm"](torch.cat([token, fed], 1).unsqueeze(1), state)
            context, weights = self.decoder["attention"](hidden.squeeze(1), memory, real)
            fed = torch.tanh(self.decoder["readout"](torch.cat([hidden.squeeze(1), context], 1)))
            outputs.append(self.decoder["linear"](fed))
            shares.append(weights)
        return torch.stack(outputs, 1), torch.stack(shares, 1)


def compute(name, make):
    torch.manual_seed(zlib.crc32(name.encode()))
    model = make().double().eval()
    fill(model)
    source = torch.randint(SOURCE_VOCABULARY, (len(LENGTHS), max(LENGTHS)))
    target = torch.randint(TARGET_VOCABULARY, (len(LENGTHS), TIME))
    lengths = torch.tensor(LENGTHS)
    real = torch.arange(max(LENGTHS)) < lengths.unsqueeze(1)
    results = dict(zip(["output", "weights"], model(source, lengths, real, target)))
    weighing = {key: draw(*result.shape) for key, result in results.items()}
    parameters = dict(model.named_parameters())
    loss = sum((results[key] * weighing[key]).sum() for key in results)
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    parts = {
        "weights": model.state_dict(),
        "in": {"source": source, "lengths": lengths, "target": target},
        "out": results,
        "weighing": weighing,
        "gradient": dict(zip(parameters, gradients)),
    }
    return {f"{name}/{part}/{key}": value for part, values in parts.items() for key, value in values.items()}


if __name__ == "__main__":
    save(HERE / "translators.safetensors", {key: value for make in [BahdanauTranslator, DeepTranslator] for key, value in compute(make.__name__, make).items()})
