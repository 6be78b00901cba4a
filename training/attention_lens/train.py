"""Trains the model that a config file names.

    python3 -m attention_lens.train --config configs/bahdanau-2015.json --data build/en-fr --out build/bahdanau-2015

With several devices: torchrun --nproc_per_node N -m attention_lens.train (same options). Goes on from the checkpoint
in --out, if one lies there, to the very batch. Learning rate: linear warm-up, a plateau, then linear to zero at
`target_pieces`, so how far a run goes is part of the config, not of the machine's speed.

Where a machine is lent for so many minutes, --run-minutes takes the place of `target_pieces`: the learning rate comes to
zero when the run has trained so long, all calls together, while --minutes says how much of it is done in one call.
"""

import argparse
import contextlib
import os
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

from . import safetensors
from .augment import Augment
from .config import read_config
from .loss import SmoothedCrossEntropy, guided_alignment
from .memory import release
from .mixture import Batch, Mixture
from .models.build import build
from .models.transformer import Layer
from .muon import muon_for
from .subwords import Subwords
from .widen import widened


# The table shared by source, target and output, as the architectures name it.
_EMBEDDINGS = ("embedding.weight", "model.shared.weight")


def learning_rate(progress: float, step: int, schedule: dict) -> float:
    """progress: share of the run that is over, 0 to 1."""
    warm = min(1.0, (step + 1) / schedule["warmup_steps"])
    fall = min(1.0, (1 - progress) / (1 - schedule["plateau"]))
    return schedule["peak"] * warm * max(fall, 0.01)


def loss_of(model: nn.Module, batch: Batch, pad: int, config: dict) -> tuple[Tensor, Tensor]:
    """Returns the loss to minimise, and the plain cross-entropy a piece.

    With `guided_alignment`, one cross-attention head of the last decoder layer also learns the corpora's word
    alignments. Row t + 1, the step that reads y_t, is the one that aligns y_t: there the word is known (Chen et al. 2020).
    """
    logits, attention = model(batch.source, batch.target_in)
    loss, plain = SmoothedCrossEntropy.apply(
        logits.flatten(0, 1), batch.target_out.flatten(), pad, config["label_smoothing"]
    )
    guided = config.get("guided_alignment")
    if guided:
        reading = attention[:, guided["head"], 1:]  # (B, H, T, S) -> (B, T-1, S)
        loss = loss + guided["weight"] * guided_alignment(reading, batch.links[:, :-1])
    return loss, plain


class Run:
    """One training run: its model, optimiser, position in the data, and their checkpoint."""

    def __init__(self, config: dict, options: argparse.Namespace) -> None:
        self.config, self.options = config, options
        self.rank, self.ranks = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
        self.cuda = torch.cuda.is_available()
        if self.ranks > 1:
            distributed.init_process_group("nccl" if self.cuda else "gloo")
        self.device = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if self.cuda else "cpu")
        torch.manual_seed(config["seed"] + self.rank)

        subwords = Subwords(options.data / "tokenizer.model")
        self.model = build(config["model"] | {"vocab_size": subwords.size, "pad_token_id": subwords.pad}).to(self.device)
        if self.ranks > 1:  # every rank starts from the same weights
            for parameter in self.model.state_dict().values():
                distributed.broadcast(parameter, 0)
        if only := config.get("train_only"):
            for name, parameter in self.model.named_parameters():
                parameter.requires_grad_(parameter.requires_grad and name.startswith(only))
        if options.compile and hasattr(self.model, "compile"):  # from PyTorch 2.2 on
            self.compile_layers()
        self.wrapped = DistributedDataParallel(self.model) if self.ranks > 1 else self.model
        self.average = {name: p.detach().clone() for name, p in self.model.named_parameters() if p.requires_grad}
        optimiser = config["optimiser"]
        if optimiser.get("name") == "muon":
            self.optimiser = muon_for(self.model, optimiser)
        else:
            self.optimiser = torch.optim.AdamW(
                [p for p in self.model.parameters() if p.requires_grad], betas=(0.9, optimiser["beta2"]), eps=1e-9,
                weight_decay=optimiser["weight_decay"], **({"fused": True} if self.cuda else {}),
            )
        self.step = self.pieces = self.epoch = self.batch = 0
        self.seconds = 0.0
        self.before: list[dict] = []  # what the stages before this one came to
        self.file = options.out / "checkpoint.pt"
        if self.file.exists():
            self.resume()
        elif options.init:
            self.start_from(options.init)
        elif "embeddings" in config:
            self.start_embeddings(options.config.parent / config["embeddings"])

    def compile_layers(self) -> None:
        """Has each layer compiled, for any length of sentences; where a layer cannot be, it runs as it does without."""
        torch._dynamo.config.suppress_errors = True
        for module in self.model.modules():
            if isinstance(module, Layer):
                module.compile(dynamic=True)

    def start_from(self, earlier: Path) -> None:
        """A second stage begins with the averaged weights of the one before, and with a fresh optimiser.

        earlier: its checkpoint.pt or, where that is lost, the model.safetensors that was exported of it.
        """
        if earlier.suffix == ".safetensors":
            tensors = safetensors.in_float32(safetensors.read(earlier))
            weights = {name: torch.from_numpy(tensor) for name, tensor in tensors.items()}
            told = safetensors.metadata(earlier)
            stages = [{"step": int(told["steps"]), "pieces": int(told["target_pieces"]), "seconds": float(told["seconds"])}]
            self.epoch = 1  # it goes on with data in another order than the one it began with
        else:
            saved = torch.load(earlier, map_location=self.device)
            weights = saved["average"]
            stages = saved.get("before", []) + [{k: saved[k] for k in ("step", "pieces", "seconds")}]
        self.model.load_state_dict(widened(weights, self.model.state_dict()), strict=False)
        missing = self.average.keys() - weights.keys()
        if missing and not self.config.get("train_only"):
            raise ValueError(f"{earlier} has no {min(missing)}")
        started = dict(self.model.named_parameters())
        self.average = {name: started[name].detach().clone() for name in self.average}
        self.before = stages

    def start_embeddings(self, exported: Path) -> None:
        """The shared embedding begins as an exported recurrent model's, scaled to the size this model would draw."""
        name = next(name for name in _EMBEDDINGS if name in self.average)
        own = self.model.get_parameter(name)
        table = torch.from_numpy(safetensors.in_float32(safetensors.read(exported))[_EMBEDDINGS[0]])
        own.data.copy_(table * (own.std() / table.std()))
        self.average[name] = own.detach().clone()

    def resume(self) -> None:
        saved = torch.load(self.file, map_location=self.device)
        self.model.load_state_dict(saved["model"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.average = saved["average"]
        self.step, self.pieces, self.epoch, self.batch = (saved[k] for k in ("step", "pieces", "epoch", "batch"))
        self.seconds, self.before = saved["seconds"], saved.get("before", [])
        torch.manual_seed(self.config["seed"] + self.rank + self.step)

    def save(self) -> None:
        if self.rank:
            return
        state = {"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict(), "average": self.average}
        state |= {k: getattr(self, k) for k in ("step", "pieces", "epoch", "batch", "seconds", "before")}
        state |= {"config": self.config, "model_config": self.model.config}
        partial = self.file.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.file)  # a run that is cut off leaves the older checkpoint whole

    def progress(self) -> float:
        """Returns the share of the run that is over: of its minutes, if it was given any, or else of its pieces."""
        if self.options.run_minutes:
            return self.seconds / (self.options.run_minutes * 60)
        return self.pieces / self.config["target_pieces"]

    def autocast(self):
        return torch.autocast(self.device.type, torch.bfloat16) if self.config.get("bf16", True) else contextlib.nullcontext()

    def update(self, batch: Batch) -> Tensor:
        """One optimiser step. Returns the batch's plain cross-entropy."""
        optimiser = self.config["optimiser"]
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.progress(), self.step, optimiser)
        self.wrapped.train()
        with self.autocast():
            loss, plain = loss_of(self.wrapped, batch, self.model.pad, self.config)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), optimiser["clip"])
        self.optimiser.step()
        self.step += 1
        # The weights that ship are a moving average, a running form of checkpoint averaging (Polyak & Juditsky 1992).
        decay = min(optimiser["average_decay"], (1 + self.step) / (10 + self.step))
        parameters = dict(self.model.named_parameters())
        averages = list(self.average.values())
        torch._foreach_mul_(averages, decay)
        torch._foreach_add_(averages, [parameters[name].detach() for name in self.average], alpha=1 - decay)
        return plain

    def agree(self, pieces: int, seconds: float, over: bool) -> tuple[int, float, bool]:
        """Sums the pieces over all ranks; takes the mean of their seconds; the run is over for all as soon as it is for one."""
        if self.ranks == 1:
            return pieces, seconds, over
        all_three = torch.tensor([pieces, seconds, over], dtype=torch.float64, device=self.device)
        distributed.all_reduce(all_three)
        return int(all_three[0]), float(all_three[1]) / self.ranks, bool(all_three[2])

    def train(self, mixture: Mixture) -> None:
        options = self.options
        began = saved = last = time.monotonic()
        log = Log(options.log_every, quiet=self.rank > 0)
        while self.progress() < 1:
            stream = mixture.stream(
                self.epoch, self.batch, self.config["batch_pieces"], self.rank, self.ranks, options.workers
            )
            for batch in stream:
                pieces = int((batch.target_out != self.model.pad).sum())
                loss = self.update(batch.to(self.device))
                now = time.monotonic()
                over = options.minutes is not None and now - began > options.minutes * 60
                pieces, seconds, over = self.agree(pieces, now - last, over)
                last = now
                self.pieces += pieces
                self.batch += 1
                self.seconds += seconds
                log.add(self.step, self.pieces, self.epoch, loss, pieces)
                over = over or self.progress() >= 1
                if over or now - saved > options.save_minutes * 60:
                    self.save()
                    release()
                    saved = now
                if over:
                    return
            self.epoch, self.batch = self.epoch + 1, 0


class Log:
    """Prints the mean loss and the speed every so many steps."""

    def __init__(self, every: int, quiet: bool) -> None:
        self.every, self.quiet = every, quiet
        self.began = time.monotonic()
        self.losses: list[Tensor] = []  # read when printed: reading one waits for the GPU
        self.pieces = 0

    def add(self, step: int, total: int, epoch: int, loss: Tensor, pieces: int) -> None:
        """Takes note of one step."""
        self.losses.append(loss.detach())
        self.pieces += pieces
        if step % self.every == 0:
            now = time.monotonic()
            speed = self.pieces / (now - self.began)
            mean = float(sum(self.losses)) / len(self.losses)
            if not self.quiet:
                print(f"step {step}  {total / 1e6:.2f}M pieces  epoch {epoch}  loss {mean:.3f}  {speed:,.0f} pieces/s", flush=True)
            self.began, self.losses, self.pieces = now, [], 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with tokenizer.model and packed.npz")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt")
    parser.add_argument("--init", type=Path, help="checkpoint.pt or model.safetensors of the stage before")
    parser.add_argument("--minutes", type=float, help="stop, with a checkpoint, after so many minutes")
    parser.add_argument("--run-minutes", type=float, help="the run's length, instead of the config's target_pieces")
    parser.add_argument("--more", nargs="*", type=Path, default=[], metavar="NPZ", help="packed corpora to draw from besides")
    parser.add_argument("--compile", action="store_true", help="torch.compile the layers of a Transformer, where there is it")
    parser.add_argument("--save-minutes", type=float, default=4)
    parser.add_argument("--log-every", type=int, default=50)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=12 if torch.cuda.is_available() else 0, help="processes that make batches")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    config = read_config(options.config)
    run = Run(config, options)
    augment = None
    if "augment" in config["data"]:
        subwords = Subwords(options.data / "tokenizer.model")
        augment = Augment(config["data"]["augment"], subwords, options.data / "tokenizer.json")
    guided = "guided_alignment" in config
    pad, seed = run.model.pad, config["seed"]
    run.train(Mixture(options.data / "packed.npz", config["data"], pad, seed, guided, augment, options.more))


if __name__ == "__main__":
    main()
