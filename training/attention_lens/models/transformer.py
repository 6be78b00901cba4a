"""The Transformer (Vaswani et al. 2017) in the shape of Marian (Junczys-Dowmunt et al. 2018): post-norm, sinusoidal
positions, embeddings shared by source, target and output and scaled by sqrt(d_model).

Names and config keys are those of Hugging Face's MarianMTModel, so that an exported folder is one of its checkpoints.

Shapes: B batch, S source pieces, T target pieces, Q queries, K keys, D d_model, H heads, V vocabulary.
"""

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .dropout import Dropout

# Not in Debian's PyTorch 1.13.
_FUSED = hasattr(F, "scaled_dot_product_attention")

ACTIVATIONS = {"swish": F.silu, "relu": F.relu}


def sinusoidal_positions(count: int, size: int) -> Tensor:
    """Returns (count, size): sines in the first half, cosines in the second (Vaswani et al. 2017, 3.5, in Marian's order)."""
    position = torch.arange(count, dtype=torch.float64).unsqueeze(1)
    angle = position / 10000 ** (2 * torch.arange((size + 1) // 2, dtype=torch.float64) / size)
    return torch.cat([angle.sin(), angle.cos()], dim=1)[:, :size].float()


@dataclass
class Recorded:
    """Attention weights by layer, each (B, H, Q, K)."""

    encoder: list[Tensor] = field(default_factory=list)
    decoder: list[Tensor] = field(default_factory=list)
    cross: list[Tensor] = field(default_factory=list)


class MultiHeadAttention(nn.Module):
    """softmax(Q K^T / sqrt(d_k)) V in H heads (Vaswani et al. 2017, eq. 1 and 3.2.2)."""

    def __init__(self, size: int, heads: int, dropout: float) -> None:
        super().__init__()
        if size % heads:
            raise ValueError(f"d_model {size} is not a multiple of {heads} heads")
        self.heads, self.dropout = heads, Dropout(dropout)
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(size, size) for _ in range(4))

    def split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)  # (B, L, D) -> (B, L, H, D/H) -> (B, H, L, D/H)

    def forward(self, query: Tensor, key: Tensor, bias: Tensor, shown: bool = True) -> tuple[Tensor, Tensor | None]:
        """query (B, Q, D), key (B, K, D), bias (B or 1, 1, Q or 1, K): 0 or -inf -> output (B, Q, D), weights (B, H, Q, K)

        shown: whether the weights are wanted; without them a GPU's fused kernel does the same sum.
        """
        q, k, v = self.split(self.q_proj(query)), self.split(self.k_proj(key)), self.split(self.v_proj(key))
        if not shown and _FUSED and q.is_cuda:
            p = self.dropout.p if self.training else 0.0
            context = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype), dropout_p=p)
            return self.out_proj(context.transpose(1, 2).flatten(2)), None  # (B, H, Q, D/H) -> (B, Q, H, D/H) -> (B, Q, D)
        scores = torch.matmul(q / math.sqrt(q.shape[-1]), k.transpose(-1, -2))
        weights = torch.softmax(scores.float() + bias, dim=-1)
        context = torch.matmul(self.dropout(weights).to(v.dtype), v)
        return self.out_proj(context.transpose(1, 2).flatten(2)), weights  # (B, H, Q, D/H) -> (B, Q, H, D/H) -> (B, Q, D)


class Layer(nn.Module):
    """An encoder layer; with `crosses`, a decoder layer. Each part: x = LayerNorm(x + dropout(part(x)))."""

    def __init__(self, config: dict, heads: int, ffn: int, crosses: bool) -> None:
        super().__init__()
        size = config["d_model"]
        self.self_attn = MultiHeadAttention(size, heads, config["attention_dropout"])
        self.self_attn_layer_norm = nn.LayerNorm(size)
        self.crosses = crosses
        if crosses:
            self.encoder_attn = MultiHeadAttention(size, heads, config["attention_dropout"])
            self.encoder_attn_layer_norm = nn.LayerNorm(size)
        self.fc1, self.fc2 = nn.Linear(size, ffn), nn.Linear(ffn, size)
        self.final_layer_norm = nn.LayerNorm(size)
        self.activation = ACTIVATIONS[config["activation_function"]]
        self.dropout = Dropout(config["dropout"])

    def forward(
        self, x: Tensor, bias: Tensor, states: Tensor | None = None, cross_bias: Tensor | None = None,
        shown: bool = False, cross_shown: bool = False,
    ):
        """x (B, L, D) -> x (B, L, D), self-attention weights, cross-attention weights; None where not wanted"""
        attended, weights = self.self_attn(x, x, bias, shown)
        x = self.self_attn_layer_norm(x + self.dropout(attended))
        cross = None
        if self.crosses:
            attended, cross = self.encoder_attn(x, states, cross_bias, cross_shown)
            x = self.encoder_attn_layer_norm(x + self.dropout(attended))
        fed = self.fc2(self.dropout(self.activation(self.fc1(x))))
        return self.final_layer_norm(x + self.dropout(fed)), weights, cross


class Stack(nn.Module):
    """The encoder's or the decoder's layers with their table of positions."""

    def __init__(self, config: dict, side: str) -> None:
        super().__init__()
        size = config["d_model"]
        self.embed_positions = nn.Embedding(config["max_position_embeddings"], size)
        self.embed_positions.weight.requires_grad_(False)
        self.embed_positions.weight.copy_(sinusoidal_positions(config["max_position_embeddings"], size))
        heads, ffn = config[f"{side}_attention_heads"], config[f"{side}_ffn_dim"]
        self.layers = nn.ModuleList(Layer(config, heads, ffn, side == "decoder") for _ in range(config[f"{side}_layers"]))


class Inner(nn.Module):
    """MarianMTModel keeps its parts under `model.`."""

    def __init__(self, config: dict) -> None:
        super().__init__()
        self.shared = nn.Embedding(config["vocab_size"], config["d_model"], padding_idx=config["pad_token_id"])
        self.encoder, self.decoder = Stack(config, "encoder"), Stack(config, "decoder")


class Transformer(nn.Module):
    def __init__(self, config: dict) -> None:
        super().__init__()
        self.config = config
        self.pad = self.start = config["pad_token_id"]
        self.model = Inner(config)
        self.register_buffer("final_logits_bias", torch.zeros(1, config["vocab_size"]))
        self.scale = math.sqrt(config["d_model"]) if config["scale_embedding"] else 1.0
        self.dropout = Dropout(config["dropout"])
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "embed" not in name and "shared" not in name:
                nn.init.xavier_uniform_(parameter)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)
        nn.init.normal_(self.model.shared.weight, std=config["d_model"] ** -0.5)
        nn.init.zeros_(self.model.shared.weight.data[self.pad])

    def embed(self, ids: Tensor, stack: Stack) -> Tensor:
        """ids (B, L) -> (B, L, D)"""
        return self.dropout(self.model.shared(ids) * self.scale + stack.embed_positions.weight[: ids.shape[1]])

    def encode(self, source: Tensor, recorded: Recorded | None = None) -> tuple[Tensor, Tensor]:
        """source (B, S) -> states (B, S, D), bias (B, 1, 1, S)"""
        bias = torch.zeros(source.shape, device=source.device).masked_fill_(source == self.pad, -torch.inf)[:, None, None]
        x = self.embed(source, self.model.encoder)
        for layer in self.model.encoder.layers:
            x, weights, _ = layer(x, bias, shown=recorded is not None)
            if recorded:
                recorded.encoder.append(weights)
        return x, bias

    def decode(self, target_in: Tensor, states: Tensor, cross_bias: Tensor, recorded: Recorded | None = None):
        """target_in (B, T) -> x (B, T, D), last layer's cross-attention (B, H, T, S)"""
        length = target_in.shape[1]
        causal = torch.full((length, length), -torch.inf, device=target_in.device).triu_(1)[None, None]
        x, cross = self.embed(target_in, self.model.decoder), None
        for layer in self.model.decoder.layers:
            last = layer is self.model.decoder.layers[-1]  # guided alignment reads its weights
            x, weights, cross = layer(x, causal, states, cross_bias, recorded is not None, last or recorded is not None)
            if recorded:
                recorded.decoder.append(weights)
                recorded.cross.append(cross)
        return x, cross

    def forward(self, source: Tensor, target_in: Tensor, recorded: Recorded | None = None) -> tuple[Tensor, Tensor]:
        """Teacher forcing -> logits (B, T, V), last layer's cross-attention (B, H, T, S)"""
        states, bias = self.encode(source, recorded)
        x, cross = self.decode(target_in, states, bias, recorded)
        return self.read_out(x), cross

    def read_out(self, x: Tensor) -> Tensor:
        """x (..., D) -> logits (..., V)"""
        return F.linear(x, self.model.shared.weight, self.final_logits_bias[0])
