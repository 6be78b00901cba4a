"""Recurrent cells. A cell's state is a tuple whose first tensor is the hidden state h, of shape (batch, hidden).

The projection of a step's input is kept apart from the recurrence, so that a whole sequence is projected by one
matrix product.
"""

import torch
from torch import Tensor, nn

State = tuple[Tensor, ...]


class RnnCell(nn.Module):
    """Plain recurrent cell (Elman 1990): h_t = tanh(W x_t + U h_{t-1} + b)."""

    states = 1

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.input = nn.Linear(inputs, hidden)
        self.recurrent = nn.Linear(hidden, hidden, bias=False)

    def forward(self, projected: Tensor, state: State) -> State:
        return (torch.tanh(projected + self.recurrent(state[0])),)


class GruCell(nn.Module):
    """Gated recurrent unit (Cho et al. 2014, eq. 5-8; Bahdanau et al. 2015, A.1.1).

    z = sigma(W_z x + U_z h),  r = sigma(W_r x + U_r h),  h~ = tanh(W x + U (r * h)),  h' = (1 - z) * h + z * h~
    `input` holds W_z, W_r, W in that order, `gates` U_z, U_r and `candidate` U.
    """

    states = 1

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.input = nn.Linear(inputs, 3 * hidden)
        self.gates = nn.Linear(hidden, 2 * hidden, bias=False)
        self.candidate = nn.Linear(hidden, hidden, bias=False)
        self.hidden = hidden

    def forward(self, projected: Tensor, state: State) -> State:
        (h,) = state
        of_gates, of_candidate = projected.split([2 * self.hidden, self.hidden], dim=-1)
        z, r = torch.sigmoid(of_gates + self.gates(h)).chunk(2, dim=-1)
        proposed = torch.tanh(of_candidate + self.candidate(r * h))
        return (torch.lerp(h.to(proposed.dtype), proposed, z.to(proposed.dtype)),)


class LstmCell(nn.Module):
    """Long short-term memory (Hochreiter & Schmidhuber 1997, with forget gates, Gers et al. 2000).

    i, f, o = sigma(...),  g = tanh(...),  c' = f * c + i * g,  h' = o * tanh(c')
    `input` and `recurrent` hold i, f, g, o in that order.
    """

    states = 2

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.input = nn.Linear(inputs, 4 * hidden)
        self.recurrent = nn.Linear(hidden, 4 * hidden, bias=False)
        with torch.no_grad():  # an open forget gate at the start (Jozefowicz et al. 2015)
            self.input.bias[hidden : 2 * hidden] += 1

    def forward(self, projected: Tensor, state: State) -> State:
        h, c = state
        i, f, g, o = (projected + self.recurrent(h)).chunk(4, dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


CELLS = {"rnn": RnnCell, "gru": GruCell, "lstm": LstmCell}
