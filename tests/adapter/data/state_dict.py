#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Writes state_dict.npz: the state_dict of a PyTorch module, and prints what the module computes."""
import argparse
import numpy
import torch
from torch import nn

argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 2)
        self.norm = nn.BatchNorm2d(3)
        self.lstm = nn.LSTM(3, 4, batch_first=True)
        self.gru = nn.GRU(4, 4, batch_first=True)
        self.words = nn.Embedding(5, 4)
        self.scale = nn.LayerNorm(4)
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.out = nn.Linear(4, 1)

    def forward(self, x, ids):
        h = torch.relu(self.norm(self.conv(x))).flatten(2).transpose(1, 2)
        h, _ = self.gru(self.lstm(h)[0])
        h = self.scale(h + self.words(ids))
        return self.out(h + self.attention(h, h, h)[0])


torch.manual_seed(3)
model = Model()
with torch.no_grad():
    for p in model.parameters():
        p.uniform_(-1, 1)
    x = (torch.arange(32) * 7 % 11).float().reshape(1, 2, 4, 4) / 8
    ids = (torch.arange(9) * 3 % 5).reshape(1, 9)
    model(x, ids)  # running statistics
    model.eval()
    numpy.savez("state_dict.npz", **{k: v.numpy() for k, v in model.state_dict().items()})
    print(", ".join(f"{v:.7g}f" for v in model(x, ids).flatten().tolist()))
